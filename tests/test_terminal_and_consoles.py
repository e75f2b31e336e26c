"""A terminal gets tables, seconds and colour; a pipe gets lines; a poor console other signs."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import mine_study.study
from cli import main
from equipment_catalog.messages import message
from mine_study.commands import terminal
from mine_study.commands.completion import SHELLS
from mine_study.commands.files import typed
from mine_study.language import Reader
from mine_study.text_table import Grid

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "los_conquistadores"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
GRID = Grid(title="Sun", rows=(("Month", "kWh"), ("June", "4.4"), ("[bold]", "12.1")))


@pytest.fixture(autouse=True)
def no_wishes_of_the_environment(monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def shown(monkeypatch, **environment):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return CliRunner().invoke(main, ["doctor", "--lang", "en"]).stdout


def test_a_pipe_gets_plain_lines(monkeypatch):
    said = shown(monkeypatch)
    assert not COLOUR.search(said)
    assert said.isascii() or "─" not in said


def test_force_color_shows_tables_with_colour_and_no_color_takes_it_away(monkeypatch):
    coloured = shown(monkeypatch, FORCE_COLOR="1")
    assert COLOUR.search(coloured)
    assert "─" in coloured
    plain = shown(monkeypatch, FORCE_COLOR="1", NO_COLOR="1")
    assert "─" in plain
    assert not re.search(r"\x1b\[(3|4|9)[0-9]", plain)


def test_a_table_shows_its_cells_as_they_are(monkeypatch, capsys):
    monkeypatch.setenv("NO_COLOR", "1")
    terminal.print_for_eyes(["a [red]line[/red]", GRID])
    said = capsys.readouterr().out
    assert "a [red]line[/red]" in said
    assert "[bold]" in said
    june, other = (line for line in said.splitlines() if "4.4" in line or "12.1" in line)
    assert june.index("4.4") == other.index("12.1") + 1


@pytest.mark.parametrize("columns", [20, 40, 60, 120])
def test_no_number_is_broken_or_lost_however_narrow_the_terminal(monkeypatch, capsys, columns):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(columns))
    rows = [("Figure", "A in pesos", "B"), ("Cost of all measures", "1,234,567,890", "-10,836,177")]
    terminal.print_for_eyes([Grid(rows=tuple(rows))])
    said = capsys.readouterr().out
    assert "1,234,567,890" in said
    assert "-10,836,177" in said


def test_rich_is_not_loaded_where_nobody_looks_on():
    code = (
        "import sys, cli\n"
        "try: cli.main(['check', sys.argv[1]])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "assert not {'rich', 'openpyxl', 'scipy', 'matplotlib'} & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(EXAMPLE)], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_each_step_ends_with_its_seconds_in_the_readers_numbers(monkeypatch, capsys):
    ticks = iter([10.0, 11.25, 11.25, 13.0])
    monkeypatch.setattr(terminal.time, "perf_counter", lambda: next(ticks))
    with terminal.timed_steps(Reader("es", "CO")) as begin:
        begin(message("one"))
        begin(message("two"))
        assert len(threading.enumerate()) == 1
    written = capsys.readouterr().err
    assert written == "· one\r✓ one  1,2 s\n· two\r✓ two  1,8 s\n"


def test_what_is_wrong_is_not_written_over_the_step_that_found_it(capsys):
    def fail():
        with terminal.timed_steps(Reader("en", "CO")) as begin:
            begin(message("one"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert capsys.readouterr().err == "· one\r\n"


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo terminal on this system")
def test_a_real_terminal_sees_the_seconds_of_each_step():
    above, below = os.openpty()
    words = ["weather", "describe", "embedded", "--coordinates", "2.98, -76.65", "--lang", "en"]
    with subprocess.Popen(
        [sys.executable, "-m", "cli", *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=below,
        env={**os.environ, "TERM": "xterm"},
    ) as process:  # fmt: skip
        os.close(below)
        printed = process.communicate()[0]
    told = os.read(above, 65536).decode()
    os.close(above)
    assert process.returncode == 0
    assert re.search(r"✓ reading embedded +\d+\.\d s", told)
    assert b"\x1b" not in printed


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("ascii", "1 ... 2 -> 3 - + +/- anadido ?"),
        ("cp1252", "1 … 2 -> 3 — + ± añadido ?"),
        ("cp850", "1 ... 2 -> 3 - + ± añadido ?"),
        ("utf-8", "1 … 2 → 3 — ✓ ± añadido 漢"),
    ],
)
def test_a_sign_that_a_console_lacks_has_another_in_its_place(encoding, expected):
    terminal.speak_plainly_where_needed()
    said = "1 … 2 → 3 — ✓ ± añadido 漢"
    assert said.encode(encoding, errors=terminal.ERRORS).decode(encoding) == expected


def test_an_error_nobody_foresaw_leaves_a_file_to_send_and_asks_for_doctor(monkeypatch, tmp_path):
    def fail(*_words, **_more):
        raise ZeroDivisionError("no sun")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(mine_study.study, "run_study", fail)
    done = CliRunner().invoke(main, ["audit", str(EXAMPLE), "--quiet"])
    assert done.exit_code == 4
    (path,) = tmp_path.iterdir()
    told = path.read_text(encoding="utf-8")
    assert "Traceback" in told
    assert "ZeroDivisionError: no sun" in told
    assert str(path) in done.stderr
    assert "solmina doctor" in done.stderr
    assert "Traceback" not in done.stderr


def test_where_no_file_can_be_written_the_error_is_told_at_once(monkeypatch):
    def fail(*_words, **_more):
        raise ZeroDivisionError

    def refuse(*_words, **_more):
        raise PermissionError

    monkeypatch.setattr(mine_study.study, "run_study", fail)
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    done = CliRunner().invoke(main, ["audit", str(EXAMPLE), "--quiet"])
    assert done.exit_code == 4
    assert "Traceback" in done.stderr


# --- completion


def completed(monkeypatch, shell, words, incomplete):
    monkeypatch.setenv("_SOLMINA_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", incomplete)
    return CliRunner().invoke(main, prog_name="solmina").stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "incomplete", "expected"),
    [
        ("solmina che", "che", {"check"}),
        ("solmina weather ", "", {"describe", "compare", "fetch", "hours"}),
        ("solmina run mine --verif", "--verif", {"--verify"}),
        ("solmina check m --set debt.gea", "debt.gea", {"debt.gearing_cap="}),
        ("solmina completion po", "po", {"powershell"}),
    ],
)  # fmt: skip
def test_powershell_is_given_verbs_options_and_keys(monkeypatch, words, incomplete, expected):
    lines = completed(monkeypatch, "powershell", words, incomplete)
    assert {line.partition("\t")[0] for line in lines} == expected


def test_powershell_is_given_the_meaning_of_a_key_beside_it(monkeypatch):
    (line,) = completed(
        monkeypatch, "powershell", "solmina run x --set finance.horiz", "finance.horiz"
    )
    assert line == "finance.horizon_years=\tYears of operation in the cash flow"


def test_bash_is_given_the_keys_of_figures(monkeypatch):
    lines = completed(monkeypatch, "bash", "solmina explain mine finance.whole.np", "3")
    assert "plain,finance.whole.npv" in lines


@pytest.mark.parametrize("shell", sorted(SHELLS))
def test_each_shell_has_a_script_that_asks_solmina(shell):
    said = CliRunner().invoke(main, ["completion", shell]).stdout
    assert "_SOLMINA_COMPLETE" in said
    assert f"{shell}_complete" in said


def test_a_path_with_spaces_is_shown_as_it_must_be_typed():
    shown_path = typed(Path("my mine"))
    assert shown_path == ('"my mine"' if os.name == "nt" else "'my mine'")


def test_a_console_of_ascii_gets_no_other_bytes(monkeypatch):
    written = io.BytesIO()
    console = io.TextIOWrapper(written, encoding="ascii")
    monkeypatch.setattr(sys, "stdout", console)
    terminal.speak_plainly_where_needed()
    click.echo("añadido … →")
    console.flush()
    assert written.getvalue().replace(b"\r\n", b"\n") == b"anadido ... ->\n"
