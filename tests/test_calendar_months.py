"""Calendar months of time steps against what pandas groups by."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from project_finance.timeline.calendar_months import calendar_months

MINUTES = st.lists(st.integers(0, 3 * 365 * 24 * 60), min_size=1, max_size=40)


@given(minutes=MINUTES, zone=st.sampled_from([None, "America/Bogota", "Europe/Madrid"]))
def test_months_are_those_pandas_groups_by_in_any_order_and_with_gaps(minutes, zone):
    new_year = pd.Timestamp(2025, 1, 1, tz="UTC")
    times = pd.DatetimeIndex(new_year + pd.to_timedelta(minutes, unit="min"))
    times = times.tz_localize(None) if zone is None else times.tz_convert(zone)
    kwh = np.arange(1.0, len(times) + 1)
    months = calendar_months(times)
    expected = pd.Series(kwh).groupby(times.tz_localize(None).to_period("M")).sum()
    assert months.names.equals(pd.PeriodIndex(expected.index))
    assert months.sums(kwh).tolist() == expected.to_list()
    assert months.names.name == "month"
