"""Do it or keep it: each option of the audit valued, the best one of each machine chosen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from equipment_catalog.messages import Message, message

LEAST_SAVING_FRACTION, MOST_SAVING_FRACTION = 0.10, 0.30


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
    """Return one row a motor: its place, its best option, *do* or *keep* and the reason.

    A motor is replaced when the option of highest net present value is worth more than it
    costs. A motor without any better class is kept.

    Parameters
    ----------
    valued
        Options with their money.
    machines
        The inventory.
    """
    motors = machines.index[machines["kind"] == "motor"]
    best = valued.sort_values("npv", ascending=False).drop_duplicates("tag").set_index("tag")
    rows = best.reindex(motors)
    rows.index.name = "tag"
    rows[["site", "equipment"]] = machines.loc[motors, ["site", "equipment"]]
    rows["kind"] = rows["kind"].fillna("replace_motors")
    rows["decision"] = np.where(rows["npv"] > 0, "do", "keep")
    rows["reason"] = pd.Series([_reason(row) for _, row in rows.iterrows()], rows.index, object)
    return rows


def _reason(row: pd.Series) -> Message:
    if pd.isna(row["npv"]):
        return message("already as efficient as the best class on offer")
    variant, years = row["variant"], row["life_years"]
    if row["saved_kwh"] <= 0:
        return message(
            "{variant} runs faster: its pump or fan would draw more than the motor saves",
            variant=variant,
        )
    if row["decision"] == "do":
        return message(
            "{variant} saves {saved_kwh:,.0f} kWh a year and pays back in {payback:.1f} years",
            variant=variant,
            saved_kwh=row["saved_kwh"],
            payback=row["simple_payback_years"],
        )
    if row["simple_payback_years"] > years:
        return message(
            "{variant} would pay back in {payback:.1f} years, longer than its life of {years:.0f}",
            variant=variant,
            payback=row["simple_payback_years"],
            years=years,
        )
    return message(
        "{variant} would pay back in {payback:.1f} years: worth less than it costs when discounted",
        variant=variant,
        payback=row["simple_payback_years"],
    )
