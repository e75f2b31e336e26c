"""Tables of what the plan is worth at other prices, and where it is worth just nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.charts.risk_words import moved_thing
from mine_study.charts.style import scale_of_money
from mine_study.reports.table import Table, numbers, words
from mine_study.risk import FACTORS, Risk
from mine_study.risk_quantities import quantities

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from mine_study.reports.figures import Figures
    from mine_study.risk_quantities import Quantity


def break_even_table(risk: Risk, write: Figures) -> Table:
    """Return at which value of each thing alone the plan is worth nothing."""
    say = write.say
    return Table(
        caption=say(
            message("Where the plan is worth just nothing: one thing moved, all else as planned")
        ),
        columns=(
            *words(say(message("What is moved")), say(message("Unit"))),
            *numbers(
                say(message("As planned")),
                say(message("Worth nothing at")),
                say(message("Change")),
            ),
        ),
        rows=tuple(
            (
                say(moved_thing(one.quantity.key)),
                say(one.quantity.unit),
                one.quantity.text(one.quantity.planned, write.reader),
                _value(one.quantity, one.value, write),
                _change(one.factor, write),
            )
            for one in risk.thresholds
        ),
        from_mine=True,
    )


def npv_table(risk: Risk, write: Figures) -> Table:
    """Return the net present value by price of energy and outlay."""
    table = risk.two_way.npv_after_tax
    divisor, unit = scale_of_money(float(table.abs().to_numpy().max()), write.currency)
    caption = message(
        "Net present value after tax [{unit}] by price of energy and outlay", unit=unit
    )
    decimals = 0 if divisor == 1 else 1
    return _two_way(
        risk, table / divisor, caption, write, lambda value: write.number(value, decimals)
    )


def payback_table(risk: Risk, write: Figures) -> Table:
    """Return the simple payback by price of energy and outlay."""
    table = risk.two_way.simple_payback_after_tax_years
    caption = message("Simple payback after tax [years] by price of energy and outlay")

    def text(value: float) -> str:
        return write.years(None if value == float("inf") else value)

    return _two_way(risk, table, caption, write, text)


def _two_way(
    risk: Risk,
    table: pd.DataFrame,
    caption: Message,
    write: Figures,
    text: Callable[[float], str],
) -> Table:
    """Return a table with a row for each price of energy and a column for each outlay."""
    say, known = write.say, quantities(risk)
    outlay = known["capex"].planned
    heads = (
        say(
            message(
                "outlay {amount} ({change})",
                amount=write.rounded(outlay * factor),
                change=_change(factor, write),
            )
        )
        for factor in FACTORS
    )
    price = known["tariff"]

    def label(factor: float) -> str:
        value = price.text(price.moved(factor), write.reader)
        return f"{value} {say(price.unit)} ({_change(factor, write)})"

    return Table(
        caption=say(caption),
        columns=(*words(say(message("Mean price of energy"))), *numbers(*heads)),
        rows=tuple(
            (label(factor), *(text(value) for value in row))
            for factor, row in zip(FACTORS, table.to_numpy().tolist(), strict=True)
        ),
        from_mine=True,
    )


def _value(quantity: Quantity, value: float | None, write: Figures) -> str:
    return (
        write.say(message("no value brings it to zero"))
        if value is None
        else quantity.text(value, write.reader)
    )


def _change(factor: float | None, write: Figures) -> str:
    """Return a factor as more or less than planned, with its sign."""
    if factor is None:
        return write.number(None)
    if factor == 1:
        return write.say(message("as planned"))
    return f"{'+' if factor > 1 else ''}{write.percent(factor - 1)}"
