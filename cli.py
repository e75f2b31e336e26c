"""The command line: words into one call, results into words."""

from __future__ import annotations

import io
import json
import shlex
import sys
import traceback
from dataclasses import KW_ONLY, dataclass
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pandas import DataFrame

    from equipment_catalog.errors import InputError
    from equipment_catalog.messages import Message
    from mine_study.errors_workbook import MarkedBooks
    from mine_study.language import Reader
    from mine_study.study import StudyResult
    from mine_study.weather_question import WeatherQuestion
    from pv_design.weather import Weather

    Lines = Callable[[StudyResult, Reader], Iterable[str]]

Written = TypeVar("Written")
Command = TypeVar("Command", bound="Callable[..., Any]")

INPUT_WRONG, PART_MISSING, INTERNAL, CHECK_FAILED, INTERRUPTED = 1, 3, 4, 5, 130

STUDY = click.argument("study", type=click.Path(path_type=Path))
OVERRIDES = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Use VALUE for a key of the study.",
)
OUT = click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write.",
)
FORCE = click.option("--force", is_flag=True, help="Overwrite a finished run.")
OFFLINE = click.option("--offline", is_flag=True, help="Ask nobody; use answers that are kept.")
OVERWRITE = click.option("--force", is_flag=True, help="Overwrite what --out names.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
QUIET = click.option("--quiet", is_flag=True, help="Print no progress.")
LANG = click.option(
    "--lang",
    type=click.Choice(["es", "en"]),
    help="Language of messages; else that of the study, else Spanish.",
)
SOURCES = click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")


def _options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Return several options as one decorator, shown in the order they are given."""

    def decorated(command: Command) -> Command:
        return reduce(lambda inner, option: option(inner), reversed(options), command)

    return decorated


PLACE = _options(
    click.option("--coordinates", metavar="TEXT", help='Of the site, as "2.98, -76.65".'),
    click.option("--latitude", type=float, metavar="DEG", help="North positive."),
    click.option("--longitude", type=float, metavar="DEG", help="East positive."),
    click.option("--altitude-m", type=float, metavar="M", help="Else of the source or a map."),
    click.option("--utc-offset", type=float, metavar="H", help="Standard time of the site."),
    click.option(
        "--time-label",
        type=click.Choice(["auto", "start", "centre", "end", "instant"]),
        default="auto",
        show_default=True,
        help="What the times of a file mean.",
    ),
    click.option(
        "--year",
        type=click.IntRange(2000, 2100),
        default=2025,
        show_default=True,
        help="Calendar year of the labels.",
    ),
    OFFLINE,
    click.option("--refresh", is_flag=True, help="Ask again although an answer is kept."),
)


class Solmina(click.Group):
    """The group whose commands answer with the exit codes of the contract."""

    def main(self, *words: Any, **settings: Any) -> Any:  # noqa: ANN401  click's own signature
        """Run the command line; a console that lacks a sign shows another in its place."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        return super().main(*words, **settings)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  click's own signature
        """Run a command; an error nobody foresaw ends in a traceback and code 4."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except (KeyboardInterrupt, click.Abort):
            ctx.exit(INTERRUPTED)
        except Exception:  # noqa: BLE001  the last place before the person
            traceback.print_exc()
            click.echo("solmina: internal error; please report the lines above", err=True)
            ctx.exit(INTERNAL)


@click.group(cls=Solmina, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="solmina", prog_name="solmina")
def main() -> None:
    """From a small mine's motor list and power bills to a financed efficiency and solar plan."""


@main.command()
@click.option(
    "--out",
    default="solmina-demo",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write.",
)
@FORCE
@AS_JSON
@QUIET
@LANG
def demo(out: Path, *, force: bool, as_json: bool, quiet: bool, lang: str | None) -> None:
    """Run the bundled study of Los Conquistadores and say where the report lies."""
    from mine_study.examples import example_folder

    study = example_folder("los_conquistadores")
    _run(study, out, ("html",), (), force=force, talk=Talk(as_json, quiet, lang))


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--country",
    type=click.Choice(["CO", "PE"]),
    default="CO",
    show_default=True,
    help="Whose rules and defaults.",
)
@click.option(
    "--lang",
    type=click.Choice(["es", "en"]),
    default="es",
    show_default=True,
    help="Language of the remarks.",
)
@AS_JSON
@QUIET
def init(folder: Path, *, country: str, lang: str, as_json: bool, quiet: bool) -> None:
    """Write a study to fill in into FOLDER: study.yaml, workbooks (or csv) for machines, bills."""
    from equipment_catalog.messages import message
    from mine_study.blank_study import blank_study
    from mine_study.language import Reader

    reader = Reader(lang, country)
    texts = blank_study(reader)
    standing = [name for name in texts if (folder / name).exists()]
    if standing:
        raise click.UsageError(f"{folder} already holds {', '.join(standing)}")
    paths = [str(path) for path in _write(folder, texts)]
    following = message(
        "next: fill them in, then solmina check {folder}", folder=shlex.quote(str(folder))
    )
    document = json.dumps({"written": paths}, ensure_ascii=False) + "\n"
    Talk(as_json, quiet, lang).print(document, [*paths, reader.say(following)])


