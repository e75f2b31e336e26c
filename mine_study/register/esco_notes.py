"""Notes on shared savings: what was agreed, and whether both parties gain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from equipment_catalog.messages import Message
    from mine_study.esco_study import StudyEsco
    from mine_study.study_file import Study
    from project_finance.esco import ShareRange


def esco_notes(study: Study, esco: StudyEsco | None) -> Iterator[Note]:
    """Yield what was agreed with an energy service company and who does not gain by it.

    Parameters
    ----------
    study
        Checked keys.
    esco
        Shared savings; None without a contract or without an outlay.
    """
    if esco is not None:
        yield from esco.contract.notes
        yield from _one_side_loses(esco.shares, esco.contract.terms.esco_share)
    elif study.esco.esco_share is not None:
        yield _nothing_to_share()


def _nothing_to_share() -> Note:
    return Note(
        what=message("Shared savings are left out: the plan pays out nothing in year 0"),
        value=None,
        source=message("cash flow of the project before any debt"),
        effect=message("there is nothing that an energy service company could pay"),
        kind="warning",
    )


def _one_side_loses(shares: ShareRange, share: float) -> Iterator[Note]:
    """Yield the warning that a party of the contract does not earn its rate."""
    if not shares.exists:
        yield Note(
            what=message("No share of the savings serves both the mine and the company"),
            value=None,
            source=message("shared savings, each party at its own discount rate before tax"),
            effect=message("a longer contract, a part of the outlay or another price is needed"),
            kind="warning",
        )
        return
    if shares.least is not None and share < shares.least:
        yield _loser(message("The company does not earn its rate"), shares.least)
    if shares.most is not None and share > shares.most:
        yield _loser(message("The mine does not earn its rate"), shares.most)


def _loser(what: Message, limit: float) -> Note:
    return Note(
        what=what,
        value=message("at its limit the share of the savings is {share:.1%}", share=limit),
        source=message("shared savings, each party at its own discount rate before tax"),
        effect=message("the contract pays only one of the two"),
        kind="warning",
    )
