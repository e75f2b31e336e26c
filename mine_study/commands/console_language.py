"""The language of the command line itself: its help, and what is wrong with the words typed.

click looks its own texts up by gettext, and the texts of our verbs go the same way, through a small
compiled catalogue, ``languages/es/LC_MESSAGES/solmina.mo``: a help waits for no larger one.
"""

from __future__ import annotations

import gettext
import inspect
import locale
import os
import re
import sys
from contextlib import contextmanager
from copy import copy
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from equipment_catalog.messages import Message

Command = TypeVar("Command", bound=click.Command)
DOMAIN = "solmina"
CATALOGUES = Path(__file__).parents[1] / "languages"
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
KNOWN = {"es": "es", "spanish": "es", "en": "en", "english": "en"}
"""Languages of the console by the names that systems give them."""
AS_IT_STANDS = "\b"
"""With what click marks a paragraph of a help whose lines it leaves alone."""


def console_language() -> str:
    """Return the language of the console: Spanish where the system says so, else English.

    The system says it as gettext reads it: in LANGUAGE, LC_ALL, LC_MESSAGES or LANG, the first of
    them that is set. Windows sets none of them; there it is the language of the user.
    """
    said = next((value for name in VARIABLES if (value := os.environ.get(name))), "")
    if not said and sys.platform == "win32":
        said = locale.getlocale()[0] or ""
    names = (re.split(r"[_.@-]", one)[0] for one in said.lower().split(":"))
    return next((KNOWN[name] for name in names if name in KNOWN), "en")


def language_asked_for(words: Sequence[str]) -> str:
    """Return what the last ``--lang`` among the words asks for, else the console's language.

    Examples
    --------
    >>> language_asked_for(["run", "mine", "--lang", "es", "--help"])
    'es'
    """
    option = "--lang"
    after = [value for word, value in pairwise(words) if word == option]
    joined = [word.removeprefix(f"{option}=") for word in words if word.startswith(f"{option}=")]
    known = [language for language in (*after, *joined) if language in KNOWN.values()]
    return known[-1] if known else console_language()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let gettext, and all that asks for the console's language, speak a language meanwhile."""
    before, domain = os.environ.get("LANGUAGE"), gettext.textdomain()
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before


def wrong_words(said: Message) -> click.UsageError:
    """Return the error of a command line, in the language of the console."""
    from mine_study.language import Reader

    return click.UsageError(Reader(console_language(), "CO").say(said))


def help_paragraphs(text: str) -> list[str]:
    r"""Return the paragraphs of a help, each on one line but what is to stay as it stands.

    Examples
    --------
    >>> help_paragraphs("Print it\n    whole.\n\n    Else nothing.")
    ['Print it whole.', 'Else nothing.']
    """
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return [one if one.startswith(AS_IT_STANDS) else " ".join(one.split()) for one in paragraphs]


def translated(command: Command) -> Command:
    """Return a command, its verbs and options with their helps in the language spoken now."""
    told = copy(command)
    told.help = "\n\n".join(map(_said, help_paragraphs(command.help or "")))
    told.options_metavar = _said(command.options_metavar or "")
    told._help_option = None  # noqa: SLF001  click keeps it in the language of its first use
    told.params = [_translated_parameter(parameter) for parameter in command.params]
    if isinstance(told, click.Group):
        told.subcommand_metavar = _said(told.subcommand_metavar)
        told.commands = {name: translated(verb) for name, verb in told.commands.items()}
    return told


def _translated_parameter(parameter: click.Parameter) -> click.Parameter:
    told, told.type = copy(parameter), copy(parameter.type)
    told.type.name = _said(parameter.type.name)
    told.metavar = _said(parameter.metavar or "") or None
    if isinstance(told, click.Option):
        told.help = _said(told.help or "")
    return told


def _said(text: str) -> str:
    """Return a text in the language spoken now; to gettext an empty text is its own header."""
    return gettext.gettext(text) if text else ""
