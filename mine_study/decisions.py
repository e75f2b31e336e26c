"""Do it or keep it: each option of the audit valued, the best one of each machine chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from energy_audit.measures import MEASURES
from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from energy_audit.consumption import Consumption
    from energy_audit.measures import Measure


DO, KEEP, MEASURE_FIRST = "do", "keep", "measure_first"


@dataclass(frozen=True, kw_only=True)
class Valuation:
    """How savings are counted when a motor is judged: nominal money, before tax."""

    price_per_kwh: pd.Series
    """Price of a kWh by site."""
    price_per_excess_kvarh: pd.Series
    """Price of a kvarh beyond the free share, by site."""
    is_reactive_charged: pd.Series
    """Whether the site is known to pay it."""
    price_per_moved_kwh: pd.Series
    """What a kWh is worth that moves into the hours of sun, by site."""
    usd_rate: float
    discount_rate: float
    escalation_fraction: float
    """Yearly rise of the price of energy."""
    most_years: int | None = None
    """After which the mine closes and nothing saves any more; None where it works on."""


def value_options(
    options: pd.DataFrame, site: pd.Series | Mapping[Any, str], valuation: Valuation
) -> pd.DataFrame:
    """Return the options with their money: first-year saving, net present value, payback.

    Parameters
    ----------
    options
        Options of the audit; ``saved_anyway_kwh``, where there is one, is what the usual
        replacement would save without them.
    site
        Site of each machine by tag, and of each meter by its own name.
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
    here, sites = pd.factorize(options["tag"].map(site))
    capex = options["capex_usd"] * valuation.usd_rate
    price, moved_price, reactive_price, charged = (
        of_site.reindex(sites).to_numpy()[here]
        for of_site in (
            valuation.price_per_kwh,
            valuation.price_per_moved_kwh,
            valuation.price_per_excess_kvarh,
            valuation.is_reactive_charged,
        )
    )
    of_reactive = options["saved_excess_kvarh"] * reactive_price
    anyway = options.get("saved_anyway_kwh", pd.Series(0.0, options.index)).fillna(0.0)
    saved = (
        (options["saved_kwh"] - anyway) * price + of_reactive + options["moved_kwh"] * moved_price
    )
    life = options["life_years"].clip(upper=valuation.most_years)
    ratio = (1 + valuation.escalation_fraction) / (1 + valuation.discount_rate)
    worth = life if ratio == 1 else (1 - ratio**life) / (1 - ratio)
    npv = -capex + saved * worth * ratio / (1 + valuation.escalation_fraction)
    return options.assign(
        is_proven=options["is_proven"].astype(bool) & (charged.astype(bool) | (of_reactive <= 0)),
        capex=capex,
        saved_money_per_year=saved,
        simple_payback_years=(capex / saved).where(saved > 0),
        npv=npv,
    )


def decide(measure: Measure, valued: pd.DataFrame, mine: Consumption) -> pd.DataFrame:
    """Return one row for each machine or meter a measure looks at.

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
        ``decision`` (``do``, ``keep`` or ``measure_first``).
    """
    tags = measure.judges(mine.machines)
    rows = _best(valued).reindex(tags).rename_axis("tag")
    rows["kind"] = measure.kind
    if measure.scope == "site":
        rows["site"], rows["equipment"] = tags, ""
    else:
        rows[["site", "equipment"]] = mine.machines.loc[tags, ["site", "equipment"]]
    pays, proven = _pays_now(rows), rows["is_proven"].fillna(value=False).astype(bool)
    return rows.assign(decision=np.select([pays & proven, pays], [DO, MEASURE_FIRST], KEEP))


def reasons(measures: pd.DataFrame) -> pd.Series:
    """Return why each row of judged measures is done, kept or measured first."""
    read = [name for name in REASON_COLUMNS if name in measures]
    said = [_reason(MEASURES[str(row["kind"])], row) for row in measures[read].to_dict("records")]
    return pd.Series(said, measures.index, object)


def _best(valued: pd.DataFrame) -> pd.DataFrame:
    """Return the best offer of each tag: what pays now goes before what pays later."""
    order = np.lexsort((-valued["npv"].to_numpy(float), ~_pays_now(valued).to_numpy()))
    tags = valued["tag"].to_numpy()[order]
    best: pd.DataFrame = valued.iloc[order[~pd.Index(tags).duplicated()]].set_index("tag")
    return best


def _pays_now(rows: pd.DataFrame) -> pd.Series:
    return (rows["npv"] > 0) & (rows["timing"] == "now")


REASON_COLUMNS = (
    "kind",
    "variant",
    "variant_name",
    "timing",
    "decision",
    "npv",
    "saved_kwh",
    "saved_money_per_year",
    "simple_payback_years",
    "life_years",
)


LATER = {
    "at_failure": message(
        "keep it until it fails; then {variant} costs little more and pays it back in "
        "{payback:.1f} years"
    ),
    "next_rewind": message(
        "keep it until it needs a rewind; {variant} instead pays back in {payback:.1f} years"
    ),
}


def _reason(measure: Measure, row: Mapping[Hashable, Any]) -> Message:
    if pd.isna(row["npv"]):
        return measure.without_option
    words = {"variant": offer_name(row), "payback": row["simple_payback_years"]}
    if row["saved_money_per_year"] <= 0:
        return Message(measure.without_saving.template, words)
    if row["decision"] == DO:
        return _why_done(measure, row, words)
    if row["decision"] == MEASURE_FIRST:
        return message(
            "{variant} would pay back in {payback:.1f} years if what is assumed holds; measure "
            "first: {what}",
            what=measure.to_measure,
            **words,
        )
    if row["npv"] > 0:
        return Message(LATER[row["timing"]].template, words)
    return _why_kept(row, words)


def with_caution(said: Message, kind: str) -> Message:
    """Return what is bought, with what must be seen to before it is used."""
    caution = MEASURES[kind].caution
    return said if caution is None else message("{done}; {caution}", done=said, caution=caution)


def _why_done(measure: Measure, row: Mapping[Hashable, Any], words: Mapping[str, Any]) -> Message:
    done = message("{variant} saves money, not energy; pays back in {payback:.1f} years", **words)
    if row["saved_kwh"] > 0:
        done = message(
            "{variant} saves {saved_kwh:,.0f} kWh a year and pays back in {payback:.1f} years",
            saved_kwh=row["saved_kwh"],
            **words,
        )
    return with_caution(done, measure.kind)


def _why_kept(row: Mapping[Hashable, Any], words: Mapping[str, Any]) -> Message:
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


def offer_name(row: Mapping[Hashable, Any]) -> Message:
    """Return an offer as a reader sees it, its code where it has no name."""
    name = row.get("variant_name")
    if isinstance(name, Message):
        return name
    return message("{variant}", variant=row["variant"])