@main.command()
@STUDY
@OVERRIDES
@click.option(
    "--clean",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the machines of all lists as one, in the units of the study: .xlsx or .csv.",
)
@click.option(
    "--errors-xlsx",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Return the tables that hold mistakes as workbooks, wrong cells coloured and commented;"
    " several tables, several files: the name of each is added.",
)
@click.option("--force", is_flag=True, help="Overwrite what --clean or --errors-xlsx names.")
@AS_JSON
@QUIET
@LANG
def check(
    study: Path,
    *,
    overrides: tuple[str, ...],
    clean: Path | None,
    errors_xlsx: Path | None,
    force: bool,
    as_json: bool,
    quiet: bool,
    lang: str | None,
) -> None:
    """Read STUDY and print every problem at once, each with its place."""
    from equipment_catalog.errors import InputError
    from equipment_catalog.messages import message
    from mine_study.case import open_case
    from mine_study.remarks import remark_line

    talk = Talk(as_json, quiet, lang)
    reader = talk.reader(study)
    kept = _Kept(study, overrides, force=force)
    kept.require_free(clean, "--clean", (".csv", ".xlsx"))
    kept.require_free(errors_xlsx, "--errors-xlsx", (".xlsx",))
    try:
        case = open_case(study, overrides)
        machines = case.inventory.machines
        written = [_write_clean(clean, machines, reader)] if clean else []
    except InputError as error:
        _return_marked(error, errors_xlsx, kept, talk, unwritten=clean)
    counts = {
        "sites": len(case.calendars),
        "machines": len(machines),
        "bills": len(case.bills),
    }
    good = message(
        "no problems: {sites:d} sites, {machines:d} lines of machines, {bills:d} bills", **counts
    )
    following = message("next: solmina run {study} --out report", study=shlex.quote(str(study)))
    remarks = [remark_line(note, reader) for note in case.remarks]
    document = {"problems": [], "remarks": remarks, **counts} | _written(written)
    lines = [
        reader.say(good),
        *(reader.say(message("note: {remark}", remark=remark)) for remark in remarks),
        *map(str, written),
        reader.say(following),
    ]
    talk.print(json.dumps(document, ensure_ascii=False) + "\n", lines)


def _write_clean(path: Path, machines: DataFrame, reader: Reader) -> Path:
    """Write the machines of all lists as one, in the reader's language."""
    from energy_audit.inventory.writing import write_inventory
    from equipment_catalog.messages import message
    from mine_study.blank_study import inventory_words

    words = inventory_words(reader.language)
    sheet = reader.say(message("Machines"))
    return _or_refuse(write_inventory, path, machines, words=words, sheet=sheet)


