"""What a saved kWh costs, measure by measure, beside what a bought one costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.messages import Message, message
from mine_study.charts.style import (
    ACCENT,
    HATCH,
    INK,
    PALE,
    SOFT,
    legend_above,
    say_why_empty,
    write_numbers,
)
from mine_study.decisions import DO, KEEP, MEASURE_FIRST
from project_finance.loan import payment

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.study import StudyResult

HEIGHT_OF_PRICE = 2.0
"""Height of the axes over the dearest price of a kWh; dearer measures are cut off there."""
CLOSE_FRACTION = 0.02
"""Prices of sites that are no further apart are one line."""


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw a bar for each measure: as wide as its kWh, as high as the cost of one."""
    rows, prices = saved_kwh_costs(result), kwh_prices(result)
    if rows.empty:
        say_why_empty(axes, reader, message("No measure that saves energy was found"))
        return
    cheap = rows.loc[rows["cost_per_kwh"] < rows["price_per_kwh"], "saved_kwh"].sum()
    axes.set_title(reader.say(_finding(result, reader, float(cheap))), loc="left")
    top = HEIGHT_OF_PRICE * max(prices.max(), 1e-9)
    _draw_bars(axes, reader, rows, top)
    name = message("price of a kWh today")
    for number, price in enumerate(_told_apart(prices)):
        axes.axhline(
            price,
            color=INK,
            linewidth=1.1,
            linestyle="--",
            label="_" if number else reader.say(name),
        )
    axes.set_xlim(0, float(rows["saved_kwh"].sum()))
    axes.set_ylim(0, top)
    axes.set_xlabel(reader.say(message("saved energy [kWh a year], cheapest first")))
    currency = result.study.study.currency
    axes.set_ylabel(reader.say(message("cost [{currency} per kWh]", currency=currency)))
    axes.grid(axis="y")
    write_numbers(axes.xaxis, reader)
    write_numbers(axes.yaxis, reader, _decimals(top))
    legend_above(axes, 4)


def saved_kwh_costs(result: StudyResult) -> pd.DataFrame:
    """Return the offers that save energy, the cheapest saved kWh first.

    The cost of a saved kWh is real: the outlay as equal payments over the life of the measure at
    the study's rate less inflation, over the kWh of a year, so that it stands beside a price of
    today. Where one machine has several offers, each saves what the ones before it leave.

    Parameters
    ----------
    result
        The study.

    Returns
    -------
    DataFrame
        Indexed by tag: ``kind, equipment, decision, saved_kwh, cost_per_kwh, price_per_kwh``.
    """
    measures, money = result.audit.measures, result.study.finance
    rate = (1 + money.discount_rate) / (1 + money.inflation_fraction) - 1
    rows = measures[(measures["saved_kwh"] > 0) & measures["capex"].notna()]
    yearly = [
        payment(rate, max(round(life), 1), capex)
        for life, capex in zip(rows["life_years"], rows["capex"], strict=True)
    ]
    return (
        rows[["kind", "equipment", "decision", "saved_kwh"]]
        .assign(
            cost_per_kwh=np.array(yearly) / rows["saved_kwh"],
            price_per_kwh=rows["site"].map(kwh_prices(result)),
        )
        .sort_values("cost_per_kwh", kind="stable")
    )


def kwh_prices(result: StudyResult) -> pd.Series:
    """Return what a kWh costs at each site, as bought today."""
    tariffs = result.audit.tariffs
    return pd.Series({name: tariff.price_per_kwh for name, tariff in tariffs.items()}, dtype=float)


def _finding(result: StudyResult, reader: Reader, cheap_kwh: float) -> Message:
    """Return what could be saved and what the plan saves, after what its measures use more."""
    measures = result.audit.measures
    planned = measures.loc[measures["decision"] == DO, "saved_kwh"]
    more_kwh = -float(planned.clip(upper=0.0).sum())
    if round(more_kwh) < 1:
        return message(
            "{kwh} kWh a year can be saved for less than a bought kWh costs; {done} of them are "
            "in the plan",
            kwh=reader.number(cheap_kwh),
            done=reader.number(float(planned.sum())),
        )
    return message(
        "{kwh} kWh a year can be saved for less than a bought kWh costs; the plan saves {done}, "
        "after the {more} that measures without a saving take",
        kwh=reader.number(cheap_kwh),
        done=reader.number(float(planned.sum())),
        more=reader.number(more_kwh),
    )


def _told_apart(prices: pd.Series) -> list[float]:
    """Return the prices of the sites, those once that lie too close to be seen apart."""
    kept: list[float] = []
    for price in sorted(prices):
        if not kept or price > kept[-1] * (1 + CLOSE_FRACTION):
            kept.append(float(price))
    return kept


def _draw_bars(axes: Axes, reader: Reader, rows: pd.DataFrame, top: float) -> None:
    starts = (rows["saved_kwh"].cumsum() - rows["saved_kwh"]).to_numpy()
    looks = (
        (DO, message("in the plan"), {"color": ACCENT, "hatch": HATCH}),
        (MEASURE_FIRST, message("to be measured first"), {"color": SOFT}),
        (KEEP, message("kept for now"), {"color": PALE, "edgecolor": ACCENT}),
    )
    for decision, name, look in looks:
        mine = (rows["decision"] == decision).to_numpy()
        if mine.any():
            axes.bar(
                starts[mine],
                np.minimum(rows["cost_per_kwh"].to_numpy()[mine], top),
                width=rows["saved_kwh"].to_numpy()[mine],
                align="edge",
                linewidth=0.5,
                label=reader.say(name),
                **({"edgecolor": "white"} | look),
            )


def _decimals(top: float) -> int:
    return int(np.clip(2 - np.floor(np.log10(top)), 0, 3))
