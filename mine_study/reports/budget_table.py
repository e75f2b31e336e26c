"""The budget line by line: what, how many, at which price, from whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import citation
from mine_study.charts.words import vat_name
from mine_study.decisions import offer_name
from mine_study.plant_costs import plant_costs
from mine_study.reports.kept import kept_of_last
from mine_study.reports.table import Table, numbers, words
from mine_study.study_defaults import study_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.reports.figures import Figures
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult

TOLERANCE = 1e-6
"""Of an amount: below it a line is nothing."""


@dataclass(frozen=True, kw_only=True)
class BudgetLine:
    """One line of the budget."""

    what: Message | str
    quantity: float
    unit: Message
    amount: float
    """All of it [money]."""
    source: Message | str
    """Whose price it is."""


@kept_of_last
def budget_lines(result: StudyResult) -> tuple[BudgetLine, ...]:
    """Return every line of the outlay; together they are the outlay of the plan.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    lines = [*_plants(result), *_taxes(result), *_measures(result)]
    return tuple(line for line in lines if abs(line.amount) > TOLERANCE)


def budget_table(result: StudyResult, write: Figures) -> Table:
    """Return the lines of the outlay with their sum."""
    say, rate, lines = write.say, result.study.prices.usd_rate, budget_lines(result)
    return Table(
        caption=say(
            message(
                "Budget by item, at {rate} {currency} per USD",
                rate=write.number(rate, 0 if rate == int(rate) else 2),
                currency=write.currency,
            )
        ),
        columns=(
            *words(say(message("Item"))),
            *numbers(say(message("Quantity"))),
            *words(say(message("Unit"))),
            *numbers(
                say(message("Unit price [{currency}]", currency=write.currency)),
                say(message("Sum [{currency}]", currency=write.currency)),
                say(message("Sum [USD]")),
            ),
            *words(say(message("Source of the price"))),
        ),
        rows=tuple(
            (
                say(line.what),
                write.number(line.quantity, 0 if line.quantity == int(line.quantity) else 1),
                say(line.unit),
                write.number(line.amount / line.quantity),
                write.number(line.amount),
                write.number(line.amount / rate),
                say(line.source),
            )
            for line in lines
        ),
        total=_outlay_cells(sum(line.amount for line in lines), rate, write),
        from_mine=True,
        is_wide=True,
        cell_origins={(len(lines), 4): "finance.whole.capex"},
    )


def _outlay_cells(outlay: float, usd_rate: float, write: Figures) -> tuple[str, ...]:
    return (
        write.say(message("Outlay of the plan")),
        *("",) * 3,
        write.number(outlay),
        write.number(outlay / usd_rate),
        write.say(message("no contingency is in it")),
    )


def _measures(result: StudyResult) -> Iterator[BudgetLine]:
    count = result.audit.before.machines["quantity"]
    dearest_first = result.audit.done.sort_values("capex", ascending=False).reset_index()
    for row in dearest_first.to_dict("records"):
        yield BudgetLine(
            what=message(
                "{where}: {variant}",
                where=f"{row['tag']} {row['equipment']}".strip(),
                variant=offer_name(row),
            ),
            quantity=float(count.get(row["tag"], 1)) or 1.0,
            unit=message("pieces"),
            amount=float(row["capex"]),
            source=row["price_source"],
        )


def _plants(result: StudyResult) -> Iterator[BudgetLine]:
    for design in result.sites:
        if design.plant is not None:
            yield from _plant(result, design)
        if design.storage is not None:
            yield BudgetLine(
                what=message("{site}: battery with its converter", site=design.name),
                quantity=1.0,
                unit=message("set"),
                amount=design.storage.capital,
                source=_source(result, "storage.usd_per_kwh"),
            )


def _plant(result: StudyResult, design: SiteDesign) -> Iterator[BudgetLine]:
    plant, costs = design.plant, plant_costs(result.study)
    if plant is None:
        return
    price = _source(result, "prices.pv_usd_per_kw")
    for what, quantity, unit, each, source in (
        (
            message("{site}: modules, structure, cables and works", site=design.name),
            plant.dc_kw,
            message("kWp"),
            costs.capital_per_dc_kw,
            price,
        ),
        (
            message("{site}: inverters, by their power", site=design.name),
            plant.ac_kw,
            message("kW AC"),
            costs.capital_per_ac_kw,
            price,
        ),
        (
            message("{site}: mounting and connection of each inverter", site=design.name),
            float(plant.inverters),
            message("pieces"),
            costs.capital_per_inverter,
            _source(result, "prices.pv_usd_per_inverter"),
        ),
    ):
        yield BudgetLine(
            what=what, quantity=quantity, unit=unit, amount=each * quantity, source=source
        )


def _taxes(result: StudyResult) -> Iterator[BudgetLine]:
    """Yield the value-added tax that is paid, and what of it comes back."""
    yearly, country = result.money.whole.flow.yearly, result.study.study.country
    tax = vat_name(country)
    for what, line in (
        (message("{tax}, paid", tax=tax), "vat"),
        (message("{tax}, given back later", tax=tax), "vat_returned"),
    ):
        yield BudgetLine(
            what=what,
            quantity=1.0,
            unit=message("sum"),
            amount=-float(yearly[line].sum()),
            source=message("tax rules of the study"),
        )


def _source(result: StudyResult, key: str) -> Message:
    """Return where the price of a key comes from: the study, or its default with its year."""
    if any(given == key or given.endswith(f".{key}") for given in result.origins):
        return message("{key} of the study", key=key)
    row = study_keys().set_index("key").loc[key]
    return message(
        "model price: {source}",
        source=citation(str(row["source"]), int(str(row["year"])), str(row["trust"])),
    )
