"""The texts of the command line: helps of verbs and options, and what click itself says.

They are looked up by gettext, which reads compiled catalogues: ``make messages`` writes one from
the translations of the language.
"""

from __future__ import annotations

import ast
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from mine_study.commands.console_language import AS_IT_STANDS, help_paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

CLICK_TEXTS = (
    "Usage:",
    "[OPTIONS]",
    "COMMAND [ARGS]...",
    "Options",
    "Commands",
    "Show this message and exit.",
    "Show the version and exit.",
    "default: {default}",
    "required",
    "Try '{command} {option}' for help.",
    "Error: {message}",
    "Aborted!",
    "Missing command.",
    "Missing argument",
    "Missing option",
    "No such command {name!r}.",
    "No such option {name!r}.",
    "Option {name!r} does not take a value.",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "Choose from:\n\t{choices}",
    "{value} is not in the range {range}.",
    "{value!r} is not a valid {number_type}.",
    "float",
    "integer range",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is not readable.",
    "file",
    "directory",
    "path",
)
"""What our verbs may let click say."""
CLICK_PLURALS = (
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
"""What it says of one thing and of several."""
FOUNDED = datetime(2026, 1, 1, tzinfo=UTC)
"""The date in a compiled catalogue, which is to be the same whenever it is compiled."""
Place = tuple[int, int]


def click_texts() -> Iterator[str]:
    """Yield every text of click that a person may read, singulars and plurals apart."""
    yield from CLICK_TEXTS
    for pair in CLICK_PLURALS:
        yield from pair


def help_texts(source: str) -> Iterator[tuple[Place, str | None]]:
    r"""Yield place and text of helps and metavars in a module of verbs; None where put together.

    A help comes in paragraphs. One whose lines stay as they stand, commands to copy, is no text.

    Examples
    --------
    >>> list(help_texts('@click.command()\ndef dig():\n    "Dig."\noption(help="So.")'))
    [((2, 1), 'Dig.'), ((4, 1), 'So.')]
    """
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.FunctionDef(decorator_list=marks) if _called(marks) & {"command", "group"}:
                texts: Sequence[str | None] = help_paragraphs(ast.get_docstring(node) or "")
            case ast.Call(keywords=named) if _called([node]) & {"argument", "option"}:
                shown = [one.value for one in named if one.arg in {"help", "metavar"}]
                texts = [_literal(value) for value in shown]
            case _:
                continue
        for text in texts:
            if text is None or not text.startswith(AS_IT_STANDS):
                yield (node.lineno, node.col_offset + 1), text


def _called(expressions: Sequence[ast.expr]) -> set[str]:
    """Return the names that are called, without the module or the group they belong to."""
    calls = [one.func for one in expressions if isinstance(one, ast.Call)]
    return {
        call.attr if isinstance(call, ast.Attribute) else call.id
        for call in calls
        if isinstance(call, ast.Attribute | ast.Name)
    }


def _literal(value: ast.expr) -> str | None:
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def compiled(helps: Sequence[str], translations: Mapping[str, str], language: str) -> bytes:
    """Return the catalogue that gettext reads for the command line.

    Parameters
    ----------
    helps
        Texts of our verbs.
    translations
        Of them and of what click says; what has none is left out.
    language
        As ``es``.
    """
    book = Catalog(locale=language, creation_date=FOUNDED, revision_date=FOUNDED)
    for text in {*helps, *CLICK_TEXTS}:
        if translations.get(text):
            book.add(text, translations[text])
    for one, several in CLICK_PLURALS:
        if translations.get(one) and translations.get(several):
            book.add((one, several), (translations[one], translations[several]))
    stream = io.BytesIO()
    write_mo(stream, book)
    return stream.getvalue()
