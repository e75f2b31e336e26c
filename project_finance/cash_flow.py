"""The project's cash flow by year, line by line, in nominal money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount, checked_rate
from project_finance.cash_flow_notes import cash_flow_notes
from project_finance.price_paths import output_fraction, price_level, tariff_levels
from project_finance.project_tax import project_tax
from project_finance.renewals import renewal_costs
from project_finance.timeline.months import MONTHS, year_of_month
from project_finance.timeline.plant_years import checked_delay, later
from project_finance.whole_numbers import checked_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from equipment_catalog.notes import Note
    from project_finance.project import Project
    from project_finance.tax import TaxFlow

    Lines = dict[str, NDArray[np.float64]]

LINES_BEFORE_TAX = (
    "capex",
    "vat",
    "grants",
    "vat_returned",
    "efficiency_savings",
    "pv_savings",
    "export_income",
    "om_cost",
    "replacement_cost",
    "salvage",
    "dismantling",
)
"""Lines that add up to ``net_before_tax``; with ``tax_delta`` to ``net_after_tax``."""
OUTLAY_LINES = ("capex", "vat", "grants", "vat_returned")
"""Those of them that are no income and no expense of the tax: the outlay and who pays it."""
ONE_OFF_LINES = ("grants", "vat_returned", "salvage")
"""Those that come once and that running the project does not earn: no cash for debt service."""
TAXED_LINES = tuple(name for name in LINES_BEFORE_TAX if name not in OUTLAY_LINES)
"""Those that are."""


@dataclass(frozen=True, kw_only=True)
class CashFlow:
    """A project's cash, year 0 to the horizon, before any loan."""

    yearly: pd.DataFrame
    """Index ``year``; the lines, ``tax_delta``, ``net_before_tax``, ``net_after_tax``, their
    cumulative sums and the discounted flow after tax, in positive and out negative (so
    ``tax_delta`` is positive where the project lowers the tax) [nominal money]; ``energy_kwh``
    produced or saved [kWh]."""
    discount_rate: float
    """Nominal discount rate [fraction per year]."""
    commissioned_after_years: float
    """From the spending to the plant's first day of operation [years]."""
    tax: TaxFlow | None
    """The assessment behind ``tax_delta``; None where no tax was reckoned."""
    notes: tuple[Note, ...]
    """Conventions and warnings."""
    bill_without: pd.Series[float] | None = None
    """What energy costs without the project, by year, 0 in year 0 [nominal money]; None where
    nobody knows."""


def project_cash_flow(project: Project) -> CashFlow:
    """Return the cash flow of a project that is paid in year 0 and works from then on.

    Nominal money throughout. In year t savings have grown by (1 + tariff escalation)^(t-1), costs
    by (1 + inflation)^(t-1). What the plant gives has fallen by (t-1) x degradation of its first
    output (linear), or to (1 - degradation)^(t-1) of it (compound); savings of efficiency do not
    fall. Where the tariff has factors of its own by year, a line is multiplied by those too.
    Export is taken to fall in the same measure as self-use; in truth it falls a little more.
    A plant that waits for its permits begins later and is as much younger in each year; whatever
    it does in a year is the part of the year that it is there. Salvage and dismantling, grown
    with inflation, fall in the last year.

    Parameters
    ----------
    project
        Its amounts, rates and tax rules.

    Raises
    ------
    InputError
        If an amount is missing or out of its range, a replacement lies outside the horizon, a
        grant or returned tax beyond the last year, or tax rules come without the other taxable
        income.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> flow = project_cash_flow(Project(capex=100.0, pv_savings_year1=60.0, discount_rate=0.10,
    ...     tariff_escalation_fraction=0.05, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=2))
    >>> flow.yearly["net_after_tax"].to_list()
    [-100.0, 60.0, 63.0]
    """
    running, energy_kwh = _running_lines(project), _energy_kwh(project)
    tax = project_tax(project, _summed(running, TAXED_LINES))
    rate = checked_rate("discount_rate", project.discount_rate)
    lines = _from_year_0(running, project, tax) | {"energy_kwh": np.append(0.0, energy_kwh)}
    years = pd.RangeIndex(project.years + 1, name="year")
    return CashFlow(
        yearly=pd.DataFrame(lines | _totals(lines, rate), index=years),
        discount_rate=rate,
        commissioned_after_years=project.plant_delay_years,
        tax=tax,
        notes=cash_flow_notes(project, tax=tax),
        bill_without=_bill_without(project, years),
    )


