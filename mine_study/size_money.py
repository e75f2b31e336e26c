"""The money by which a site's sizes are judged: exports, costs and years, before income tax."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mine_study.export_worth import ExportWorth
from mine_study.money import pays_vat, tax_rules
from mine_study.plant_costs import plant_costs
from mine_study.project_timing import inverter_renewals, plan_years, plant_delay_years
from project_finance.export_rules import EXPORT_RULES
from pv_design.size_search.plant_money import ExportRegime, Lifetime, PlantCosts

if TYPE_CHECKING:
    import numpy.typing as npt

    from mine_study.study_file import SiteKeys, Study
    from project_finance.tariffs import Tariff

    Floats = npt.NDArray[np.float64]


def export_regimes(
    site: SiteKeys, tariff: Tariff, sun_kw: Floats | None = None
) -> tuple[ExportRegime, ...]:
    """Return what exports are worth at a site by the power of the inverters.

    Where power is charged by a tariff option no rule credits exports. A rule without an end does
    not go by power.

    Parameters
    ----------
    site
        Checked keys.
    tariff
        Prices.
    sun_kw
        Of each hour, by which spot prices of hours are weighed [kW]; all alike if None.
    """
    limits = EXPORT_RULES[site.tariff.export_rule].limits()
    ends = [limits.largest_ac_kw]
    if limits.step_ac_kw is not None:
        ends = [limits.step_ac_kw, limits.largest_ac_kw]
    worth = ExportWorth(rule=site.tariff.export_rule, tariff=tariff, export_kw=sun_kw)
    is_credited = tariff.with_plant.power is None
    powers = [end if math.isfinite(end) else 1.0 for end in ends]
    pairs = [worth.per_kwh(power) if is_credited else (0.0, 0.0) for power in powers]
    return tuple(
        ExportRegime(most_ac_kw=end, credit_per_kwh=credit, surplus_per_kwh=surplus)
        for end, (credit, surplus) in zip(ends, pairs, strict=True)
    )


def life_of_plant(study: Study, site: SiteKeys) -> Lifetime:
    """Return the years of a plant as the cash flow counts them."""
    keys = study.finance
    return Lifetime.of(
        plan_years(keys),
        idle_years=plant_delay_years(keys),
        discount_rate=keys.discount_rate,
        degradation_fraction=site.pv.degradation_fraction_per_year,
        price_growth_fraction=keys.tariff_escalation_fraction,
        cost_growth_fraction=keys.inflation_fraction,
    )


def life_costs(study: Study, life: Lifetime) -> PlantCosts:
    """Return the costs of a plant with value-added tax where it is paid, and new inverters.

    The inverters are bought again at the end of each of their lives before the horizon.

    Parameters
    ----------
    study
        Checked keys.
    life
        Years of the plant.
    """
    keys, costs = study.finance, plant_costs(study)
    taxed = 1 + (tax_rules(study).vat_fraction if pays_vat(study) else 0.0)
    renewed = np.array(inverter_renewals(keys), dtype=int)
    return replace(
        costs,
        capital_per_dc_kw=costs.capital_per_dc_kw * taxed,
        capital_per_ac_kw=costs.capital_per_ac_kw * taxed,
        capital_per_inverter=costs.capital_per_inverter * taxed,
        renewal_per_ac_kw=costs.capital_per_ac_kw * float(life.cost_weights[renewed - 1].sum()),
    )
