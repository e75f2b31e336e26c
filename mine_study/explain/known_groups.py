"""Keys that no study has, which are refused before one is run."""

from __future__ import annotations

import re
from difflib import get_close_matches

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from mine_study.explain.key_paths import ALIKE, FIELD
from mine_study.explain.topics import topics, topics_named


def require_known_group(key: str) -> None:
    """Refuse a key whose first step names no group of figures, nor is the bare name of one.

    Parameters
    ----------
    key
        Path of a figure in ``results.json``, as a person writes it.

    Raises
    ------
    InputError
        If no study has such a figure, saying what comes closest.

    Examples
    --------
    >>> require_known_group("finance.whole.npv")
    >>> require_known_group("energi.by_site")
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: KEY: 'energi.by_site' is not accepted; one of: energy
    """
    groups = [*dict.fromkeys(topic.steps[0] for topic in topics())]
    group = re.split(r"[.\[]", key.strip(), maxsplit=1)[0]
    if group in groups or topics_named(key.strip()):
        return
    alike = get_close_matches(group, groups, n=3, cutoff=ALIKE) or groups
    raise InputError.of(FIELD, key, allowed=message("one of: {keys}", keys=", ".join(alike)))