def _bill_without(project: Project, years: pd.Index[int]) -> pd.Series[float] | None:
    """Return what is paid for energy where nothing is done."""
    if project.energy_bill_year1 is None:
        return None
    bill = checked_amount("energy_bill_year1", project.energy_bill_year1)
    paid = bill * tariff_levels(project)["efficiency_savings"]
    return pd.Series([0.0, *paid], index=years)


def _running_lines(project: Project) -> Lines:
    """Return the taxed lines of years 1 to the last."""
    years, tariff = project.years, tariff_levels(project)
    prices = price_level("inflation_fraction", project.inflation_fraction, years)
    output, there = _output(project), later(np.ones(years), project.plant_delay_years)
    gains = {
        "efficiency_savings": (project.efficiency_savings_year1, np.ones(years)),
        "pv_savings": (project.pv_savings_year1, output),
        "export_income": (project.export_income_year1, output),
    }
    upkeep = checked_amount("om_per_year", project.om_per_year, least=0.0)
    end = np.where(np.arange(years) == years - 1, prices, 0.0)
    return {
        name: checked_amount(f"{name}_year1", amount) * (tariff[name] * path)
        for name, (amount, path) in gains.items()
    } | {
        "om_cost": -upkeep * prices * there,
        "replacement_cost": -renewal_costs(project).total,
        "salvage": checked_amount("salvage", project.salvage, least=0.0) * end,
        "dismantling": -checked_amount("dismantling", project.dismantling, least=0.0) * end,
    }


def _output(project: Project) -> NDArray[np.float64]:
    """Return what the plant gives in years 1 to the last, over a whole first year."""
    by_age = output_fraction(
        project.degradation_fraction_per_year, project.degradation, project.years
    )
    return later(by_age, checked_delay(project.plant_delay_years))


def _energy_kwh(project: Project) -> NDArray[np.float64]:
    """Return what is produced and saved in years 1 to the last [kWh]."""
    saved = checked_amount("saved_kwh_year1", project.saved_kwh_year1, least=0.0)
    produced = checked_amount("pv_kwh_year1", project.pv_kwh_year1, least=0.0)
    return saved + produced * _output(project)


def _from_year_0(running: Lines, project: Project, tax: TaxFlow | None) -> Lines:
    """Return every line of money from year 0 on, in the order of a statement."""
    moved = np.zeros(project.years) if tax is None else -tax.yearly["tax_delta"].to_numpy()
    later_lines = running | {"tax_delta": moved}
    lines = _outlay(project) | {name: np.append(0.0, line) for name, line in later_lines.items()}
    return {name: lines[name] + 0.0 for name in (*LINES_BEFORE_TAX, "tax_delta")}


def _outlay(project: Project) -> Lines:
    """Return the outlay and who pays it, from year 0 on."""
    advanced = checked_amount("vat_recovered", project.vat_recovered, least=0.0)
    kept = checked_amount("vat_paid", project.vat_paid, least=0.0)
    received: list[tuple[str, int, float]] = [
        ("capex", 0, -checked_amount("capex", project.capex, least=0.0)),
        ("vat", 0, -kept - advanced),
        ("vat_returned", project.vat_return_months, advanced),
        *(("grants", grant.month, grant.amount) for grant in project.grants),
    ]
    outlay = {name: np.zeros(project.years + 1) for name in OUTLAY_LINES}
    for name, month, amount in received:
        outlay[name][_year_of(name, month, amount, project.years)] += amount
    return outlay


def _year_of(name: str, month: int, amount: float, years: int) -> int:
    """Return the year in which something is paid, which must lie in the flow."""
    year = year_of_month(checked_whole(f"{name}.month", month, least=0))
    if amount and year > years:
        allowed = message("at most {months}, the last month", months=MONTHS * years)
        raise InputError.of(f"{name}.month", month, allowed=allowed)
    return min(year, years)


def _totals(lines: Lines, discount_rate: float) -> Lines:
    """Return the nets of a statement and their running totals."""
    before = _summed(lines, (*TAXED_LINES, *OUTLAY_LINES))
    after = before + lines["tax_delta"]
    discounted = after * (1 + discount_rate) ** -np.arange(float(after.size))
    return {
        "net_before_tax": before,
        "net_after_tax": after,
        "cumulative_before_tax": before.cumsum(),
        "cumulative_after_tax": after.cumsum(),
        "discounted_after_tax": discounted,
        "cumulative_discounted_after_tax": discounted.cumsum(),
    }


def _summed(lines: Lines, names: Sequence[str]) -> NDArray[np.float64]:
    """Return the sum of some lines, year by year."""
    summed: NDArray[np.float64] = np.sum([lines[name] for name in names], axis=0)
    return summed
