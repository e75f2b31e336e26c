"""The yearly table of the cash flow, each line as a formula of the named inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from mine_study.charts.words import cash_line
from mine_study.reports.workbook.live_column import LiveColumn
from project_finance.cash_flow import LINES_BEFORE_TAX
from project_finance.price_paths import dollar_level, output_fraction, price_level
from project_finance.renewals import foreign_replacement_costs, replacement_costs
from project_finance.summary import INVESTED, RUNNING
from project_finance.timeline.plant_years import later

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from numpy.typing import ArrayLike

    from mine_study.reports.workbook.open_book import Say
    from project_finance.project import Project

PART = "(plant_delay-delay_whole)"
BY_AGE = {
    "linear": "IF({age}>=1,MAX(0,1-degradation*({age}-1)),0)",
    "compound": "IF({age}>=1,(1-degradation)^({age}-1),0)",
}
"""Output of a plant in a year of its age, over that of its first."""
THERE = "IF({age}>=1,1,0)"
RENEWED = (
    "-capex_factor*(([renewed]-[renewed_foreign])*[price_level]+[renewed_foreign]*[dollar_level])"
)
LINES = {
    "capex": ("0", "-investment*capex_factor"),
    "vat": ("0", "-(vat_kept+vat_advanced)*capex_factor"),
    "vat_returned": (
        "IF([year]=vat_return_year,vat_advanced*capex_factor,0)",
        "IF([year]=vat_return_year,vat_advanced*capex_factor,0)",
    ),
    "efficiency_savings": ("saved_by_measures*tariff_factor*saving_factor*[tariff_level]", "0"),
    "pv_savings": ("energy_not_bought*tariff_factor*yield_factor*[tariff_level]*[output]", "0"),
    "export_income": ("export_income*tariff_factor*yield_factor*[tariff_level]*[output]", "0"),
    "om_cost": ("-upkeep*[price_level]*[there]", "0"),
    "replacement_cost": (
        RENEWED,
        "0",
    ),
    "salvage": (
        "IF([year]=MAX([year:]),salvage_value*capex_factor*[price_level],0)",
        "0",
    ),
    "dismantling": ("-IF([year]=MAX([year:]),dismantling_cost*[price_level],0)", "0"),
}
"""Formula of each line from year 1 on, and in year 0."""


def flow_columns(project: Project, country: str, say: Say) -> list[LiveColumn]:
    """Return the columns of the cash flow before any loan, the year first.

    Parameters
    ----------
    project
        What the cash flow is made of.
    country
        Whose taxes are named.
    say
        Writes a message in the reader's language.
    """
    yearly = project.flow.yearly
    return [
        LiveColumn(
            key="year",
            head=say(message("Year")),
            values=yearly.index.tolist(),
            formula="[year-]+1",
            kind="year",
        ),
        *_lines(project, country, say),
        *_totals(yearly, country, say, taxed=project.tax_rules is not None),
        *_paybacks(yearly, say),
        *_levelised(yearly, say),
        *_paths(project, say),
        *_tariff_factors(project, country, say),
    ]


def _paths(project: Project, say: Say) -> Iterator[LiveColumn]:
    years, delay = project.years, project.plant_delay_years
    by_age = output_fraction(project.degradation_fraction_per_year, project.degradation, years)
    grid = price_level("tariff_escalation_fraction", project.tariff_escalation_fraction, years)
    local = price_level("inflation_fraction", project.inflation_fraction, years)
    there, output = later(np.ones(years), delay), later(by_age, delay)
    paths = (
        ("tariff_level", message("tariff level"), grid, "(1+tariff_escalation)^([year]-1)"),
        ("price_level", message("price level"), local, "(1+inflation)^([year]-1)"),
        (
            "dollar_level",
            message("price of the dollar over that of year 1"),
            dollar_level(project),
            "(1+dollar_growth)^([year]-1)",
        ),
        ("there", message("plant there, part of the year"), there, _waited(THERE)),
        (
            "output",
            message("output of the plant over its first year's"),
            output,
            _waited(BY_AGE[project.degradation]),
        ),
    )
    for key, head, values, formula in paths:
        yield LiveColumn(
            key=key, head=say(head), values=_from_year_1(values), formula=formula, kind="factor"
        )
    renewed = replacement_costs(project.replacements, project.horizon_years, years)
    foreign = foreign_replacement_costs(project)
    heads = (
        ("renewed", message("bought again, in money of year 1"), renewed),
        ("renewed_foreign", message("of it priced in dollars, in money of year 1"), foreign),
    )
    for key, head, costs in heads:
        yield LiveColumn(key=key, head=say(head), values=_from_year_1(costs), formula=None)


def _waited(by_age: str) -> str:
    """Return what a plant does in a year: parts of two of its own years."""
    young, old = "([year]-delay_whole-1)", "([year]-delay_whole)"
    return f"(1-{PART})*{by_age.format(age=old)}+{PART}*{by_age.format(age=young)}"


def _tariff_factors(project: Project, country: str, say: Say) -> Iterator[LiveColumn]:
    """Yield what the tariff of a line does beside its rise, as values."""
    for name, factors in project.tariff_factors.items():
        head = message("tariff factor of the year: {line}", line=cash_line(name, country))
        values = _from_year_1(factors[: project.years])
        key = f"{name}_factor"
        yield LiveColumn(key=key, head=say(head), values=values, formula=None, kind="factor")


def _lines(project: Project, country: str, say: Say) -> Iterator[LiveColumn]:
    for name in LINES_BEFORE_TAX:
        head, values = say(cash_line(name, country)), project.flow.yearly[name].tolist()
        if name in LINES:
            formula, first = LINES[name]
            if name in project.tariff_factors:
                formula = f"{formula}*[{name}_factor]"
            yield LiveColumn(key=name, head=head, values=values, formula=formula, first=first)
        else:
            yield LiveColumn(key=name, head=head, values=values, formula=None)


def _totals(yearly: pd.DataFrame, country: str, say: Say, *, taxed: bool) -> Iterator[LiveColumn]:
    all_lines = "+".join(f"[{name}]" for name in LINES_BEFORE_TAX)
    tax = "[tax_without]-[tax_with]" if taxed else "0"
    discounted = "[net_after_tax]/(1+discount_rate)^[year]"
    totals = (
        ("net_before_tax", cash_line("net_before_tax", country), all_lines),
        ("tax_delta", cash_line("tax_delta", country), tax),
        ("net_after_tax", cash_line("net_after_tax", country), "[net_before_tax]+[tax_delta]"),
    )
    for key, head, formula in totals:
        first = "0" if key == "tax_delta" else formula
        yield LiveColumn(
            key=key, head=say(head), values=yearly[key].tolist(), formula=formula, first=first
        )
    sums = (
        (
            "cumulative_after_tax",
            cash_line("cumulative_after_tax", country),
            "[net_after_tax]",
        ),
        ("discounted_after_tax", message("net after tax, discounted"), None),
        (
            "cumulative_discounted_after_tax",
            message("running sum after tax, discounted"),
            "[discounted_after_tax]",
        ),
    )
    for key, head, summed in sums:
        yield LiveColumn(
            key=key,
            head=say(head),
            values=yearly[key].tolist(),
            formula=f"[{key}-]+{summed}" if summed else discounted,
            first=summed or discounted,
        )


def _paybacks(yearly: pd.DataFrame, say: Say) -> Iterator[LiveColumn]:
    """Yield, in the years in which a running sum comes back to zero, the moment it does."""
    pairs = (
        ("back", message("outlay back after"), "cumulative_after_tax", "net_after_tax"),
        (
            "back_discounted",
            message("outlay back after, discounted"),
            "cumulative_discounted_after_tax",
            "discounted_after_tax",
        ),
    )
    for key, head, total, flow in pairs:
        formula = f'IF(AND([{total}-]<0,[{total}]>=0),[year-]-[{total}-]/[{flow}],"")'
        yield LiveColumn(
            key=key,
            head=say(head),
            values=_returns(yearly[total].to_numpy(), yearly[flow].to_numpy()),
            formula=formula,
            first='""',
            kind="hundredth",
        )


def _returns(total: np.ndarray, flow: np.ndarray) -> list[float | str]:
    """Return the years after which a running sum comes back, where it does; else nothing."""
    comes = (total[:-1] < 0) & (total[1:] >= 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        years = np.arange(comes.size) - total[:-1] / flow[1:]
    back = [float(year) if now else "" for year, now in zip(years, comes, strict=True)]
    return ["", *back]


def _levelised(yearly: pd.DataFrame, say: Say) -> Iterator[LiveColumn]:
    spent = (*INVESTED, *RUNNING)
    total = "-(" + "+".join(f"[{name}]" for name in spent) + ")"
    yield LiveColumn(
        key="costs",
        head=say(message("paid on balance, before tax")),
        values=(-yearly[list(spent)].sum(axis=1)).tolist(),
        formula=total,
        first=total,
    )
    yield LiveColumn(
        key="energy",
        head=say(message("energy made or saved [kWh]")),
        values=yearly["energy_kwh"].tolist(),
        formula="saved_energy*saving_factor+plant_energy*yield_factor*[output]",
        kind="whole",
    )


def _from_year_1(values: ArrayLike) -> Sequence[float]:
    return [0.0, *np.asarray(values, dtype=float).tolist()]
