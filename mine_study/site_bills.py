"""What each meter pays in a year: today, after the measures, and with the plant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mine_study.site_flows import site_flows
from mine_study.storage_hours import OutageCosts
from project_finance.export_rules import EXPORT_RULES, Bill

if TYPE_CHECKING:
    import pandas as pd

    from mine_study.site_design import SiteDesign
    from project_finance.tariffs import Tariff

UNSOLD = "none"
"""Export rule of a meter behind which nothing is made."""


@dataclass(frozen=True, kw_only=True)
class SiteBills:
    """Three bills of one meter, reactive energy apart."""

    today: Bill
    after_measures: Bill
    with_plant: Bill
    """Equal to ``after_measures`` where there is no plant."""
    failures: OutageCosts
    """What the hours without the grid cost beside the bills."""


def meter_bill(
    import_kw: pd.Series,
    export_kw: pd.Series,
    tariff: Tariff,
    *,
    export_rule: str,
    plant_ac_kw: float,
) -> Bill:
    """Return the bill of a meter's hours: by energy and power where power is charged.

    With a plant it is that of the tariff which then holds, where it differs from today's.

    Parameters
    ----------
    import_kw, export_kw
        Hourly powers [kW].
    tariff
        Prices.
    export_rule
        Key of ``EXPORT_RULES``.
    plant_ac_kw
        Nameplate of the inverters behind the meter [kW].

    Raises
    ------
    InputError
        If the plant is too large for the rule, or an energy is missing or negative.
    """
    tariff = tariff.with_plant if plant_ac_kw > 0 else tariff
    if tariff.power is not None:
        return tariff.power.settle(import_kw, export_kw, tariff)
    return EXPORT_RULES[export_rule](import_kw, export_kw, tariff, plant_ac_kw)


def site_bills(
    design: SiteDesign,
    tariff: Tariff,
    *,
    today_kw: pd.Series,
    export_rule: str,
    yield_factor: float = 1.0,
    saving_factor: float = 1.0,
) -> SiteBills:
    """Return what a site pays in the three cases.

    Parameters
    ----------
    design
        The site with its demand after the measures and its plant.
    tariff
        Prices.
    today_kw
        Hourly demand of today as bills and machines tell it [kW].
    export_rule
        Key of ``EXPORT_RULES``.
    yield_factor, saving_factor
        Multiply the plant's output and the measures' saving, to see other years and other luck.
    """
    outages = design.outages
    today_kw = outages.demand(today_kw) if outages else today_kw
    after_kw = (today_kw - saving_factor * (today_kw - design.load_kw)).clip(lower=0.0)
    hours = design.storage.hours if design.storage else None
    today = _without_plant(outages.metered(today_kw) if outages else today_kw, tariff)
    after = _without_plant(outages.metered(after_kw) if outages else after_kw, tariff)
    failures = OutageCosts()
    with_plant = after
    if design.plant is not None:
        flows = site_flows(design, load_kw=after_kw, yield_factor=yield_factor)
        with_plant = meter_bill(
            flows.import_kw,
            flows.export_kw,
            tariff,
            export_rule=export_rule,
            plant_ac_kw=design.plant.ac_kw,
        )
        if hours is not None:
            failures = hours.outage_costs(today_kw, after_kw, flows)
    return SiteBills(today=today, after_measures=after, with_plant=with_plant, failures=failures)


def _without_plant(load_kw: pd.Series, tariff: Tariff) -> Bill:
    return meter_bill(load_kw, load_kw * 0.0, tariff, export_rule=UNSOLD, plant_ac_kw=0.0)