def _return_marked(
    error: InputError, to: Path | None, kept: _Kept, talk: Talk, *, unwritten: Path | None
) -> NoReturn:
    """Write the tables with their mistakes marked where that was asked, and print the problems."""
    from equipment_catalog.errors import InputError
    from equipment_catalog.messages import message
    from equipment_catalog.whole_files import write_file_whole
    from mine_study.errors_workbook import marked_books

    reader = talk.reader(kept.study)
    if unwritten is not None:
        said = message(
            "nothing was written to {path}: mend the problems first", path=str(unwritten)
        )
        click.echo(reader.say(said), err=True)
    if to is None:
        talk.refuse(error, reader)
    marked: MarkedBooks = marked_books(to, kept.study, kept.overrides, error.problems, reader)
    for path in marked.contents:
        kept.require_free(path, "--errors-xlsx", (".xlsx",))
    written = [_or_refuse(write_file_whole, *item) for item in marked.contents.items()]
    talk.refuse(InputError([*error.problems, *marked.problems]), reader, written)


def _written(paths: Sequence[Path]) -> dict[str, list[str]]:
    """Return the part of a document that names written files, nothing where there are none."""
    return {"written": [str(path) for path in paths]} if paths else {}


@dataclass(frozen=True)
class _Kept:
    """The files that a check may not overwrite."""

    study: Path
    overrides: tuple[str, ...]
    _: KW_ONLY
    force: bool

    def require_free(self, path: Path | None, option: str, endings: Sequence[str]) -> None:
        """Refuse a file of another kind, one that stands, and, always, one of the study."""
        from mine_study.errors_workbook import belongs_to_study

        if path is None:
            return
        if path.suffix.lower() not in endings:
            raise click.UsageError(f"{option}: {path} does not end in {' or '.join(endings)}")
        if not path.exists():
            return
        if belongs_to_study(path, self.study, self.overrides):
            raise click.UsageError(f"{option}: {path} belongs to the study")
        if not self.force:
            raise click.UsageError(f"{option}: {path} exists; --force overwrites it")


@main.command()
@STUDY
@OVERRIDES
@AS_JSON
@QUIET
@LANG
def audit(
    study: Path, *, overrides: tuple[str, ...], as_json: bool, quiet: bool, lang: str | None
) -> None:
    """Print the energy balance of STUDY and its measures, to do or to keep."""
    from mine_study.summaries import audit_lines

    keys = ("energy", "measures", "package")
    _print_part(study, overrides, keys, audit_lines, Talk(as_json, quiet, lang))


@main.command()
@STUDY
@OVERRIDES
@AS_JSON
@QUIET
@LANG
def design(
    study: Path, *, overrides: tuple[str, ...], as_json: bool, quiet: bool, lang: str | None
) -> None:
    """Print the solar resource of STUDY and the photovoltaic plant for its demand."""
    from mine_study.summaries import design_lines

    _print_part(study, overrides, ("pv",), design_lines, Talk(as_json, quiet, lang))


@main.command()
@STUDY
@OUT
@click.option(
    "--formats",
    default="html",
    show_default=True,
    metavar="LIST",
    help="Reports to write beside results.json, separated by commas: html, pdf, xlsx, csv, json.",
)
@OVERRIDES
@FORCE
@click.option("--strict", is_flag=True, help="Exit with 5 when the register holds a warning.")
@OFFLINE
@AS_JSON
@QUIET
@LANG
def run(
    study: Path,
    *,
    out: Path,
    formats: str,
    overrides: tuple[str, ...],
    force: bool,
    strict: bool,
    offline: bool,
    as_json: bool,
    quiet: bool,
    lang: str | None,
) -> None:
    """Run the whole STUDY and write results.json and its report into a folder."""
    wanted = tuple(name.strip() for name in formats.split(",") if name.strip())
    talk = Talk(as_json, quiet, lang, offline=offline)
    result = _run(study, out, wanted, overrides, force=force, talk=talk)
    if strict and any(note.kind == "warning" for note in result.notes):
        sys.exit(CHECK_FAILED)


@main.group()
def weather() -> None:
    """Describe, compare and fetch the sun's figures of a place.

    A SOURCE is a weather file, the name of a source, as embedded, or a study.
    SOLMINA_OFFLINE=1 has the effect of --offline on every command, SOLMINA_CACHE names the folder
    of kept answers.
    """


