"""Do it or keep it: each option of the audit valued, the best one of each machine chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from energy_audit.consumption import Consumption
    from energy_audit.measures import Measure


@dataclass(frozen=True, kw_only=True)
class Valuation:
    """How savings are counted when a motor is judged: nominal money, before tax."""

    price_per_kwh: pd.Series
    """Price of a kWh by site."""
    price_per_excess_kvarh: pd.Series
    """Price of a kvarh beyond the free share, by site."""
    price_per_moved_kwh: pd.Series
    """What a kWh is worth that moves into the hours of sun, by site."""
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
    place = options["tag"].map(site)
    capex = options["capex_usd"] * valuation.usd_rate * valuation.price_factor
    saved = (
        options["saved_kwh"] * place.map(valuation.price_per_kwh)
        + options["saved_excess_kvarh"] * place.map(valuation.price_per_excess_kvarh)
        + options["moved_kwh"] * place.map(valuation.price_per_moved_kwh)
    )
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


def decide(measure: Measure, valued: pd.DataFrame, mine: Consumption) -> pd.DataFrame:
    """Return one row for each machine or meter a measure looks at, and the reason.

    The offer of highest net present value is done when it is worth more than it costs, can be
    done now, and the facts it rests on were given; where they were assumed, they are to be
    measured first.

    Parameters
    ----------
    measure
        What is judged.
    valued
        Its offers with their money.
    mine
        The mine on which it is judged.

    Returns
    -------
    DataFrame
        Indexed by tag: ``kind, site, equipment``, the best offer (missing where there is none),
        ``decision`` (``do``, ``keep`` or ``measure_first``) and ``reason``.
    """
    tags = measure.judges(mine.machines)
    best = valued.sort_values("npv", ascending=False).drop_duplicates("tag")
    rows = best.set_index("tag").reindex(tags).rename_axis("tag")
    rows["kind"] = measure.kind
    if measure.scope == "site":
        rows["site"], rows["equipment"] = tags, ""
    else:
        rows[["site", "equipment"]] = mine.machines.loc[tags, ["site", "equipment"]]
    pays = (rows["npv"] > 0) & (rows["timing"] == "now")
    proven = rows["is_proven"] == True  # noqa: E712  missing is not proven
    rows["decision"] = np.select([pays & proven, pays], ["do", "measure_first"], "keep")
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
