"""Verbs about the sun's figures of a place: describe, compare, fetch, hours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from mine_study.commands.console_language import wrong_words
from mine_study.commands.files import or_refuse, require_free, write, written
from mine_study.commands.options import (
    OUT_FILE,
    OUT_FOLDER,
    OVERWRITE,
    PLACE,
    SOURCES,
    talking,
)

if TYPE_CHECKING:
    from pathlib import Path

    from mine_study.commands.talk import Talk


@click.group()
def weather() -> None:
    """Describe, compare and fetch the sun's figures of a place.

    A SOURCE is a weather file, the name of a source, as embedded, or a study.
    SOLMINA_OFFLINE=1 has the effect of --offline on every command, SOLMINA_CACHE names the folder
    of kept answers.
    """


@weather.command("describe")
@SOURCES
@PLACE
@talking
def describe_weather(
    sources: tuple[str, ...],
    *,
    talk: Talk,
    **place: Any,  # noqa: ANN401  the options of PLACE
) -> None:
    """Print the months of each SOURCE, its quality marks, its uncertainty and its notes."""
    from mine_study.weather_documents import description_document
    from mine_study.weather_lines import description_lines

    found, reader = talk.weather(sources, place)
    talk.print(description_document(found, reader), description_lines(found, reader))


@weather.command("compare")
@SOURCES
@click.option(
    "--out",
    type=OUT_FOLDER,
    metavar="FOLDER",
    help="Write weather.svg, a chart, and weather.csv into it.",
)
@OVERWRITE
@PLACE
@talking
def compare_weather(
    sources: tuple[str, ...],
    *,
    out: Path | None,
    force: bool,
    talk: Talk,
    **place: Any,  # noqa: ANN401  the options of PLACE
) -> None:
    """Print the months of several SOURCEs side by side and where they disagree."""
    from equipment_catalog.messages import message
    from mine_study.weather_comparison_lines import comparison_lines
    from mine_study.weather_documents import comparison_document
    from mine_study.weather_files import COMPARISON_FILES, comparison_files
    from pv_design.weather.comparison import compare_weather as compared

    if len(sources) == 1:
        raise wrong_words(message("compare needs two sources or more"))
    standing = [name for name in COMPARISON_FILES if out and (out / name).exists()]
    if standing and not force:
        held = {"out": str(out), "files": ", ".join(standing)}
        raise wrong_words(message("{out} already holds {files}; --force overwrites", **held))
    found, reader = talk.weather(sources, place)
    comparison = compared(found)
    paths = write(out, comparison_files(comparison, reader)) if out else ()
    lines = [*comparison_lines(comparison, found, reader), *map(str, paths)]
    talk.print(comparison_document(comparison, found, written(paths), reader), lines)


@weather.command("fetch")
@SOURCES
@click.option(
    "--out",
    type=OUT_FILE,
    metavar="FILE",
    help="Write the raw answer of one SOURCE there too.",
)
@OVERWRITE
@PLACE
@talking
def fetch_weather(
    sources: tuple[str, ...],
    *,
    out: Path | None,
    force: bool,
    talk: Talk,
    **place: Any,  # noqa: ANN401  the options of PLACE
) -> None:
    """Bring the answer of each online SOURCE into the cache and say where it lies.

    A study among the words gives the places of its sites; alone, it also says from where each has
    its sun.
    """
    from equipment_catalog.errors import InputError
    from equipment_catalog.messages import message
    from equipment_catalog.whole_files import write_file_whole
    from mine_study.weather_answers import (
        answer_document,
        answer_lines,
        fetch_all,
        questions_asked,
    )

    require_free(out, force=force)
    reader, question = talk.question(sources, place)
    asked = talk.or_refuse(lambda: questions_asked(sources, question), reader)
    if out and len(asked) > 1:
        raise wrong_words(message("--out: one answer at a time"))
    with talk.steps(reader) as progress:
        answers, problems = fetch_all(asked, progress=progress)
    copies = [or_refuse(write_file_whole, out, a.body.read_bytes()) for a in answers[:1] if out]
    if problems:
        talk.refuse(InputError(problems), reader, [answer.body for answer in answers])
    talk.print(answer_document(answers), [*answer_lines(answers, reader), *map(str, copies)])


@weather.command("hours")
@click.argument("source", metavar="SOURCE")
@click.option(
    "--out",
    required=True,
    type=OUT_FILE,
    metavar="FILE",
    help="csv to write, in the layout of SAM.",
)
@OVERWRITE
@PLACE
@talking
def write_hours(
    source: str,
    *,
    out: Path,
    force: bool,
    talk: Talk,
    **place: Any,  # noqa: ANN401  the options of PLACE
) -> None:
    """Write the 8,760 checked hours of SOURCE for other programs."""
    from equipment_catalog.whole_files import write_file_whole
    from mine_study.weather_hours import hours_csv, only_weather

    require_free(out, force=force)
    found, reader = talk.weather((source,), place)
    chosen = talk.or_refuse(lambda: only_weather(found), reader)
    or_refuse(write_file_whole, out, hours_csv(chosen, reader).encode())
    talk.print(json.dumps(written([out])) + "\n", [str(out)])
