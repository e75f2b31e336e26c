"""The verb that reads a study and names every mistake in it."""

from __future__ import annotations

import json
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, NoReturn

import click

from mine_study.commands.console_language import wrong_words
from mine_study.commands.files import free_name, or_refuse, typed, written
from mine_study.commands.options import OUT_FILE, STUDY, overridden, talking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pandas import DataFrame

    from equipment_catalog.errors import InputError
    from mine_study.case import Case
    from mine_study.commands.talk import Talk
    from mine_study.errors_workbook import MarkedBooks
    from mine_study.language import Reader
    from mine_study.layers import Override


@click.command()
@STUDY
@overridden
@click.option(
    "--clean",
    type=OUT_FILE,
    metavar="FILE",
    help="Write the machines of all lists as one, in the units of the study: .xlsx or .csv.",
)
@click.option(
    "--errors-xlsx",
    type=OUT_FILE,
    metavar="FILE",
    help="Return the tables that hold mistakes as workbooks, wrong cells coloured and commented;"
    " several tables, several files: the name of each is added.",
)
@click.option("--force", is_flag=True, help="Overwrite what --clean or --errors-xlsx names.")
@talking
def check(
    study: Path,
    *,
    overrides: tuple[Override, ...],
    clean: Path | None,
    errors_xlsx: Path | None,
    force: bool,
    talk: Talk,
) -> None:
    """Read STUDY and print every problem at once, each with its place."""
    from equipment_catalog.errors import InputError
    from mine_study.case import open_case

    reader = talk.reader(study)
    kept = _Kept(study, overrides, force=force)
    kept.require_free(clean, "--clean", (".csv", ".xlsx"))
    kept.require_free(errors_xlsx, "--errors-xlsx", (".xlsx",))
    try:
        case = open_case(study, overrides)
        files = [_write_clean(clean, case.inventory.machines, reader)] if clean else []
    except InputError as error:
        _return_marked(error, errors_xlsx, kept, talk, unwritten=clean)
    _say_good(case, files, talk, study, unmarked=errors_xlsx)


def _say_good(
    case: Case, files: Sequence[Path], talk: Talk, study: Path, *, unmarked: Path | None
) -> None:
    """Print what was read, what looks odd without being wrong, and what comes next."""
    from equipment_catalog.messages import message
    from mine_study.remarks import remark_line

    reader = talk.reader(study)
    counts = {
        "sites": len(case.calendars),
        "machines": len(case.inventory.machines),
        "bills": len(case.bills),
    }
    following = message(
        "next: solmina run {study} --out {out}", study=typed(study), out=free_name("report")
    )
    nothing = message("{path} was not written: there is nothing to mark", path=str(unmarked))
    remarks = [remark_line(note, reader) for note in case.remarks]
    document = {"problems": [], "remarks": remarks, **counts} | written(files)
    lines = [
        reader.say(message("no problems: {counted}", counted=_counted(counts, reader))),
        *(reader.say(message("note: {remark}", remark=remark)) for remark in remarks),
        *map(str, files),
        *([reader.say(nothing)] if unmarked else []),
        reader.say(following),
    ]
    talk.print(json.dumps(document, ensure_ascii=False) + "\n", lines)


def _counted(counts: Mapping[str, int], reader: Reader) -> str:
    """Return how many of each thing were read, one of a thing in its singular."""
    from equipment_catalog.messages import message

    one = {"sites": message("1 site"), "machines": message("1 line of machines")}
    one |= {"bills": message("1 bill")}
    several = {
        "sites": message("{count:d} sites", count=counts["sites"]),
        "machines": message("{count:,d} lines of machines", count=counts["machines"]),
        "bills": message("{count:,d} bills", count=counts["bills"]),
    }
    return ", ".join(
        reader.say(one[thing] if count == 1 else several[thing]) for thing, count in counts.items()
    )


def _write_clean(path: Path, machines: DataFrame, reader: Reader) -> Path:
    """Write the machines of all lists as one, in the reader's language."""
    from energy_audit.inventory.writing import write_inventory
    from equipment_catalog.messages import message
    from mine_study.blank_study import inventory_words

    words = inventory_words(reader.language)
    sheet = reader.say(message("Machines"))
    return or_refuse(write_inventory, path, machines, words=words, sheet=sheet)


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
        following = message(
            "next: mend them; to see them in your own tables: "
            "solmina check {study} --errors-xlsx errors.xlsx",
            study=typed(kept.study),
        )
        talk.refuse(error, reader, following=following)
    marked: MarkedBooks = marked_books(to, kept.study, kept.overrides, error.problems, reader)
    for path in marked.contents:
        kept.require_free(path, "--errors-xlsx", (".xlsx",))
    books = [or_refuse(write_file_whole, *item) for item in marked.contents.items()]
    problems = [*error.problems, *marked.problems]
    talk.refuse(InputError(problems, error.remarks), reader, books)


@dataclass(frozen=True)
class _Kept:
    """The files that a check may not overwrite."""

    study: Path
    overrides: tuple[Override, ...]
    _: KW_ONLY
    force: bool

    def require_free(self, path: Path | None, option: str, endings: Sequence[str]) -> None:
        """Refuse a file of another kind, one that stands, and, always, one of the study."""
        if path is None:
            return
        from equipment_catalog.messages import message

        place = {"option": option, "path": str(path)}
        if path.suffix.lower() not in endings:
            *others, last = endings
            allowed = message("{one} or {other}", one=others[0], other=last) if others else last
            raise wrong_words(
                message("{option}: {path} does not end in {allowed}", allowed=allowed, **place)
            )
        if not path.exists():
            return
        from mine_study.errors_workbook import belongs_to_study

        if belongs_to_study(path, self.study, self.overrides):
            raise wrong_words(message("{option}: {path} belongs to the study", **place))
        if not self.force:
            raise wrong_words(message("{option}: {path} exists; --force overwrites it", **place))
