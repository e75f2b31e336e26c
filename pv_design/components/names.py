"""Which names of a long list share most with some words."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence

_RUNS = re.compile(r"[0-9]+|[^\W\d_]+")
_COMPARED = 200
"""Names compared letter by letter; the rest shares fewer words with what is looked for."""


def nearest_names(words: str, known: Sequence[str], *, count: int = 5) -> list[str]:
    """Return the names that share most runs of letters and digits with some words, best first.

    Names that share nothing are left out. Signs and capitals do not matter.

    Parameters
    ----------
    words
        Part of a name, in any order.
    known
        Names to choose from.
    count
        How many to return at most.

    Raises
    ------
    InputError
        If the words hold no letter and no digit.

    Examples
    --------
    >>> nearest_names("sun2000 60ktl", ["Huawei SUN2000-60KTL-M0", "Sungrow SG60KTL", "CPS 50"])
    ['Huawei SUN2000-60KTL-M0', 'Sungrow SG60KTL']
    """
    wanted = _runs(words)
    if not wanted:
        raise InputError.of("words", words, allowed=message("some letters or digits of a name"))
    shared = {name: len(wanted & _runs(name)) for name in known}
    near = sorted((name for name in known if shared[name]), key=lambda name: -shared[name])
    closest = sorted(near[:_COMPARED], key=lambda name: (-shared[name], -_likeness(words, name)))
    return closest[:count]


def _runs(text: str) -> set[str]:
    return set(_RUNS.findall(text.casefold()))


def _likeness(words: str, name: str) -> float:
    return SequenceMatcher(None, words.casefold(), name.casefold().replace("_", " ")).ratio()
