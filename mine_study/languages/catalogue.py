"""The translations of a language, read from its gettext catalogue as it stands."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NEXT_LINE = '"\n"'
ENTRY = re.compile(r'^((?:#.*\n)*)msgid "(.*)"\nmsgstr "(.+)"$', re.MULTILINE)
NOT_SURE = re.compile(r"^#,.*\bfuzzy\b", re.MULTILINE)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return the translations of a language by their English text; none for English.

    Parameters
    ----------
    language
        As ``es``.
    """
    if language == "en":
        return {}
    return translations(files("mine_study").joinpath(f"languages/{language}.po").read_text("utf-8"))


def translations(text: str) -> dict[str, str]:
    r"""Return what a gettext catalogue translates; what is marked fuzzy is no translation.

    It reads what :mod:`mine_study.languages.extract` writes, without plurals and contexts, in a
    tenth of the time that the general reader takes at each start.

    Parameters
    ----------
    text
        Of a po file.

    Examples
    --------
    >>> translations('msgid "night"\nmsgstr "noche"\n\nmsgid "day"\nmsgstr ""\n')
    {'night': 'noche'}
    """
    entries = ENTRY.findall(text.replace(NEXT_LINE, ""))
    return {
        _written_out(said): _written_out(meant)
        for remarks, said, meant in entries
        if said and not NOT_SURE.search(remarks)
    }


def _written_out(quoted: str) -> str:
    r"""Return a text whose signs are written as ``\n`` and ``\"`` with the signs themselves."""
    return str(ast.literal_eval(f'"{quoted}"')) if "\\" in quoted else quoted
