"""Collect every text that Solmina says and bring the catalogues up to date with it.

Run ``python -m mine_study.languages.extract`` after a sentence was added or changed. A text that
is new gets an empty translation, one that is gone is dropped, and all others stay as they are.
"""

from __future__ import annotations

import ast
import io
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts
from mine_study.languages.command_line import click_texts, compiled, help_texts
from mine_study.languages.shown_words import SHOWN_COLUMNS, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = Path(__file__).parent
PACKAGES = ("equipment_catalog", "energy_audit", "pv_design", "project_finance", "mine_study")
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: {}\\n"\n\n'
Place = tuple[int, int]


def python_templates(source: str) -> Iterator[tuple[Place, str | None]]:
    """Yield the place and the template of each call of ``message``; None where it is no literal.

    Examples
    --------
    >>> list(python_templates('message("{count} motors " "are kept", count=3)'))
    [((1, 1), '{count} motors are kept')]
    """
    for call in ast.walk(ast.parse(source)):
        match call:
            case ast.Call(func=ast.Name(id="message"), args=[ast.Constant(value=str(text))]):
                yield (call.lineno, call.col_offset + 1), text
            case ast.Call(func=ast.Name(id="message")):
                yield (call.lineno, call.col_offset + 1), None


def html_templates(source: str) -> Iterator[tuple[Place, str | None]]:
    """Yield the place and the text of each ``t(…)`` of a page; None where it is put together.

    ``page.t(…)`` is the same call. A bare variable, ``t(fact.trust)``, is like
    ``Message(fact.trust)``: a word that is collected where it is written.

    Examples
    --------
    >>> list(html_templates('<h1>{{ t("{count} motors", count=3) }}</h1>'))
    [((1, 1), '{count} motors')]
    """
    for call in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        match call.node, call.args:
            case ((nodes.Name(name="t") | nodes.Getattr(attr="t")), [nodes.Const(value=str(text))]):
                yield (call.lineno, 1), text
            case (
                (nodes.Name(name="t") | nodes.Getattr(attr="t")),
                [nodes.Name() | nodes.Getattr()],
            ):
                continue
            case ((nodes.Name(name="t") | nodes.Getattr(attr="t")), _):
                yield (call.lineno, 1), None


def column_texts() -> Iterator[tuple[str, str]]:
    """Yield file and text of the csv cells that are shown: descriptions and reasons."""
    for package, pattern, columns in SHOWN_COLUMNS:
        folder = ROOT / package.replace(".", "/")
        for path in sorted(folder.glob(pattern)):
            table = read_facts(package, path.relative_to(folder).as_posix())
            for column in columns:
                for text in table[column].dropna():
                    yield path.relative_to(ROOT).as_posix(), str(text)


def translatable_texts() -> dict[str, list[str]]:
    """Return every text that Solmina says, sorted, with the files that say it.

    Raises
    ------
    InputError
        If a text is put together at run time, which no translator can see.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    problems: list[Problem] = []
    for name, place, text in _called_templates():
        if text is None:
            problems.append(_not_literal(name, place))
        else:
            found[text].add(name)
    if problems:
        raise InputError(problems)
    for name, text in column_texts():
        found[text].add(name)
    for name, words in WORDS.items():
        for word in words:
            found[word].add(name)
    for text in click_texts():
        found[text].add("mine_study/languages/command_line.py")
    return {text: sorted(found[text]) for text in sorted(found)}


def _called_templates() -> Iterator[tuple[str, Place, str | None]]:
    for path, read in _sources():
        name = path.relative_to(ROOT).as_posix()
        for place, text in read(path.read_text(encoding="utf-8")):
            yield name, place, text


def _sources() -> Iterator[tuple[Path, Callable[[str], Iterator[tuple[Place, str | None]]]]]:
    yield ROOT / "cli.py", python_templates
    for path in _verb_files():
        yield path, help_texts
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path, python_templates
    for ending in ("*.html", "*.jinja"):
        for path in sorted((ROOT / "mine_study" / "reports").rglob(ending)):
            yield path, html_templates


def _verb_files() -> list[Path]:
    """Return the modules whose helps a person reads."""
    return [ROOT / "cli.py", *sorted((ROOT / "mine_study" / "commands").glob("*.py"))]


def _not_literal(name: str, place: Place) -> Problem:
    row, column = place
    return Problem(
        what=message("the text is put together at run time, so nobody can translate it"),
        allowed=message("one literal text whose values stand in gaps"),
        file=name,
        row=row,
        column=column,
    )


def read_translations(path: Path) -> dict[str, str]:
    """Return the translations of a catalogue by their English text."""
    with path.open("rb") as stream:
        return {str(entry.id): str(entry.string) for entry in read_po(stream) if entry.id}


def updated_catalogue(path: Path) -> str:
    """Return the text of a catalogue that holds exactly what Solmina says today."""
    known = read_translations(path)
    catalogue = Catalog()
    for text, names in translatable_texts().items():
        places = [(name, 0) for name in names]
        entry = catalogue.add(text, known.get(text, ""), locations=places)
        entry.flags.clear()
    stream = io.BytesIO()
    write_po(stream, catalogue, width=0, omit_header=True, sort_output=True, include_lineno=False)
    return HEADER.format(path.stem) + stream.getvalue().decode()


def compiled_catalogue(path: Path) -> bytes:
    """Return what gettext reads for the command line, from the translations of a catalogue."""
    sources = [file.read_text(encoding="utf-8") for file in _verb_files()]
    helps = {text for source in sources for _, text in help_texts(source) if text is not None}
    return compiled(sorted(helps), read_translations(path), path.stem)


def main() -> None:
    """Bring all catalogues up to date."""
    for path in sorted(CATALOGUES.glob("*.po")):
        path.write_text(updated_catalogue(path), encoding="utf-8", newline="\n")
        folder = CATALOGUES / path.stem / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "solmina.mo").write_bytes(compiled_catalogue(path))


if __name__ == "__main__":
    main()