@weather.command("describe")
@SOURCES
@PLACE
@AS_JSON
@QUIET
@LANG
def describe_weather(
    sources: tuple[str, ...],
    *,
    as_json: bool,
    quiet: bool,
    lang: str | None,
    **place: Any,  # noqa: ANN401  the options of PLACE
) -> None:
    """Print the months of each SOURCE, its quality marks, its uncertainty and its notes."""
    from mine_study.weather_documents import description_document
    from mine_study.weather_lines import description_lines

    talk = Talk(as_json, quiet, lang)
    found, reader = talk.weather(sources, place)
    talk.print(description_document(found, reader), description_lines(found, reader))


@weather.command("compare")
@SOURCES
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write weather.svg, a chart, and weather.csv into it.",
)
@OVERWRITE
@PLACE
@AS_JSON
@QUIET
@LANG
def compare_weather(
    sources: tuple[str, ...],
    *,
    out: Path | None,
    force: bool,
    as_json: bool,
    quiet: bool,
    lang: str | None,
    **place: Any,  # noqa: ANN401  the options of PLACE
) -> None:
    """Print the months of several SOURCEs side by side and where they disagree."""
    from mine_study.weather_comparison_lines import comparison_lines
    from mine_study.weather_documents import comparison_document
    from mine_study.weather_files import COMPARISON_FILES, comparison_files
    from pv_design.weather.comparison import compare_weather as compared

    if len(sources) == 1:
        raise click.UsageError("compare needs two sources or more")
    standing = [name for name in COMPARISON_FILES if out and (out / name).exists()]
    if standing and not force:
        raise click.UsageError(f"{out} already holds {', '.join(standing)}; --force overwrites")
    talk = Talk(as_json, quiet, lang)
    found, reader = talk.weather(sources, place)
    comparison = compared(found)
    paths = _write(out, comparison_files(comparison, reader)) if out else ()
    lines = [*comparison_lines(comparison, found, reader), *map(str, paths)]
    talk.print(comparison_document(comparison, found, _written(paths), reader), lines)


@weather.command("fetch")
@SOURCES
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the raw answer of one SOURCE there too.",
)
@OVERWRITE
@PLACE
@AS_JSON
@QUIET
@LANG
def fetch_weather(
    sources: tuple[str, ...],
    *,
    out: Path | None,
    force: bool,
    as_json: bool,
    quiet: bool,
    lang: str | None,
    **place: Any,  # noqa: ANN401  the options of PLACE
) -> None:
    """Bring the answer of each online SOURCE into the cache and say where it lies.

    A study among the words gives the places of its sites; alone, it also says from where each has
    its sun.
    """
    from equipment_catalog.errors import InputError
    from equipment_catalog.whole_files import write_file_whole
    from mine_study.weather_answers import (
        answer_document,
        answer_lines,
        fetch_all,
        questions_asked,
    )

    _require_free(out, force=force)
    talk = Talk(as_json, quiet, lang)
    reader, question = talk.question(sources, place)
    asked = talk.or_refuse(lambda: questions_asked(sources, question), reader)
    if out and len(asked) > 1:
        raise click.UsageError("--out: one answer at a time")
    answers, problems = fetch_all(asked, progress=talk.progress(reader))
    copies = [_or_refuse(write_file_whole, out, a.body.read_bytes()) for a in answers[:1] if out]
    if problems:
        talk.refuse(InputError(problems), reader, [answer.body for answer in answers])
    talk.print(answer_document(answers), [*answer_lines(answers, reader), *map(str, copies)])


@weather.command("hours")
@click.argument("source")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="csv to write, in the layout of SAM.",
)
@OVERWRITE
@PLACE
@AS_JSON
@QUIET
@LANG
def write_hours(
    source: str,
    *,
    out: Path,
    force: bool,
    as_json: bool,
    quiet: bool,
    lang: str | None,
    **place: Any,  # noqa: ANN401  the options of PLACE
) -> None:
    """Write the 8,760 checked hours of SOURCE for other programs."""
    from equipment_catalog.whole_files import write_file_whole
    from mine_study.weather_hours import hours_csv, only_weather

    _require_free(out, force=force)
    talk = Talk(as_json, quiet, lang)
    found, reader = talk.weather((source,), place)
    chosen = talk.or_refuse(lambda: only_weather(found), reader)
    _or_refuse(write_file_whole, out, hours_csv(chosen, reader).encode())
    talk.print(json.dumps(_written([out])) + "\n", [str(out)])


