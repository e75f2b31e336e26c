"""The verbs that run a whole study and write it, or run it again and compare."""

from __future__ import annotations

import gc
import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import click

from mine_study.commands.console_language import wrong_words
from mine_study.commands.exit_codes import CHECK_FAILED
from mine_study.commands.files import or_refuse, typed, write
from mine_study.commands.options import (
    FORCE,
    OFFLINE,
    OUT,
    OUT_FOLDER,
    STUDY,
    overridden,
    talking,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from equipment_catalog.messages import Message
    from mine_study.commands.talk import Talk
    from mine_study.layers import Override
    from mine_study.study import Progress, StudyResult


@click.command()
@click.option(
    "--out",
    default="solmina-demo",
    show_default=True,
    type=OUT_FOLDER,
    help="Folder to write.",
)
@FORCE
@talking
def demo(out: Path, *, force: bool, talk: Talk) -> None:
    """Run the bundled study of Los Conquistadores and say where the report lies."""
    from mine_study.examples import example_folder

    study = example_folder("los_conquistadores")
    _Run(study, out, ("html",), ()).write(talk, force=force)


@click.command()
@STUDY
@OUT
@click.option(
    "--formats",
    default="html",
    show_default=True,
    metavar="LIST",
    help="Reports to write beside results.json, separated by commas: html, pdf, xlsx, csv, json"
    " (results.json once more, as report.json).",
)
@overridden
@FORCE
@click.option("--strict", is_flag=True, help="Exit with 5 when the register holds a warning.")
@click.option(
    "--verify",
    is_flag=True,
    help="Repeat the run that stands in --out from its manifest, write nothing, and exit with 5"
    " where an input or a figure is another.",
)
@click.option("--plan", is_flag=True, help="Say what would be read and written; run nothing.")
@OFFLINE
@talking
def run(
    study: Path,
    *,
    out: Path,
    formats: str,
    overrides: tuple[Override, ...],
    force: bool,
    strict: bool,
    verify: bool,
    plan: bool,
    offline: bool,
    talk: Talk,
) -> None:
    """Run the whole STUDY and write results.json and its report into a folder."""
    from equipment_catalog.messages import message

    wanted = tuple(name.strip() for name in formats.split(",") if name.strip())
    talk = replace(talk, offline=offline)
    if verify:
        if overrides:
            raise wrong_words(message("--verify takes --set and --scenario from the manifest"))
        _verify(study, out, talk)
        return
    asked = _Run(study, out, wanted, overrides)
    if plan:
        asked.plan(talk)
        return
    result = asked.write(talk, force=force)
    if strict and any(note.kind == "warning" for note in result.notes):
        sys.exit(CHECK_FAILED)


@dataclass(frozen=True)
class _Run:
    """A study to run, the folder for it and the formats of its report."""

    study: Path
    out: Path
    formats: Sequence[str]
    overrides: Sequence[Override]

    def plan(self, talk: Talk) -> None:
        """Print the files that the run would read and write."""
        from equipment_catalog.messages import message
        from mine_study.case import open_case
        from mine_study.layers import scenario_files

        self._check_formats()
        reader = talk.reader(self.study)
        case = talk.or_refuse(lambda: open_case(self.study, self.overrides), reader)
        read = [str(path) for path in (*case.input_files, *scenario_files(self.overrides))]
        made = [str(self.out / name) for name in (*self._reports(), "results.json")]
        lines = [
            *(reader.say(message("reads {file}", file=name)) for name in read),
            *(reader.say(message("writes {file}", file=name)) for name in made),
        ]
        document = json.dumps({"reads": read, "writes": made}, ensure_ascii=False) + "\n"
        talk.print(document, lines)

    def write(self, talk: Talk, *, force: bool) -> StudyResult:
        """Run the study, write its files and print its summary."""
        from mine_study.paper_press import press_waiting

        with press_waiting(is_wanted="pdf" in self.formats):
            return self._written(talk, force=force)

    def _written(self, talk: Talk, *, force: bool) -> StudyResult:
        self._require_room(talk, force=force)
        reader = talk.reader(self.study)
        _leave_alone_what_is_loaded()
        with talk.steps_of(self.study) as progress:
            result = talk.result(self.study, self.overrides, progress)
            texts = self._texts(result, talk, progress)
        from mine_study.reports import REPORTS
        from mine_study.summaries import run_lines
        from mine_study.summary_grids import run_grids

        paths = write(self.out, texts, [f"report.{name}" for name in REPORTS])
        following = reader.say(self._following(paths))
        talk.print(
            str(texts["results.json"]),
            [*run_lines(result, reader, paths), following],
            lambda: [*run_grids(result, reader, paths), following],
        )
        return result

    def _require_room(self, talk: Talk, *, force: bool) -> None:
        """Refuse formats that are unknown or cannot be made here, and a folder that is taken."""
        from mine_study.outputs import is_finished_run, require_writable
        from mine_study.reports import REQUIREMENTS

        self._check_formats()
        if is_finished_run(self.out) and not force:
            raise wrong_words(self._stands())
        or_refuse(require_writable, self.out)
        talk.require(
            [REQUIREMENTS[name] for name in self.formats if name in REQUIREMENTS], self.study
        )

    def _texts(self, result: StudyResult, talk: Talk, progress: Progress) -> dict[str, str | bytes]:
        """Return what each file holds; what needs charts is loaded when others are at work."""
        from equipment_catalog.messages import message
        from mine_study.reports import begin_reports, longest_last

        texts: dict[str, str | bytes] = {}
        with _without_waiting_for_charts(result):
            begin_reports(result, self.formats)
        for format_ in longest_last(self.formats):
            name = f"report.{format_}"
            progress(message("writing {file}", file=name))
            talk.require([partial(_add, texts, name, format_, result)], self.study)
        from mine_study.results import results_json

        return {name: texts[name] for name in self._reports()} | {
            "results.json": results_json(result)
        }

    def _stands(self) -> Message:
        """Return what may be done where the folder holds a finished run."""
        from equipment_catalog.messages import message

        return message(
            "{out} already holds a finished run; --force overwrites it, another --out keeps it, "
            "solmina run {study} --out {typed} --verify repeats it and compares",
            out=str(self.out),
            study=typed(self.study),
            typed=typed(self.out),
        )

    def _reports(self) -> list[str]:
        return [f"report.{name}" for name in self.formats]

    def _check_formats(self) -> None:
        from equipment_catalog.errors import shown
        from equipment_catalog.messages import message
        from mine_study.reports import REPORTS

        unknown = [name for name in self.formats if name not in REPORTS]
        if unknown:
            raise wrong_words(
                message(
                    "--formats: {name} is not one of {allowed}",
                    name=shown(unknown[0]),
                    allowed=", ".join(REPORTS),
                )
            )

    def _following(self, paths: Sequence[Path]) -> Message:
        """Return what to type next: what opens, and what asks where a figure comes from."""
        from equipment_catalog.messages import message

        study = typed(self.study)
        page = next((path for path in paths if path.suffix == ".html"), None)
        if page is None:
            return message(
                "next: solmina explain {study} finance.whole.npv says where a figure comes from",
                study=study,
            )
        return message(
            "next: open {page} in a browser; solmina explain {study} finance.whole.npv says where "
            "a figure comes from",
            page=typed(page),
            study=study,
        )


def _add(texts: dict[str, str | bytes], name: str, format_: str, result: StudyResult) -> None:
    """Add a report to the texts of a run."""
    from mine_study.reports import REPORTS

    with _without_waiting_for_charts(result):
        texts[name] = REPORTS[format_](result)


@contextmanager
def _without_waiting_for_charts(result: StudyResult) -> Iterator[None]:
    """Interrupted, wait for no chart that another process has not begun."""
    try:
        yield
    except KeyboardInterrupt:
        from mine_study.reports.galleries import leave_off_drawing

        leave_off_drawing(result)
        raise


def _leave_alone_what_is_loaded() -> None:
    """Let the garbage collector pass over modules, which stay: it looks at them over and over."""
    if not gc.get_freeze_count():
        gc.freeze()


def _verify(study: Path, out: Path, talk: Talk) -> None:
    """Repeat a finished run and print what is another; end with 5 where something is."""
    from mine_study.finished_runs import finished_run
    from mine_study.results import plain, results
    from mine_study.verification import (
        recorded_overrides,
        verification,
        verification_document,
        verification_lines,
    )

    reader = talk.reader(study)
    before = talk.or_refuse(lambda: finished_run(out), reader)
    folder = study if study.is_dir() else study.parent
    result = talk.compute(study, recorded_overrides(before, folder))
    found = verification(before, plain(results(result)))
    talk.print(verification_document(found), verification_lines(found, reader))
    if not found.holds:
        sys.exit(CHECK_FAILED)
