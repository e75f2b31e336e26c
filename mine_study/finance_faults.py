"""What is wrong between the keys of the money; the discount rate that a real one makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from project_finance.incentives import read_incentives
from project_finance.real_money import nominal_rate
from project_finance.timeline.months import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mine_study.yaml_places import Place

SAME_RATE = 1e-9
"""Two discount rates that differ by less are one."""


def follow_real_rate(
    given: Mapping[str, Any], merged: dict[str, Any], taken: dict[str, Any]
) -> None:
    """Put the nominal discount rate that follows from a real one in the place of its default.

    A nominal rate that was given stays; :func:`finance_faults` tells if the two differ.

    Parameters
    ----------
    given
        Plain keys of the study file.
    merged
        The same with defaults; changed.
    taken
        The defaults; the discount rate is taken out where it is none any more.

    Examples
    --------
    >>> merged = {"finance": {"real_discount_rate": 0.1, "inflation_fraction": 0.05,
    ...                       "discount_rate": 0.1}}
    >>> taken = {"finance.discount_rate": 0.1}
    >>> follow_real_rate({"finance": {"real_discount_rate": 0.1}}, merged, taken)
    >>> round(merged["finance"]["discount_rate"], 9), taken
    (0.155, {})
    """
    nominal = _nominal(merged.get("finance"))
    own = given.get("finance")
    if nominal is not None and isinstance(own, dict) and "discount_rate" not in own:
        merged["finance"]["discount_rate"] = nominal
        taken.pop("finance.discount_rate", None)


def finance_faults(merged: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    """Yield each fault of the section ``finance`` with the place of its key.

    Works on plain keys; a key of the wrong kind is left to the model of the study.

    Examples
    --------
    >>> for place, fault in finance_faults({"finance": {"vat": "paid", "vat_return_months": 6}}):
    ...     print(place, fault.what)
    ('finance', 'vat_return_months') value-added tax comes back only where it is recovered
    """
    keys = merged.get("finance")
    if isinstance(keys, dict):
        for key, fault in (*_rates(keys), *_months(keys), *_regime(keys, merged.get("study"))):
            yield ("finance", key), fault


def _nominal(keys: object) -> float | None:
    """Return the nominal rate that a real one asks for; None where none can be reckoned."""
    if not isinstance(keys, dict):
        return None
    real, inflation = keys.get("real_discount_rate"), keys.get("inflation_fraction")
    if not (_is_number(real) and _is_number(inflation)) or min(real, inflation) <= -1:
        return None
    return nominal_rate(real, inflation)


def _rates(keys: Mapping[str, Any]) -> Iterator[tuple[str, Problem]]:
    nominal, told = _nominal(keys), keys.get("discount_rate")
    if nominal is None or not _is_number(told) or abs(told - nominal) <= SAME_RATE:
        return
    what = message("discount_rate {told:g} and real_discount_rate are both given", told=told)
    allowed = message(
        "one of them; the real one makes {nominal:.4f} with the inflation", nominal=nominal
    )
    yield "real_discount_rate", Problem(what=what, allowed=allowed)


def _months(keys: Mapping[str, Any]) -> Iterator[tuple[str, Problem]]:
    if keys.get("vat") != "recovered" and keys.get("vat_return_months"):
        what = message("value-added tax comes back only where it is recovered")
        yield "vat_return_months", Problem(what=what, allowed=message("finance.vat: recovered"))
    if not keys.get("grant") and keys.get("grant_month"):
        what = message("finance.grant_month stands without finance.grant")
        yield "grant_month", Problem(what=what, allowed=message("an amount that is given"))
    ends = [keys.get("horizon_years"), keys.get("mine_closes_after_years")]
    last = min((MONTHS * end for end in ends if _is_number(end)), default=None)
    for key in ("vat_return_months", "grant_month"):
        month = keys.get(key)
        if last is not None and _is_number(month) and month > last:
            what = message("month {month:g} lies beyond the end of the plan", month=month)
            yield key, Problem(what=what, allowed=message("at most {last:g}", last=last))


def _regime(keys: Mapping[str, Any], identity: object) -> Iterator[tuple[str, Problem]]:
    country = identity.get("country") if isinstance(identity, dict) else None
    if keys.get("tax_regime") != "mype" or country not in {"CO", "PE"}:
        return
    try:
        read_incentives(country).small_firm()
    except InputError as error:
        for problem in error.problems:
            yield "tax_regime", problem


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
