"""Notes on the money: budget, renewals, what exports earn, what is left out."""

from __future__ import annotations

from math import isclose
from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from mine_study.debt_study import own_money
from mine_study.headline import yield_sigma_fraction
from mine_study.incentive_harm import incentive_harm
from mine_study.money import pays_vat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from equipment_catalog.messages import Message
    from mine_study.case import Case
    from mine_study.incentive_harm import IncentiveHarm
    from mine_study.money import Money
    from mine_study.site_bills import SiteBills
    from mine_study.site_design import SiteDesign
    from project_finance.debt.plan import DebtPlan

STUDY_FACTS = ("mine_study", "data/study_facts.csv")


def money_notes(
    case: Case,
    designs: Sequence[SiteDesign],
    bills: Mapping[str, SiteBills],
    money: Money,
    loan: DebtPlan | None = None,
) -> Iterator[Note]:
    """Yield what was assumed of the money, and what a lender must mind."""
    yield from _budget(case, money, loan)
    yield from _unpaid_exports(designs, bills)
    yield from _renewals(case, money)
    yield from _ranges(designs)
    yield from _payback(money)
    yield from _contribution(case)
    yield from _unused_losses(case, money)
    if case.study.finance.vat == "excluded" and pays_vat(case.study):
        yield Note(
            what=message("Value-added tax on the plant is paid"),
            value=None,
            source=message("the incentives that exclude it are not claimed or do not exist"),
            effect=message("raises the outlay; finance.vat says excluded"),
            kind="warning",
        )
    if money.pv is not None:
        yield Note(
            what=message("The plant's own figures"),
            value=message("for the load after the measures"),
            source=message("efficiency first, then the sun"),
            effect=message("a plant for today's load would be larger"),
        )


def _budget(case: Case, money: Money, loan: DebtPlan | None) -> Iterator[Note]:
    """Yield the warning that the mine's own money of year 0 does not pay for the plan."""
    budget, rate = case.study.finance.budget_usd, case.study.prices.usd_rate
    whole = money.whole
    own, cost = own_money(whole, loan) / rate, whole.figures.capex / rate
    if own <= budget:
        return
    yield Note(
        what=message("The plan costs more than the budget"),
        value=message("USD {cost:,.0f} against USD {budget:,.0f}", cost=cost, budget=budget)
        if isclose(own, cost)
        else message(
            "USD {own:,.0f} of own money in year 0 against USD {budget:,.0f}; it costs "
            "USD {cost:,.0f}",
            own=own,
            budget=budget,
            cost=cost,
        ),
        source=message("finance.budget_usd"),
        effect=message("build it in steps, lower pv.coverage_fraction or find a loan")
        if loan is None
        else message("build it in steps, lower pv.coverage_fraction or find a larger loan"),
        kind="warning",
    )


def _unpaid_exports(
    designs: Sequence[SiteDesign], bills: Mapping[str, SiteBills]
) -> Iterator[Note]:
    made = sum(design.plant.annual_ac_kwh for design in designs if design.plant)
    unpaid = sum(
        site.with_plant.export_kwh
        for site in bills.values()
        if site.with_plant.credit_value + site.with_plant.surplus_income <= 0
    )
    limit = read_fact(*STUDY_FACTS, "unpaid_export_limit_fraction").value
    if made and unpaid / made > limit:
        yield Note(
            what=message("Much of the plant's energy is given away"),
            value=message("{share:.0%} of it is exported and earns nothing", share=unpaid / made),
            source=message("tariff.export_rule"),
            effect=message(
                "a smaller plant is worth more: try a lower pv.coverage_fraction beside the "
                "curve of sizes"
            ),
            kind="warning",
        )


def _renewals(case: Case, money: Money) -> Iterator[Note]:
    horizon = case.study.finance.horizon_years
    lives = sorted(money.amounts.measure_renewals)
    if lives:
        yield Note(
            what=message("Measures at the end of their life"),
            value=message("bought again after {years} years", years=", ".join(map(str, lives))),
            source=message("life of each measure in the catalogue, from memory"),
            effect=message("lowers the net present value of efficiency"),
        )
    if money.pv is not None and case.study.finance.inverter_replacement_year >= horizon:
        yield Note(
            what=message("Inverters are never bought again"),
            value=message(
                "year {year:d} of {horizon:d}",
                year=case.study.finance.inverter_replacement_year,
                horizon=horizon,
            ),
            source=message("finance.inverter_replacement_year"),
            effect=message("their renewal lies beyond the horizon and is not counted"),
            kind="warning",
        )


def _contribution(case: Case) -> Iterator[Note]:
    """Yield the contribution that begins later, where the plan counts with it."""
    study = case.study
    for site in study.sites:
        keys = site.tariff
        then = keys.contribution_then_fraction
        if keys.contribution_by_date == "counted" and then is not None:
            yield Note(
                what=message("{site}: a contribution that begins later is counted", site=site.name),
                value=message(
                    "{then:.0%} from {year:d} on, {today:.0%} until then",
                    then=then,
                    year=keys.contribution_from_year or study.study.year + 1,
                    today=keys.contribution_fraction,
                ),
                source=message("tariff.contribution_by_date in study.yaml"),
                effect=message(
                    "savings of those years are worth more, and cash, tax, loan and risk follow; "
                    "measures and the size of each plant were chosen at today's price"
                ),
            )


def _unused_losses(case: Case, money: Money) -> Iterator[Note]:
    """Yield the warning that fast depreciation makes losses which nobody can use."""
    harm = incentive_harm(case.study, money)
    if harm is None:
        return
    yield Note(
        what=message("Fast depreciation makes tax losses that are never set off"),
        value=message(
            "{losses:,.0f} {currency}",
            losses=harm.losses_unused,
            currency=case.study.study.currency,
        ),
        source=message("against the losses that ordinary depreciation would leave"),
        effect=_better_choice(harm),
        kind="warning",
    )


def _better_choice(harm: IncentiveHarm) -> Message:
    if harm.better is None:
        return message("no other choice of incentives is worth more")
    more = harm.gain(harm.better)
    if harm.better == "ordinary_depreciation":
        return message(
            "with ordinary depreciation and the other incentives kept the plan is worth "
            "{more:,.0f} more",
            more=more,
        )
    return message(
        "without any incentive (finance.use_incentives: false) the plan is worth {more:,.0f} more",
        more=more,
    )


def _ranges(designs: Sequence[SiteDesign]) -> Iterator[Note]:
    prices = read_fact(*STUDY_FACTS, "capex_sigma_fraction")
    yield Note(
        what=message("Range of the payback"),
        value=message(
            "one sigma: prices {prices:.0%}, yield of a year {output:.0%}",
            prices=prices.value,
            output=yield_sigma_fraction(designs),
        ),
        source=prices.citation,
        effect=message("sun, savings and prices move together; tariffs and rates do not move"),
    )


def _payback(money: Money) -> Iterator[Note]:
    figures = money.whole.figures
    if figures.capex == 0:
        yield Note(
            what=message("Nothing is bought"),
            value=None,
            source=message("no measure is worth its cost and no plant is built"),
            effect=message("there is no payback; it is left empty, never zero"),
            kind="warning",
        )
    elif figures.simple_payback_years is None:
        yield Note(
            what=message("The plan never pays back"),
            value=None,
            source=message("cash flow after tax"),
            effect=message("its payback is left empty, never zero"),
            kind="warning",
        )
