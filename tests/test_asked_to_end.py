"""Whoever ends a command, by Ctrl-C or as a service does, finds nothing of it left behind."""

from __future__ import annotations

import io
import os
import signal
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from pilot_runs import EXAMPLE

import mine_study.study
from cli import main
from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from mine_study import outputs
from mine_study.commands.asked_to_end import ended_as_interrupted, was_asked_to_end
from mine_study.commands.exit_codes import INTERRUPTED
from mine_study.outputs import write_whole
from mine_study.reports.browsers import print_with

SCRIPT = "#!/bin/sh\nsleep 60 &\necho $! > {told}\nwait\n"
"""A browser that begins another process, as Chromium does, and then does nothing."""


def ask_to_end(*_words, **_more):
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(5)


def test_sigterm_ends_a_command_with_130_and_then_means_again_what_it_meant(monkeypatch):
    monkeypatch.setattr(mine_study.study, "run_study", ask_to_end)
    before = signal.getsignal(signal.SIGTERM)
    result = CliRunner().invoke(main, ["audit", str(EXAMPLE)])
    assert (result.exit_code, result.output) == (130, "")
    assert signal.getsignal(signal.SIGTERM) == before


class Interrupted(io.StringIO):
    """A file that is being read when the interrupt comes."""

    def read(self, *_size):
        signal.raise_signal(signal.SIGINT)

    def __iter__(self):
        return self


def read_by_pandas(*_words, **_more):
    """Its C code drops an interrupt as C makes it, and says that it could not read."""
    pd.read_csv(Interrupted())


def loaded(*_words, **_more):
    """Compiled modules that load numpy tell any error as one of their own."""
    with suppress(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    raise ImportError


def refused(*_words, **_more):
    """A reader takes what cannot be read for a wrong input."""
    with suppress(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    raise InputError.of("file", "weather.csv", allowed=message("a table"))


@pytest.mark.parametrize("interrupted", [read_by_pandas, loaded, refused])
def test_an_interrupt_of_which_a_library_makes_another_error_ends_with_130(
    tmp_path, monkeypatch, interrupted
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(mine_study.study, "run_study", interrupted)
    before = signal.getsignal(signal.SIGINT)
    result = CliRunner().invoke(main, ["audit", str(EXAMPLE), "--quiet"])
    assert result.exit_code == INTERRUPTED
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(signal.SIGINT) == before
    assert not was_asked_to_end()


def test_an_interrupt_that_the_process_was_begun_not_to_hear_stays_unheard():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with ended_as_interrupted():
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_run_that_is_asked_to_end_while_it_writes_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(outputs, "_data", ask_to_end)
    with pytest.raises(KeyboardInterrupt), ended_as_interrupted():
        write_whole(tmp_path / "out", {"results.json": "{}"})
    assert list(tmp_path.iterdir()) == []


def test_beside_the_first_thread_a_command_runs_without_the_signal():
    before, seen = signal.getsignal(signal.SIGTERM), []

    def run():
        with ended_as_interrupted():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [before]


def is_at_work(process):
    """Say whether a process is there and not merely waiting to be counted out."""
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_an_interrupted_print_ends_the_browser_with_all_that_it_began(tmp_path, monkeypatch):
    told, browser, waiting = tmp_path / "told", tmp_path / "browser", tmp_path / "waiting"
    waiting.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(waiting))
    browser.write_text(SCRIPT.format(told=told))
    browser.chmod(0o755)

    def interrupt():
        while not told.exists() or not told.read_text().strip():
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        print_with(browser, "<p>Oro</p>")
    begun, end = int(told.read_text()), time.monotonic() + 5
    while is_at_work(begun) and time.monotonic() < end:
        time.sleep(0.01)
    assert not is_at_work(begun)
    assert list(waiting.iterdir()) == []
