"""Why a figure of ``results.json`` is null though nothing is missing from the study."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import message
from mine_study.explain.key_paths import key_text
from mine_study.explain.no_figure_reasons import NEVER_PAID, REASONS, UNKNOWN
from mine_study.results import LEAST_SAVED_KWH

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from equipment_catalog.messages import Message
    from mine_study.explain.key_paths import Path
    from mine_study.explain.place import Found
    from mine_study.explain.tree import ResultTree

NO_FORMULA_VALUE = message("with these numbers its formula has no value")


def why_null(tree: ResultTree, path: Path) -> Message | None:
    """Return why there is nothing at a place; None where only its formula can tell.

    Parameters
    ----------
    tree
        ``result_tree`` of the study.
    path
        A place whose value is null.
    """
    if path[0] == "measures" and (why := _of_measure(tree.offers[int(path[1])], str(path[-1]))):
        return why
    key = key_text(path)
    return next((said for form, said in REASONS.items() if re.fullmatch(form, key)), None)


def why_no_value(read: Iterable[Found]) -> Message:
    """Return why a formula gives nothing: the first value that it lacks, else its numbers.

    Parameters
    ----------
    read
        What its symbols stand for; none where there is no formula.
    """
    values = tuple(read)
    if not values:
        return UNKNOWN
    lacked = next((one.key for one in values if one.value is None), None)
    return message("{key} has no value", key=lacked) if lacked else NO_FORMULA_VALUE


def _of_measure(offer: Mapping[Hashable, Any], figure: str) -> Message | None:
    """Return why an offer of the audit has no such figure."""
    if offer["npv"] != offer["npv"]:
        return message("nothing was offered here: {reason}", reason=offer["reason"])
    if figure == "saved_kwh_alone":
        return message(
            "reckoned of what is done or measured first; this is kept: {reason}",
            reason=offer["reason"],
        )
    if figure == "abatement_cost_per_t" and offer["saved_kwh"] < LEAST_SAVED_KWH:
        return message("it saves no energy, so no ton is avoided")
    return NEVER_PAID if figure == "simple_payback_years" else None
