"""How a verb speaks: as JSON or in lines, with or without progress, in which language."""

from __future__ import annotations

import json
import sys
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from mine_study.commands.exit_codes import INPUT_WRONG, PART_MISSING
from mine_study.commands.files import typed, written
from mine_study.commands.terminal import is_terminal, print_for_eyes, timed_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from equipment_catalog.errors import InputError, Problem
    from equipment_catalog.messages import Message
    from mine_study.language import Reader
    from mine_study.layers import Override
    from mine_study.study import Progress, StudyResult
    from mine_study.text_table import Said
    from mine_study.weather_question import WeatherQuestion
    from pv_design.weather import Weather

Answer = TypeVar("Answer")
SEEN_AT_ONCE = 20
"""Problems that are printed for a person at a terminal."""


@dataclass(frozen=True)
class Talk:
    """How a command speaks, and what it does when the input is wrong.

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

    def compute(self, study: Path, overrides: Sequence[Override]) -> StudyResult:
        """Run a study with progress on stderr; end with 1 where its input is wrong."""
        with self.steps_of(study) as progress:
            return self.result(study, overrides, progress)

    def result(self, study: Path, overrides: Sequence[Override], progress: Progress) -> StudyResult:
        """Run a study among steps that are told."""
        from mine_study.study import run_study
        from pv_design.weather.online.access import Access

        access = Access(offline=True) if self.offline else None
        return run_study(study, overrides, progress=progress, access=access)

    def steps_of(self, study: Path) -> AbstractContextManager[Progress]:
        """Give what tells the steps of a study; say what to type next where it is wrong."""
        from equipment_catalog.messages import message

        again = message("next: mend what is wrong, then solmina check {study}", study=typed(study))
        return self.steps(self.reader(study), again)

    def reader_of_run(self, place: Path) -> Reader:
        """Return who reads about a finished run, or about a study."""
        from mine_study.finished_runs import finished_run, names_a_run
        from mine_study.language import Reader

        if not names_a_run(place):
            return self.reader(place)
        unread = Reader(self.lang or "es", "CO")
        identity = self.or_refuse(lambda: finished_run(place), unread)["study"]
        return Reader(self.lang or str(identity["language"]), str(identity["country"]))

    def finished(self, place: Path, reader: Reader) -> dict[str, Any]:
        """Return the results of a finished run, or of a study, which is run."""
        from mine_study.finished_runs import finished_run, names_a_run
        from mine_study.results import plain, results

        if names_a_run(place):
            return self.or_refuse(lambda: finished_run(place), reader)
        found: dict[str, Any] = plain(results(self.compute(place, ())))
        return found

    @contextmanager
    def steps(self, reader: Reader, following: Message | None = None) -> Iterator[Progress]:
        """Give what tells each step on stderr; end with 1 where the input is wrong."""
        from equipment_catalog.errors import InputError

        try:
            with self._told(reader) as begin:
                yield begin
        except InputError as error:
            self.refuse(error, reader, following=following)

    def _told(self, reader: Reader) -> AbstractContextManager[Progress]:
        """Give what tells each step, with its seconds where a person looks on."""
        if self.quiet:
            return nullcontext(lambda _step: None)
        if is_terminal(sys.stderr):
            return timed_steps(reader)
        return nullcontext(lambda step: click.echo(f"· {reader.say(step)}", err=True))

    def require(self, parts: Iterable[Callable[[], None]], study: Path) -> None:
        """End with 3 and the command that installs it where an optional part is missing."""
        from mine_study.missing_part import MissingPartError

        try:
            for require_part in parts:
                require_part()
        except MissingPartError as missing:
            words = self.reader(study).say(missing.what_to_do)
            if self.as_json:
                echo_json(json.dumps({"missing": words}, ensure_ascii=False) + "\n")
            else:
                click.echo(words, err=True)
            sys.exit(PART_MISSING)

    def question(
        self, sources: Sequence[str], place: Mapping[str, Any]
    ) -> tuple[Reader, WeatherQuestion]:
        """Return who reads about the weather and what is asked; end with 1 where it is wrong."""
        from mine_study.weather_question import weather_question
        from mine_study.weather_sources import study_among

        reader = self.reader(study_among(sources))
        return reader, self.or_refuse(lambda: weather_question(**place), reader)

    def weather(
        self, sources: Sequence[str], place: Mapping[str, Any]
    ) -> tuple[Mapping[str, Weather], Reader]:
        """Return the weather of each source by name and who reads it; end with 1 likewise."""
        from mine_study.weather_sources import weather_of

        reader, question = self.question(sources, place)
        with self.steps(reader) as progress:
            return weather_of(sources, question, progress=progress), reader

    def or_refuse(self, ask: Callable[[], Answer], reader: Reader) -> Answer:
        """Return what is asked; end with 1 where the input is wrong."""
        from equipment_catalog.errors import InputError

        try:
            return ask()
        except InputError as error:
            self.refuse(error, reader)

    def refuse(
        self,
        error: InputError,
        reader: Reader,
        files: Sequence[Path] = (),
        following: Message | None = None,
    ) -> NoReturn:
        """Print every problem, one line each, and the files that show them; end with 1.

        How the tables were read follows, since that may explain a problem. What to type next is
        said where a person looks on; programs read one line a problem.
        """
        from mine_study.remarks import remark_line
        from mine_study.summaries import problem_document

        remarks = [remark_line(note, reader) for note in error.remarks]
        if self.as_json:
            problems = [problem_document(one, reader) for one in error.problems]
            document = {"problems": problems, "remarks": remarks} | written(files)
            echo_json(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        else:
            _print_problems(error.problems, remarks, reader)
            for path in files:
                click.echo(path)
            if following is not None and is_terminal(sys.stderr) and not self.quiet:
                click.echo(reader.say(following), err=True)
        sys.exit(INPUT_WRONG)

    def print(
        self,
        document: str,
        said: Iterable[Said],
        for_eyes: Callable[[], Iterable[Said]] | None = None,
    ) -> None:
        """Print the document, or the lines; on a terminal what was made for eyes, if anything."""
        from mine_study.text_table import plain_lines

        if self.as_json:
            echo_json(document)
        elif is_terminal(sys.stdout):
            print_for_eyes(for_eyes() if for_eyes else said)
        else:
            for line in plain_lines(said):
                click.echo(line)


def _print_problems(problems: Sequence[Problem], remarks: Sequence[str], reader: Reader) -> None:
    """Print each problem as a line, for a person not too many, and how the tables were read."""
    from equipment_catalog.messages import message
    from mine_study.summaries import problem_line

    seen = problems[:SEEN_AT_ONCE] if is_terminal(sys.stderr) else problems
    for problem in seen:
        click.echo(problem_line(problem, reader), err=True)
    if more := len(problems) - len(seen):
        said = message(
            "and {more:d} more: check --errors-xlsx marks them all, a pipe or a file "
            "gets a line of each",
            more=more,
        )
        click.echo(reader.say(said), err=True)
    for remark in remarks:
        click.echo(reader.say(message("note: {remark}", remark=remark)), err=True)


def echo_json(document: str) -> None:
    """Print a document in UTF-8, whatever the console speaks."""
    click.echo(document.encode(), nl=False)
