"""Figures that a study has not: why, and which key of study.yaml brings them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from mine_study.explain.key_paths import FIELD, key_text, named_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from equipment_catalog.messages import Message
    from mine_study.explain.key_paths import Path
    from mine_study.study import StudyResult

NO_PLANT = message("no plant is built here: pv.build=true brings one")
NO_LOAN = message("there is no loan: debt.kind, debt.rate and debt.years bring one")
REASONS = {
    r"finance\.(efficiency|pv)\.dscr_min": message(
        "a loan is for the whole plan: ask finance.whole.dscr_min, which debt.kind brings"
    ),
    r"finance\.(debt(\.bad_case)?\.covenant_dscr|risk\.probability_dscr_below_covenant)": message(
        "no coverage is demanded of the loan: debt.covenant_dscr demands one"
    ),
    r"finance\.esco": message(
        "no savings are shared: esco.esco_share and esco.contract_years bring a contract"
    ),
    r"calibration": message(
        "the inventory was not set against the bills: audit.calibrate=true does it"
    ),
    r"best_plan": message("the best plan was not sought: best_plan.search=true seeks it"),
    r"pv(\.by_site.*)?\.(storage|battery_kwh?)": message(
        "there is no battery here: storage.build=true of a site brings one"
    ),
    r"pv(\.by_site.*\.size)?\.budget": message(
        "no limit was set on the cost: pv.budget_usd or finance.plant_budget_usd sets one"
    ),
}
"""Why a group or a figure is null, by the form of its key."""
OF_LOANS = re.compile(r"finance\.(debt|whole\.dscr_min|risk\.(dscr_min|probability_dscr).*)")
OF_PLANTS = re.compile(r"finance\.pv|headline\.pv_dc_kw|pv\..*")


def null_here(result: StudyResult, tree: Mapping[str, Any], path: Path) -> InputError | None:
    """Return the refusal of a place that is null for want of a key; None for other reasons.

    Parameters
    ----------
    result, tree
        What ``run_study`` returns, and its figures.
    path
        A place whose value is null.
    """
    reason = _reason(result, path)
    return None if reason is None else refused(named_key(tree, path), reason)


def refused(key: str, reason: Message) -> InputError:
    """Return the refusal of what is null.

    Examples
    --------
    >>> raise refused("best_plan", message("nothing in this study gives it a value"))
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: KEY: best_plan is null in this study; nothing in this \
study gives it a value
    """
    what = message("{key} is null in this study", key=key)
    return InputError([Problem(what=what, allowed=reason, field=FIELD)])


def _reason(result: StudyResult, path: Path) -> Message | None:
    key = key_text(path)
    if OF_PLANTS.fullmatch(key) and not _builds(result, path):
        return NO_PLANT
    if OF_LOANS.fullmatch(key) and result.debt is None:
        return NO_LOAN
    return next((said for form, said in REASONS.items() if re.fullmatch(form, key)), None)


def _builds(result: StudyResult, path: Path) -> bool:
    """Tell whether a plant is built: at the site that a place names, else at any."""
    plants = {site.name: site.pv.build for site in result.study.sites}
    return any(built for site, built in plants.items() if site in path) or (
        not set(plants) & set(path) and any(plants.values())
    )
