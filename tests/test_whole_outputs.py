"""Files of a run appear whole or not at all, and what stood there before comes back."""

from __future__ import annotations

import errno
import io
import os
import tempfile
import zipfile

import pytest
from pilot_runs import QUICK, studied

from mine_study.outputs import require_writable, write_whole
from mine_study.reports import REPORTS

OLD = {"report.html": "old page", "report.pdf": "old print", "results.json": "old"}
NEW = {"report.html": "new page", "report.xlsx": b"new book", "results.json": "new"}


def held(folder):
    return {path.name: path.read_text("utf-8") for path in folder.iterdir() if path.is_file()}


def test_a_file_that_cannot_be_moved_in_puts_every_older_one_back(tmp_path):
    write_whole(tmp_path, OLD)
    (tmp_path / "report.xlsx").mkdir()
    (tmp_path / "report.xlsx" / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(OSError, match=r"report\.xlsx"):
        write_whole(tmp_path, NEW, outdated=["report.pdf", "report.html"])
    assert held(tmp_path) == OLD
    assert held(tmp_path / "report.xlsx") == {"mine.txt": "keep"}
    assert {path.name for path in tmp_path.iterdir()} == {*OLD, "report.xlsx"}


def test_the_files_of_an_older_run_go_and_those_of_others_stay(tmp_path):
    write_whole(tmp_path, OLD | {"notes.txt": "of a person"})
    written = write_whole(tmp_path, NEW, outdated=["report.pdf", "report.html"])
    assert held(tmp_path) == {"notes.txt": "of a person"} | {
        path.name: path.read_text("utf-8") for path in written
    }
    assert held(tmp_path)["report.xlsx"] == "new book"


def test_a_new_folder_that_cannot_be_filled_is_not_left_behind(tmp_path, monkeypatch):
    def full(*_words):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("mine_study.outputs._exchange", full)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        write_whole(tmp_path / "made", NEW)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_stands_is_written_without_touching_what_lies_beside_it(
    tmp_path, monkeypatch
):
    """The folder above may be read-only, or another disk than one that is mounted here."""
    made = tmp_path / "made"
    made.mkdir()
    closed, make = {tmp_path}, tempfile.mkdtemp

    def guarded(*, prefix, dir):  # noqa: A002  the name that tempfile gave it
        if dir in closed:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(dir))
        return make(prefix=prefix, dir=dir)

    monkeypatch.setattr("mine_study.outputs.tempfile.mkdtemp", guarded)
    require_writable(made)
    write_whole(made, NEW)
    assert set(held(made)) == {path.name for path in made.iterdir()} == set(NEW)
    with pytest.raises(PermissionError):
        require_writable(tmp_path / "other")


def test_the_workbook_bears_the_time_of_the_run_and_no_other():
    """So that SOURCE_DATE_EPOCH, which fixes that time, gives the same bytes twice."""
    result = studied(QUICK)
    with zipfile.ZipFile(io.BytesIO(REPORTS["xlsx"](result))) as book:
        told = book.read("docProps/core.xml").decode()
        stamps = {part.date_time[:3] for part in book.infolist()}
    moment = result.manifest["created"].replace("+00:00", "Z")
    assert told.count(f">{moment}<") == told.count("dcterms:W3CDTF") == 2
    assert stamps == {(1980, 1, 1)}
