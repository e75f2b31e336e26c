"""The interval meters of a study, held against the machines behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.meters.interval_meter import read_interval_meter
from energy_audit.meters.outliers import beyond_connected

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from energy_audit.meters.interval_meter import IntervalMeter
    from equipment_catalog.errors import Problem
    from mine_study.case_files import CaseFiles


def read_meters(files: CaseFiles) -> tuple[dict[str, IntervalMeter], list[Problem]]:
    """Return the interval meter of each site that has one, and what is wrong with them."""
    meters = {
        site: read_interval_meter(meter.path, label=meter.label)
        for site, meter in files.meters.items()
    }
    return meters, [problem for meter in meters.values() for problem in meter.problems]


def beyond_machines(meters: Mapping[str, IntervalMeter], machines: pd.DataFrame) -> list[Problem]:
    """Return readings above what the machines of their site could draw."""
    return [
        problem
        for site, meter in meters.items()
        for problem in beyond_connected(meter, machines[machines["site"] == site])
    ]
