"""The plan seen by an energy service company and by the mine that shares its savings with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mine_study.debt_study import spends
from project_finance.esco import EscoTerms, SharedSavings, ShareRange, share_range, shared_savings

if TYPE_CHECKING:
    from mine_study.money import Worth
    from mine_study.study_file import Study


@dataclass(frozen=True, kw_only=True)
class StudyEsco:
    """A contract of shared savings over the whole plan, before any loan."""

    contract: SharedSavings
    """Both sides of the contract that was asked for."""
    shares: ShareRange
    """The shares between which both parties gain."""


def esco_terms(study: Study) -> EscoTerms | None:
    """Return the contract that the study asks for; None without one.

    Parameters
    ----------
    study
        Checked keys.
    """
    keys = study.esco
    if keys.esco_share is None or keys.contract_years is None:
        return None
    return EscoTerms(
        esco_share=keys.esco_share,
        contract_years=keys.contract_years,
        esco_outlay_share=keys.esco_outlay_share,
        esco_runs_plant=keys.esco_runs_plant,
        transfer_price=keys.transfer_price,
    )


def study_esco(study: Study, worth: Worth) -> StudyEsco | None:
    """Return the plan under shared savings; None without a contract or without an outlay.

    The mine's cash is discounted at the study's rate, the company's at its own.

    Parameters
    ----------
    study
        Checked keys.
    worth
        The whole plan.
    """
    terms, company_rate = esco_terms(study), study.esco.esco_discount_rate
    if terms is None or company_rate is None or not spends(worth):
        return None
    rates = {
        "host_discount_rate": worth.flow.discount_rate,
        "esco_discount_rate": company_rate,
    }
    return StudyEsco(
        contract=shared_savings(worth.flow, terms, **rates),
        shares=share_range(worth.flow, terms, **rates),
    )
