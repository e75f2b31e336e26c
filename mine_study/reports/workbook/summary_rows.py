"""Figures of the first sheet that follow no change of an input: headline, plant, emissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.language import MISSING, Reader
from mine_study.plant_results import plant_results
from mine_study.reports.workbook.flow_results import lasting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mine_study.headline import Ranged
    from mine_study.reports.workbook.cell_looks import Kind
    from mine_study.reports.workbook.open_book import Say
    from mine_study.study import StudyResult

    Line = tuple[Message, Kind, Sequence[float | str | None]]


def headline_rows(result: StudyResult, say: Say) -> list[Line]:
    """Return the headline: its label, kind of number, value, low and high.

    Parameters
    ----------
    result
        The study.
    say
        Writes a message in the reader's language.
    """
    found = result.headline
    payback, buys = found.payback_years, result.money.whole.figures.capex > 0
    return [
        (message("saved by efficiency [kWh a year]"), "whole", _ranged(found.saved_kwh)),
        (message("solar plant [kWp]"), "tenth", _ranged(found.dc_kw)),
        (
            message("simple payback after tax, from the spending, nominal [years]"),
            "hundredth",
            [
                lasting(years, say, buys=buys)
                for years in (payback.value, payback.low, payback.high)
            ],
        ),
    ]


def _ranged(found: Ranged | None) -> list[float | str | None]:
    return [MISSING] * 3 if found is None else [found.value, found.low, found.high]


def quantity_rows(result: StudyResult) -> list[Line]:
    """Return what the plant, the battery and the emissions come to; a dash where there is none.

    Parameters
    ----------
    result
        The study.
    """
    identity, carbon = result.study.study, result.carbon
    plant = plant_results(result, Reader(identity.language, identity.country))
    lines: list[tuple[Message, Kind, float | None]] = [
        (message("module power, DC [kWp]"), "tenth", plant["dc_kw"]),
        (message("energy of a mean year, P50 [kWh]"), "whole", plant["annual_ac_kwh"]),
        (
            message("energy exceeded with 90 % probability, P90 [kWh]"),
            "whole",
            plant["p90_ac_kwh"],
        ),
        (message("coverage over the year"), "percent", plant["coverage_fraction"]),
        (
            message("self-sufficiency hour by hour"),
            "percent",
            plant["self_sufficiency_fraction"],
        ),
        (message("battery, rated capacity [kWh]"), "tenth", plant["battery_kwh"]),
        (
            message("emissions of the electricity today [t CO₂e a year]"),
            "tenth",
            carbon.scope2_location_before_t,
        ),
        (
            message("emissions of the electricity after the plan [t CO₂e a year]"),
            "tenth",
            carbon.scope2_location_after_t,
        ),
    ]
    return [(label, kind, [MISSING if found is None else found]) for label, kind, found in lines]
