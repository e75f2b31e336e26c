"""`solmina doctor` says what is there and, of what is missing, what to do."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import mine_study.doctor
from cli import main
from equipment_catalog.messages import message
from mine_study.doctor import CHECKS, examination
from mine_study.missing_part import MissingPartError


def told(*words):
    done = CliRunner().invoke(main, ["doctor", "--json", *words])
    assert done.exit_code == 0, done.output
    return {one["subject"]: one for one in json.loads(done.stdout)["findings"]}


def state_of(check):
    return next(one for one in examination() if one.subject.template == check)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_everything_is_looked_at_and_said_in_each_language(lang):
    found = told("--lang", lang)
    assert len(found) == len(CHECKS)
    assert all(one["said"] for one in found.values())
    lines = CliRunner().invoke(main, ["doctor", "--lang", lang]).stdout
    assert all(subject in lines for subject in found)


def test_the_versions_are_those_that_are_installed():
    import numpy as np  # noqa: PLC0415  its version alone is wanted

    assert f"numpy {np.__version__}" in told("--lang", "en")["libraries"]["said"]


def test_a_missing_library_is_named_with_the_command_that_brings_it(monkeypatch):
    monkeypatch.setattr(mine_study.doctor, "requires", lambda _name: ["no-such-thing>=1", "click"])
    found = told("--lang", "en")["libraries"]
    assert (found["state"], found["remedy"]) == ("warn", "pip install no-such-thing")
    assert found["said"].startswith("click ")


def test_extras_are_no_required_libraries(monkeypatch):
    lines = ["click>=8", 'weasyprint>=70; extra == "pdf"']
    monkeypatch.setattr(mine_study.doctor, "requires", lambda _name: lines)
    assert "weasyprint" not in told("--lang", "en")["libraries"]["said"]


def test_without_a_printer_it_says_what_to_install(monkeypatch):
    def nothing():
        raise MissingPartError(message("install {name}", name="a printer"))

    monkeypatch.setattr(mine_study.doctor, "require_printer", nothing)
    assert told("--lang", "en")["PDF"]["remedy"] == "install a printer"


def test_a_browser_prints_where_weasyprint_is_missing(monkeypatch):
    monkeypatch.setattr(mine_study.doctor, "find_spec", lambda _name: None)
    monkeypatch.setattr(mine_study.doctor, "find_browser", lambda: Path("/opt/edge"))
    monkeypatch.setattr(mine_study.doctor, "require_printer", lambda: None)
    monkeypatch.setattr(mine_study.doctor, "has_weasyprint", lambda: False)
    found = told("--lang", "en")
    assert found["PDF"]["said"] == f"{Path('/opt/edge')} prints"
    assert "solmina[fast]" in found["fast storage"]["remedy"]


def test_a_weasyprint_that_cannot_be_loaded_does_not_print(monkeypatch, tmp_path):
    """As on a machine without Pango: the package is there and its import raises OSError."""
    (tmp_path / "weasyprint.py").write_text("raise OSError('no pango')", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(mine_study.doctor, "find_browser", lambda: Path("/opt/edge"))
    monkeypatch.setattr("mine_study.reports.printers.find_browser", lambda: Path("/opt/edge"))
    assert told("--lang", "en")["PDF"]["said"] == f"{Path('/opt/edge')} prints"


def test_the_folder_of_kept_weather_is_counted_and_named(monkeypatch, tmp_path):
    (tmp_path / "answer").write_bytes(b"x" * 250_000)
    monkeypatch.setenv("SOLMINA_CACHE", str(tmp_path))
    said = told("--lang", "en")["kept weather"]["said"]
    assert said == f"{tmp_path}: 1 files, 0.2 MB"


def test_a_folder_that_cannot_be_written_is_warned_of(monkeypatch, tmp_path):
    monkeypatch.setenv("SOLMINA_CACHE", str(tmp_path / "new"))
    monkeypatch.setattr(mine_study.doctor.os, "access", lambda *_words: False)
    assert "SOLMINA_CACHE" in told("--lang", "en")["kept weather"]["remedy"]


def test_being_offline_is_said(monkeypatch):
    monkeypatch.setenv("SOLMINA_OFFLINE", "1")
    assert "SOLMINA_OFFLINE is set" in told("--lang", "en")["network"]["said"]


@pytest.mark.parametrize(
    ("encoding", "well"), [("utf-8", True), ("cp1252", False), ("ascii", False)]
)
def test_a_console_that_lacks_signs_is_warned_of(monkeypatch, encoding, well):
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    assert state_of("console").is_well is well