@main.group()
def catalog() -> None:
    """Look for modules, inverters and tariff sheets that a study may name."""


@catalog.command("modules")
@click.argument("words", nargs=-1)
@AS_JSON
@QUIET
@LANG
def list_modules(words: tuple[str, ...], *, as_json: bool, quiet: bool, lang: str | None) -> None:
    """Print the modules of the catalogue, or those whose names hold WORDS, the CEC list's too."""
    from mine_study.catalogue_lines import module_rows

    _print_catalogue(module_rows, words, Talk(as_json, quiet, lang))


@catalog.command("inverters")
@click.argument("words", nargs=-1)
@AS_JSON
@QUIET
@LANG
def list_inverters(words: tuple[str, ...], *, as_json: bool, quiet: bool, lang: str | None) -> None:
    """Print the inverters of the catalogue, or those whose names hold WORDS, the CEC list's too."""
    from mine_study.catalogue_lines import inverter_rows

    _print_catalogue(inverter_rows, words, Talk(as_json, quiet, lang))


@catalog.command("tariffs")
@click.argument("words", nargs=-1)
@AS_JSON
@QUIET
@LANG
def list_tariffs(words: tuple[str, ...], *, as_json: bool, quiet: bool, lang: str | None) -> None:
    """Print the tariff sheets that ship, or those whose keys hold WORDS."""
    from mine_study.catalogue_lines import tariff_rows

    _print_catalogue(tariff_rows, words, Talk(as_json, quiet, lang))


def _print_catalogue(
    rows_of: Callable[[str], list[dict[str, Any]]], words: Sequence[str], talk: Talk
) -> None:
    from mine_study.catalogue_lines import catalogue_document, catalogue_lines
    from mine_study.language import Reader

    reader = Reader(talk.lang or "es", "CO")
    rows = talk.or_refuse(lambda: rows_of(" ".join(words)), reader)
    talk.print(catalogue_document(rows), catalogue_lines(rows, reader))


def _require_free(out: Path | None, *, force: bool) -> None:
    if out and out.exists() and not force:
        raise click.UsageError(f"--out: {out} exists; --force overwrites it")


def _run(
    study: Path,
    out: Path,
    formats: Sequence[str],
    overrides: Sequence[str],
    *,
    force: bool,
    talk: Talk,
) -> StudyResult:
    """Run a study, write its files and print its summary."""
    from mine_study.outputs import is_finished_run, require_writable
    from mine_study.reports import REPORTS, REQUIREMENTS
    from mine_study.results import results_json
    from mine_study.summaries import run_lines

    unknown = [name for name in formats if name not in REPORTS]
    if unknown:
        raise click.UsageError(f"--formats: {unknown[0]!r} is not one of {', '.join(REPORTS)}")
    if is_finished_run(out) and not force:
        raise click.UsageError(f"{out} already holds a finished run; --force overwrites it")
    _or_refuse(require_writable, out)
    talk.require([REQUIREMENTS[name] for name in formats if name in REQUIREMENTS], study)
    result = talk.compute(study, overrides)
    document = results_json(result)
    texts = {f"report.{name}": REPORTS[name](result) for name in formats}
    paths = _write(out, {**texts, "results.json": document}, [f"report.{name}" for name in REPORTS])
    talk.print(document, run_lines(result, talk.reader(study), paths))
    return result


def _echo_json(document: str) -> None:
    """Print a document in UTF-8, whatever the console speaks."""
    click.echo(document.encode(), nl=False)


def _write(
    folder: Path, texts: Mapping[str, str | bytes], outdated: Sequence[str] = ()
) -> tuple[Path, ...]:
    from mine_study.outputs import write_whole

    return _or_refuse(write_whole, folder, texts, outdated)


def _or_refuse(
    write: Callable[..., Written], folder: Path, *more: object, **named: object
) -> Written:
    """Call what writes into a folder; say in one line why it cannot."""
    try:
        return write(folder, *more, **named)
    except OSError as error:
        raise click.UsageError(f"cannot write into {folder}: {error.strerror}") from None


