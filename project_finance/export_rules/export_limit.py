"""A limit on the power that may leave the meter, down to zero export: the rest is curtailed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from project_finance.amounts import checked_amount

if TYPE_CHECKING:
    from collections.abc import Callable

    from project_finance.export_rules.bill import Bill
    from project_finance.tariffs import Tariff


def limited_bill(
    bill: Callable[[pd.Series, pd.Series, Tariff, float], Bill],
    import_kwh: pd.Series,
    export_kwh: pd.Series,
    tariff: Tariff,
    plant_ac_kw: float,
    *,
    export_limit_kw: float,
) -> Bill:
    """Return the bill of a rule after what exceeds an export limit has been curtailed.

    Parameters
    ----------
    bill
        The rule's bill of unlimited energies.
    import_kwh, export_kwh
        Energy by time step on one index [kWh]; export as the plant could deliver it.
    tariff
        Prices.
    plant_ac_kw
        Nameplate of the inverters [kW]; a limit does not make a plant smaller before the rule.
    export_limit_kw
        Most power that may leave the meter [kW], at least 0.

    Raises
    ------
    InputError
        As the rule does; and if the limit is negative or missing, or there is only one step.

    Notes
    -----
    Hourly means hide peaks within the hour, so an inverter that obeys the limit at each moment
    curtails somewhat more.
    """
    limit_kw = checked_amount("export_limit_kw", export_limit_kw, least=0.0)
    limit_kwh = limit_kw * _step_hours(export_kwh)
    whole = bill(import_kwh, export_kwh, tariff, plant_ac_kw)
    curtailed = (export_kwh - limit_kwh).clip(lower=0.0)
    if not curtailed.any():
        return whole
    held = bill(import_kwh, export_kwh.clip(upper=limit_kwh), tariff, plant_ac_kw)
    months = pd.DatetimeIndex(curtailed.index).tz_localize(None).to_period("M")
    by_month = curtailed.groupby(months).sum()
    return replace(
        held,
        monthly=held.monthly.assign(curtailed_kwh=by_month.to_numpy()),
        curtailed_kwh=float(curtailed.sum()),
        notes=(*held.notes, _note(limit_kw, float(curtailed.sum()))),
    )


def _step_hours(energy: pd.Series) -> float:
    """Return the length of a step from the distance of the first two labels [h]."""
    times = energy.index
    if not isinstance(times, pd.DatetimeIndex) or len(times) < 2:  # noqa: PLR2004 (a distance)
        allowed = message("a series indexed by time, at least two steps long")
        raise InputError.of("export_kwh", f"{len(energy)} values", allowed=allowed)
    return float((times[1] - times[0]) / pd.Timedelta(hours=1))


def _note(limit_kw: float, curtailed_kwh: float) -> Note:
    """Return what the limit takes."""
    return Note(
        what=message("Power that may be sent to the grid is limited"),
        value=message("{limit:,.1f} kW", limit=limit_kw),
        source=message("the study"),
        effect=message(
            "{kwh:,.0f} kWh are curtailed; more where the power swings within the hour",
            kwh=curtailed_kwh,
        ),
        kind="finding",
    )
