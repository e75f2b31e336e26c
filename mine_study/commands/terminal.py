"""What only a person at a terminal sees: tables with rules, a step's seconds, colour.

rich is loaded here alone and only when a stream is a terminal; NO_COLOR takes the colour away,
FORCE_COLOR shows tables and colour where there is no terminal too.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console
    from rich.table import Table

    from equipment_catalog.messages import Message
    from mine_study.language import Reader
    from mine_study.study import Progress
    from mine_study.text_table import Grid, Said

PLAIN_SIGNS = {
    "…": "...",
    "→": "->",
    "·": "-",
    "•": "-",
    "—": "-",
    "–": "-",  # noqa: RUF001  the sign itself
    "−": "-",  # noqa: RUF001  the sign itself
    "±": "+/-",
    "×": "x",  # noqa: RUF001  the sign itself
    "✓": "+",
    "≤": "<=",
    "≥": ">=",
    "≈": "~",
    "●": "*",
    "○": "o",
}
ERRORS = "solmina.plain"
ASCII = "solmina_ascii"
GAP = 3
"""Blanks between two columns."""
LEAST_TEXT = 20
"""Room for a column of sentences, whose longest words may be broken."""


def speak_plainly_where_needed() -> None:
    """Let a console that lacks a sign show another in its place, as ``...`` for an ellipsis.

    click takes ASCII for a mistake of the system and writes UTF-8 in its stead; under another name
    it is left alone.
    """
    codecs.register_error(ERRORS, _plain)
    codecs.register(_ascii)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            is_ascii = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding=ASCII if is_ascii else None, errors=ERRORS)


def _ascii(name: str) -> codecs.CodecInfo | None:
    """Return ASCII under our name for it."""
    if name != ASCII:
        return None
    plain = codecs.lookup("ascii")
    return codecs.CodecInfo(
        plain.encode,
        plain.decode,
        incrementalencoder=plain.incrementalencoder,
        incrementaldecoder=plain.incrementaldecoder,
        name=ASCII,
    )


def _plain(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for a sign that an encoding lacks: its letter, or a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(_plain_sign(sign, error.encoding) for sign in signs), error.end


def _plain_sign(sign: str, encoding: str) -> str:
    import unicodedata

    letters = PLAIN_SIGNS.get(sign) or unicodedata.normalize("NFKD", sign)
    for text in (letters, letters[0]):
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            continue
        return text
    return "?"


def is_terminal(stream: TextIO) -> bool:
    """Tell whether a person looks at a stream, or FORCE_COLOR says so of what is printed."""
    forced = bool(os.environ.get("FORCE_COLOR")) and stream is sys.stdout
    return forced or stream.isatty()


def print_for_eyes(said: Iterable[Said]) -> None:
    """Print lines and tables on a terminal."""
    console = _console(to_stderr=False)
    for one in said:
        if isinstance(one, str):
            console.print(one, markup=False, soft_wrap=True)
        else:
            _print_grid(console, one)


def _print_grid(console: Console, grid: Grid) -> None:
    """Print a table with rules, or its lines where the terminal is too narrow for its numbers."""
    from mine_study.text_table import plain_lines

    least = _least_widths(grid)
    spare = console.width - sum(least) - GAP * (len(least) - 1)
    if spare >= 0:
        console.print(_ruled(grid, _widened(grid, least, spare)))
        return
    for line in plain_lines([grid]):
        console.print(line, markup=False, soft_wrap=True)


def _ruled(grid: Grid, widths: Sequence[int]) -> Table:
    """Return a table whose numbers are never broken, and whose words take what room is left."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    head, *rows = grid.rows
    table = Table(
        title=Text(grid.title) if grid.title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        header_style="bold",
        show_edge=False,
        pad_edge=False,
    )
    for number, (name, width) in enumerate(zip(head, widths, strict=True)):
        if number in grid.words:
            table.add_column(Text(name), overflow="fold", width=width)
        else:
            table.add_column(Text(name), justify="right", width=width)
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _least_widths(grid: Grid) -> list[int]:
    """Return what each column needs: numbers whole, words unbroken but in the last column."""
    head, *rows = grid.rows
    columns = list(zip(*rows, strict=True)) or [()] * len(head)
    whole = [
        [word for cell in cells for word in cell.split()] if number in grid.words else cells
        for number, cells in enumerate(columns)
    ]
    widths = [
        max(map(len, (*name.split(), *parts)), default=1)
        for name, parts in zip(head, whole, strict=True)
    ]
    last = len(head) - 1
    return [*widths[:last], min(widths[last], LEAST_TEXT) if last in grid.words else widths[last]]


def _widened(grid: Grid, least: Sequence[int], spare: int) -> list[int]:
    """Return the widths of the columns once those of words, from the left, have what is spare."""
    widths = list(least)
    for number, cells in enumerate(zip(*grid.rows, strict=True)):
        more = min(max(map(len, cells)) - widths[number], spare) if number in grid.words else 0
        widths[number] += more
        spare -= more
    return widths


@contextmanager
def timed_steps(reader: Reader) -> Iterator[Progress]:
    """Give what shows each step while it lasts, and its seconds once the next one begins.

    No thread moves anything meanwhile: the charts are drawn by a process that forks, which only a
    program of one thread may do.
    """
    steps = _Steps(_console(to_stderr=True), reader)
    try:
        yield steps.begin
        steps.end()
    finally:
        steps.leave()


class _Steps:
    """The step that runs, and since when."""

    def __init__(self, console: Console, reader: Reader) -> None:
        self.console, self.reader = console, reader
        self.said, self.since = "", 0.0

    def begin(self, step: Message) -> None:
        self.end()
        self.said, self.since = self.reader.say(step), time.perf_counter()
        self._print(f"· {self.said}", end="\r")

    def end(self) -> None:
        if self.said:
            seconds = self.reader.number(time.perf_counter() - self.since, 1)
            self._print(f"✓ {self.said}  {seconds} s", end="\n")
            self.said = ""

    def leave(self) -> None:
        """Leave the line of a step that did not end, so that nothing is written over it."""
        if self.said:
            self.console.print()

    def _print(self, text: str, end: str) -> None:
        self.console.print(text, markup=False, no_wrap=True, overflow="crop", end=end)


def _console(*, to_stderr: bool) -> Console:
    from rich.console import Console

    return Console(stderr=to_stderr, highlight=False)