def _print_part(
    study: Path, overrides: Sequence[str], keys: Sequence[str], lines: Lines, talk: Talk
) -> None:
    """Run a study and print a part of its results."""
    from mine_study.results import plain, results

    result = talk.compute(study, overrides)
    everything = plain(results(result))
    document = json.dumps({key: everything[key] for key in keys}, ensure_ascii=False, indent=2)
    talk.print(document + "\n", lines(result, talk.reader(study)))


@dataclass(frozen=True)
class Talk:
    """How a command speaks: as JSON or in lines, with or without progress, in which language.

    Offline, what it runs asks no service on the network.
    """

    as_json: bool
    quiet: bool
    lang: str | None
    _: KW_ONLY
    offline: bool = False

    def reader(self, study: Path) -> Reader:
        """Return the reader of a study's messages."""
        from mine_study.study_reader import reader_of

        return reader_of(study, self.lang)

    def compute(self, study: Path, overrides: Sequence[str]) -> StudyResult:
        """Run a study with progress on stderr; end with 1 where its input is wrong."""
        from equipment_catalog.errors import InputError
        from mine_study.study import run_study
        from pv_design.weather.online.access import Access

        reader = self.reader(study)
        try:
            return run_study(
                study,
                overrides,
                progress=self.progress(reader),
                access=Access(offline=True) if self.offline else None,
            )
        except InputError as error:
            self.refuse(error, reader)

    def require(self, parts: Iterable[Callable[[], None]], study: Path) -> None:
        """End with 3 and the command that installs it where an optional part is missing."""
        from mine_study.missing_part import MissingPartError

        try:
            for require_part in parts:
                require_part()
        except MissingPartError as missing:
            words = self.reader(study).say(missing.what_to_do)
            if self.as_json:
                _echo_json(json.dumps({"missing": words}, ensure_ascii=False) + "\n")
            else:
                click.echo(words, err=True)
            sys.exit(PART_MISSING)

    def progress(self, reader: Reader) -> Callable[[Message], None]:
        """Return what prints each step on stderr, unless nobody wants to hear."""

        def step_begins(step: Message) -> None:
            if not self.quiet:
                click.echo(f"· {reader.say(step)}", err=True)

        return step_begins

    def question(
        self, sources: Sequence[str], place: Mapping[str, Any]
    ) -> tuple[Reader, WeatherQuestion]:
        """Return who reads about the weather and what is asked; end with 1 where it is wrong."""
        from equipment_catalog.errors import InputError
        from mine_study.weather_question import weather_question
        from mine_study.weather_sources import study_among

        reader = self.reader(study_among(sources))
        try:
            return reader, weather_question(**place)
        except InputError as error:
            self.refuse(error, reader)

    def weather(
        self, sources: Sequence[str], place: Mapping[str, Any]
    ) -> tuple[Mapping[str, Weather], Reader]:
        """Return the weather of each source by name and who reads it; end with 1 likewise."""
        from equipment_catalog.errors import InputError
        from mine_study.weather_sources import weather_of

        reader, question = self.question(sources, place)
        try:
            return weather_of(sources, question, progress=self.progress(reader)), reader
        except InputError as error:
            self.refuse(error, reader)

    def or_refuse(self, ask: Callable[[], Written], reader: Reader) -> Written:
        """Return what is asked; end with 1 where the input is wrong."""
        from equipment_catalog.errors import InputError

        try:
            return ask()
        except InputError as error:
            self.refuse(error, reader)

    def refuse(self, error: InputError, reader: Reader, written: Sequence[Path] = ()) -> NoReturn:
        """Print every problem, one line each, and the files that show them; end with 1."""
        from mine_study.summaries import problem_document, problem_line

        if self.as_json:
            problems = [problem_document(one, reader) for one in error.problems]
            document = {"problems": problems} | _written(written)
            _echo_json(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        else:
            for problem in error.problems:
                click.echo(problem_line(problem, reader), err=True)
            for path in written:
                click.echo(path)
        sys.exit(INPUT_WRONG)

    def print(self, document: str, lines: Iterable[str]) -> None:
        """Print the document or the lines."""
        if self.as_json:
            _echo_json(document)
        else:
            for line in lines:
                click.echo(line)


if __name__ == "__main__":
    main(prog_name="solmina")
