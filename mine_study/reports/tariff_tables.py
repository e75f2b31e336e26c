"""Tables of the tariff: the price of a kWh by component, and another contribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.contribution_case import contribution_case
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult
    from project_finance.tariffs import Tariff

PARTS = {
    "generation": message("generation (G)"),
    "transmission": message("transmission (T)"),
    "distribution": message("distribution (D)"),
    "commercialisation": message("commercialisation (Cv)"),
    "restrictions": message("restrictions (R)"),
    "losses": message("losses (PR)"),
    "undivided": message("price that is not divided"),
}


def tariff_tables(result: StudyResult, write: Figures) -> dict[str, Table]:
    """Return the tables by their names in the template.

    Parameters
    ----------
    result
        The study.
    write
        Language and currency.
    """
    tables = {
        "tariff": price_table(result, write),
        "tariff_beside": beside_table(result, write),
        "contribution": contribution_table(result, write),
    }
    return {name: table for name, table in tables.items() if table is not None}


def price_table(result: StudyResult, write: Figures) -> Table:
    """Return what a kWh is made of at each site; a component nobody has is left out.

    Parameters
    ----------
    result
        The study.
    write
        Language and currency.
    """
    say = write.say
    tariffs: dict[str, Tariff] = dict(result.audit.tariffs)
    used = [name for name in PARTS if any(getattr(t, name) for t in tariffs.values())]
    rows: list[tuple[str, ...]] = [
        (say(PARTS[name]), *(write.unit_number(getattr(t, name)) for t in tariffs.values()))
        for name in used
    ]
    surcharges = {name: t.price_per_kwh - t.unit_cost_per_kwh for name, t in tariffs.items()}
    if any(surcharges.values()):
        cells = (write.unit_number(surcharge) for surcharge in surcharges.values())
        rows.append((say(message("contribution")), *cells))
    if any(t.valid_from for t in tariffs.values()):
        shown = ((t.name, t.valid_from) if t.valid_from else None for t in tariffs.values())
        sheets = [f"{pair[0]} ({pair[1]})" if pair else write.number(None) for pair in shown]
        rows.insert(0, (say(message("sheet of the shares (month)")), *sheets))
    return Table(
        caption=say(message("Price of a kWh [{currency}/kWh]", currency=write.currency)),
        columns=(*words(say(message("Component"))), *numbers(*tariffs)),
        rows=tuple(rows),
        total=(
            say(message("Price of a kWh")),
            *(write.unit_number(t.price_per_kwh) for t in tariffs.values()),
        ),
        from_mine=True,
    )


def beside_table(result: StudyResult, write: Figures) -> Table | None:
    """Return what only some tariffs have: hours, a fixed charge, another price with the plant.

    Parameters
    ----------
    result
        The study.
    write
        Language and currency.
    """
    say = write.say
    tariffs: dict[str, Tariff] = dict(result.audit.tariffs)
    rows: list[tuple[str, ...]] = []
    if any(t.price_factor_by_hour is not None for t in tariffs.values()):
        for named, most in ((message("cheapest hour"), False), (message("dearest hour"), True)):
            cells = (write.unit_number(_of_hours(t, most=most)) for t in tariffs.values())
            rows.append((say(named), *cells))
    if any(t.behind_plant for t in tariffs.values()):
        cells = (write.unit_number(t.with_plant.price_per_kwh) for t in tariffs.values())
        rows.append((say(message("price once the plant runs")), *cells))
    if any(t.fixed_per_month for t in tariffs.values()):
        named = message("fixed charge of a month [{currency}]", currency=write.currency)
        rows.append((say(named), *(write.number(t.fixed_per_month) for t in tariffs.values())))
    if not rows:
        return None
    caption = message(
        "Beside the price of a kWh [{currency}/kWh where nothing else is said]",
        currency=write.currency,
    )
    return Table(
        caption=say(caption),
        columns=(*words(say(message("Part"))), *numbers(*tariffs)),
        rows=tuple(rows),
        from_mine=True,
    )


def _of_hours(tariff: Tariff, *, most: bool) -> float:
    by_hour = tariff.price_factor_by_hour
    if by_hour is None:
        return tariff.price_per_kwh
    return tariff.price_per_kwh * float(by_hour.max() if most else by_hour.min())


def contribution_table(result: StudyResult, write: Figures) -> Table | None:
    """Return the plan beside itself under another contribution; None where nothing would move.

    Parameters
    ----------
    result
        The study.
    write
        Language and currency.
    """
    case = contribution_case(result)
    if case is None:
        return None
    say, figures = write.say, result.money.whole.figures
    other: Message = message(
        "contribution of {share} from {year} on",
        share=write.percent(case.fraction),
        year=str(case.from_year),
    )
    return Table(
        caption=say(message("The whole plan if the contribution on consumption began")),
        columns=(
            *words(say(message("Case"))),
            *numbers(
                say(message("Net present value after tax [{currency}]", currency=write.currency)),
                say(message("Payback from spending, after tax [years]")),
            ),
        ),
        rows=(
            (
                say(message("as the plan counts")),
                write.number(figures.npv),
                write.years(figures.simple_payback_years),
            ),
            (
                say(other),
                write.number(case.npv),
                write.years(case.simple_payback_years),
            ),
        ),
        from_mine=True,
    )
