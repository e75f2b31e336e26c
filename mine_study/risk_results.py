"""What `results.json` says of how sure the money is."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import message
from mine_study.language import Reader

if TYPE_CHECKING:
    import pandas as pd

    from mine_study.risk import Risk
    from mine_study.risk_quantities import Threshold
    from mine_study.study import StudyResult
    from project_finance.uncertainty.spread import Spread
    from project_finance.uncertainty.two_way import TwoWay

P90_MEANS = message("P90 is met or bettered by nine draws of ten, P10 by one")


def risk_results(result: StudyResult) -> dict[str, Any] | None:
    """Return the figures of all draws, what each doubt moves, and what breaks even.

    Parameters
    ----------
    result
        What ``run_study`` returns.

    Returns
    -------
    dict or None
        None where nothing is drawn. Inside, None stands for a payback that never comes.
    """
    risk, identity = result.risk, result.study.study
    if risk is None:
        return None
    drawn, reader = risk.drawn, Reader(identity.language, identity.country)
    return {
        "draws": risk.count,
        "seed": risk.seed,
        "p90_means": reader.say(P90_MEANS),
        "npv_after_tax": {**_spread(drawn.npv_after_tax), "mean": drawn.mean_npv_after_tax},
        "irr_after_tax": _spread(drawn.irr_after_tax),
        "simple_payback_after_tax_years": _spread(drawn.simple_payback_after_tax_years),
        "discounted_payback_after_tax_years": _spread(drawn.discounted_payback_after_tax_years),
        "probability_npv_below_zero": drawn.probability_npv_below_zero,
        "probability_never_pays_back": drawn.probability_never_pays_back,
        "probability_without_irr": drawn.probability_without_irr,
        "dscr_min": _spread(drawn.dscr_min) if drawn.dscr_min else None,
        "probability_dscr_below_covenant": drawn.probability_dscr_below_covenant,
        "drivers": _drivers(risk, reader),
        "tornado": _tornado(risk),
        "two_way": _two_way(risk.two_way),
        "break_even": {one.quantity.key: _break_even(one) for one in risk.thresholds},
    }


def _spread(found: Spread) -> dict[str, float | None]:
    return asdict(found)


def _drivers(risk: Risk, reader: Reader) -> list[dict[str, Any]]:
    return [
        {
            "driver": driver.name,
            "description": reader.say(driver.description),
            "law": driver.law,
            "sigma_fraction": driver.sigma,
            "source": reader.say(driver.source),
        }
        for driver in risk.drivers.values()
    ]


def _tornado(risk: Risk) -> list[dict[str, Any]]:
    return [
        {
            "driver": bar.driver,
            "unit": "fraction_per_year" if risk.drivers[bar.driver].law == "added" else "factor",
            "low": bar.low,
            "high": bar.high,
            "npv_after_tax_at_low": bar.npv_after_tax_at_low,
            "npv_after_tax_at_high": bar.npv_after_tax_at_high,
        }
        for bar in risk.bars
    ]


def _two_way(table: TwoWay) -> dict[str, Any]:
    """Return the tables as lists, a row for each tariff factor, a column for each outlay's."""
    worth = table.npv_after_tax
    return {
        "tariff_factors": worth.index.tolist(),
        "capex_factors": worth.columns.tolist(),
        "npv_after_tax": _rows(worth),
        "irr_after_tax": _rows(table.irr_after_tax),
        "simple_payback_after_tax_years": _rows(table.simple_payback_after_tax_years),
    }


def _rows(table: pd.DataFrame) -> list[list[float]]:
    rows: list[list[float]] = table.to_numpy().tolist()
    return rows


def _break_even(one: Threshold) -> dict[str, float | None]:
    return {
        "planned": one.quantity.planned,
        "break_even": one.value,
        "factor": one.factor,
        "margin_fraction": None if one.factor is None else one.factor - 1,
    }
