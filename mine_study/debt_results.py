"""The loan and the shared savings of a study as `results.json` tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mine_study.debt_bad_case import bad_tariff_factor, bad_worth

if TYPE_CHECKING:
    import pandas as pd

    from mine_study.esco_study import StudyEsco
    from mine_study.headline import BadCase
    from mine_study.study import StudyResult
    from mine_study.study_file import Study
    from project_finance.debt.cover import Cover
    from project_finance.debt.equity import EquityFigures
    from project_finance.debt.plan import DebtPlan
    from project_finance.esco import Side


def debt_results(result: StudyResult) -> dict[str, Any] | None:
    """Return the loan of the whole plan; None without one.

    Rows of the account run from year 1 to the loan's last, those of cash and cover from year 1
    to the horizon, those of reserve and owner from year 0; a ratio is None in a year in which
    nothing is due.

    Parameters
    ----------
    result
        What the study found.
    """
    debt, bad = result.debt, result.debt_in_bad_case
    if debt is None or bad is None:
        return None
    terms = debt.terms
    return {
        "kind": terms.kind,
        "currency": result.study.debt.currency or result.study.study.currency,
        "amount": debt.amount,
        "limited_by": debt.limited_by,
        "gearing_fraction": -debt.amount / float(debt.yearly["project_before_tax"].iloc[0]),
        "rate": terms.rate,
        "years": terms.years,
        "currency_growth_fraction_per_year": terms.currency_growth_fraction_per_year,
        "account": _lists(debt.account),
        "reserve": _lists(debt.reserve),
        **_cover(debt.cover),
        "owner": _lists(debt.yearly),
        "equity": _equity(debt.equity),
        "bad_case": _bad_case(bad, result.study, result.headline.bad_case),
    }


def _cover(cover: Cover) -> dict[str, Any]:
    return {
        "cash_available_by_year": cover.yearly["available"].to_list(),
        "dscr_by_year": cover.yearly["dscr"].to_list(),
        "dscr_min": cover.dscr_min,
        "dscr_mean": cover.dscr_average,
        "llcr": cover.llcr,
        "plcr": cover.plcr,
        "covenant_dscr": cover.covenant_dscr,
        "years_below_covenant": list(cover.years_below_covenant),
        "years_below_one": list(cover.years_below_one),
        "years_without_cash": list(cover.years_without_cash),
        "lacking_cash": cover.lacking_cash,
    }


def _equity(equity: EquityFigures) -> dict[str, Any]:
    return {
        "outlay": equity.outlay,
        "discount_rate": equity.discount_rate,
        "npv_after_tax": equity.npv_after_tax,
        "npv_before_tax": equity.npv_before_tax,
        "irr_after_tax": equity.irr_after_tax,
        "irr_roots_after_tax": list(equity.irr_roots_after_tax),
        "irr_conventional": equity.irr_conventional,
        "irr_before_tax": equity.irr_before_tax,
        "mirr_after_tax": equity.mirr_after_tax,
    }


def _bad_case(bad: DebtPlan, study: Study, case: BadCase) -> dict[str, Any]:
    figures = bad_worth(study, case).figures
    return {
        "yield_factor": case.yield_factor,
        "saving_factor": case.saving_factor,
        "capex_factor": case.capex_factor,
        "tariff_factor": bad_tariff_factor(study),
        "project_npv_after_tax": figures.npv,
        "project_irr_after_tax": figures.irr,
        **_cover(bad.cover),
        "equity": _equity(bad.equity),
    }


def _lists(yearly: pd.DataFrame) -> dict[str, list[float]]:
    return {"year": yearly.index.to_list()} | {
        str(name): column.to_list() for name, column in yearly.items()
    }


def esco_results(esco: StudyEsco | None) -> dict[str, Any] | None:
    """Return both sides of shared savings, before tax; None without a contract.

    Parameters
    ----------
    esco
        What the study found.
    """
    if esco is None:
        return None
    contract, terms = esco.contract, esco.contract.terms
    return {
        "esco_share": terms.esco_share,
        "contract_years": terms.contract_years,
        "esco_outlay_share": terms.esco_outlay_share,
        "esco_runs_plant": terms.esco_runs_plant,
        "transfer_price": terms.transfer_price,
        "mine": _side(contract.host),
        "company": _side(contract.esco),
        "least_share_for_company": esco.shares.least,
        "most_share_for_mine": esco.shares.most,
        "serves_both": esco.shares.exists,
        "by_year": _lists(contract.yearly),
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "outlay": side.outlay,
        "discount_rate": side.discount_rate,
        "npv_before_tax": side.npv_before_tax,
        "irr_before_tax": side.irr_before_tax,
    }
