"""Do it or keep it: each option of the audit valued, the best one of each machine chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from energy_audit.measures import MEASURES, Measure
from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping


@dataclass(frozen=True, kw_only=True)
class Valuation:
    """How savings are counted when a motor is judged: nominal money, before tax."""

    price_per_kwh: pd.Series
    """Price of a kWh by site."""
    usd_rate: float
    price_factor: float
    """Multiplies catalogue prices."""
    discount_rate: float
    escalation_fraction: float
    """Yearly rise of the price of energy."""


def value_options(options: pd.DataFrame, site: pd.Series, valuation: Valuation) -> pd.DataFrame:
    """Return the options with their money: first-year saving, net present value, payback.

    Parameters
    ----------
    options
        Options of the audit.
    site
        Site of each machine by tag.
    valuation
        Prices and rates.

    Returns
    -------
    DataFrame
        The options with ``capex, saved_money_per_year, simple_payback_years`` (missing where it
        never pays back) and ``npv``.

    Notes
    -----
    ``npv = -capex + s sum_{t=1..life} (1+g)^(t-1) / (1+r)^t`` with first-year saving ``s``,
    escalation ``g`` and discount rate ``r``.
    """
    price = options["tag"].map(site).map(valuation.price_per_kwh)
    capex = options["capex_usd"] * valuation.usd_rate * valuation.price_factor
    saved = options["saved_kwh"] * price
    life = options["life_years"]
    ratio = (1 + valuation.escalation_fraction) / (1 + valuation.discount_rate)
    worth = life if ratio == 1 else (1 - ratio**life) / (1 - ratio)
    npv = -capex + saved * worth * ratio / (1 + valuation.escalation_fraction)
    return options.assign(
        capex=capex,
        saved_money_per_year=saved,
        simple_payback_years=(capex / saved).where(saved > 0),
        npv=npv,
    )


def decide(valued: pd.DataFrame, machines: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each measure and machine it looks at: *do* or *keep*, and the reason.

    The option of highest net present value is done when it is worth more than it costs.

    Parameters
    ----------
    valued
        Options of all measures with their money.
    machines
        The inventory.

    Returns
    -------
    DataFrame
        Indexed by tag: ``kind, site, equipment``, the best option (missing where there is none),
        ``decision`` and ``reason``.
    """
    best = valued.sort_values("npv", ascending=False).drop_duplicates(["kind", "tag"])
    decided = [_decided(measure, best, machines) for measure in MEASURES.values()]
    return pd.concat(decided) if decided else best.set_index("tag")


def _decided(measure: Measure, best: pd.DataFrame, machines: pd.DataFrame) -> pd.DataFrame:
    tags = measure.judges(machines)
    rows = best[best["kind"] == measure.kind].set_index("tag").reindex(tags)
    rows.index.name = "tag"
    rows["kind"] = measure.kind
    rows[["site", "equipment"]] = machines.loc[tags, ["site", "equipment"]]
    rows["decision"] = np.where(rows["npv"] > 0, "do", "keep")
    reasons = [_reason(measure, row) for row in rows.to_dict("records")]
    return rows.assign(reason=pd.Series(reasons, rows.index, object))


def _reason(measure: Measure, row: Mapping[Hashable, Any]) -> Message:
    if pd.isna(row["npv"]):
        return measure.without_option
    words = {"variant": row["variant"], "payback": row["simple_payback_years"]}
    if row["saved_kwh"] <= 0:
        return Message(measure.without_saving.template, words)
    if row["decision"] == "do":
        return message(
            "{variant} saves {saved_kwh:,.0f} kWh a year and pays back in {payback:.1f} years",
            saved_kwh=row["saved_kwh"],
            **words,
        )
    if row["simple_payback_years"] > row["life_years"]:
        return message(
            "{variant} would pay back in {payback:.1f} years, longer than its life of {years:.0f}",
            years=row["life_years"],
            **words,
        )
    return message(
        "{variant} would pay back in {payback:.1f} years: worth less than it costs when discounted",
        **words,
    )
