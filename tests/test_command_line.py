"""The command line answers with words, files and exit codes as the contract says."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from pilot_runs import studied

import mine_study.study
from cli import main
from equipment_catalog.column_rules import did_you_mean
from mine_study.commands import talk
from mine_study.commands.files import typed
from mine_study.outputs import write_whole

QUICK = ("--set", "best_plan.search=false")
EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"


@pytest.fixture
def solmina(tmp_path, tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("temporary")))

    def run(*words):
        return CliRunner().invoke(main, [str(word) for word in words])

    return run


def test_a_run_writes_results_and_report_and_names_them(solmina, tmp_path):
    result = solmina("run", EXAMPLE, "--out", "made", "--lang", "en", *QUICK)
    assert result.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == [
        "report.html",
        "results.json",
    ]
    assert str(tmp_path / "made" / "report.html") in result.stdout
    assert "Simple payback" in result.stdout
    assert "auditing 28 machines" in result.stderr


def test_a_finished_run_is_overwritten_only_by_force(solmina, tmp_path):
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "results.json").write_text("{}")
    refused = solmina("run", EXAMPLE, "--out", "made")
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert (tmp_path / "made" / "results.json").read_text() == "{}"
    again = solmina("run", EXAMPLE, "--out", "made", "--force", "--formats", "json", *QUICK)
    assert again.exit_code == 0
    assert json.loads((tmp_path / "made" / "results.json").read_text())["schema_version"] == 1


def test_other_files_of_the_folder_stay(solmina, tmp_path):
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "notes.txt").write_text("mine")
    solmina("run", EXAMPLE, "--out", "made", "--formats", "json", *QUICK)
    assert (tmp_path / "made" / "notes.txt").read_text() == "mine"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_report_of_an_older_run_does_not_stay_beside_new_results(solmina, tmp_path):
    (tmp_path / "made").mkdir()
    for name in ("report.html", "results.json"):
        (tmp_path / "made" / name).write_text("{}")
    solmina("run", EXAMPLE, "--out", "made", "--force", "--formats", "json", *QUICK)
    assert not (tmp_path / "made" / "report.html").exists()
    assert (tmp_path / "made" / "report.json").is_file()


def test_json_is_utf_8_on_any_console():
    done = subprocess.run(
        [sys.executable, "-m", "cli", "check", str(EXAMPLE), "--json"],
        capture_output=True, check=False,
        cwd=Path(__file__).parent.parent, env={**os.environ, "PYTHONIOENCODING": "cp437"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("utf-8"))


def test_a_console_without_a_sign_shows_another_in_its_place():
    done = subprocess.run(
        [sys.executable, "-m", "cli", "audit", str(EXAMPLE)], capture_output=True, check=False,
        cwd=Path(__file__).parent.parent, env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert b"MO-01" in done.stdout


def test_json_is_one_document_on_stdout_and_the_same_as_the_file(solmina, tmp_path):
    result = solmina("run", EXAMPLE, "--out", "made", "--json", "--formats", "json", *QUICK)
    assert json.loads(result.stdout) == json.loads((tmp_path / "made" / "results.json").read_text())


def test_quiet_says_no_progress_but_the_result(solmina):
    result = solmina("run", EXAMPLE, "--out", "made", "--quiet", *QUICK)
    assert (result.stderr, result.exit_code) == ("", 0)
    assert "report.html" in result.stdout


def test_a_folder_that_cannot_be_written_is_said_in_one_line_before_the_work(solmina, tmp_path):
    (tmp_path / "file").write_text("no folder")
    result = solmina("run", EXAMPLE, "--out", "file/made")
    assert result.exit_code == 2
    assert "cannot write into" in result.stderr
    assert "·" not in result.stderr
    assert "Traceback" not in result.stderr


def test_strict_ends_with_5_when_the_register_holds_a_warning(solmina, tmp_path):
    result = solmina(
        "run", EXAMPLE, "--out", "made", "--strict", "--quiet", "--formats", "json", *QUICK
    )
    assert result.exit_code == 5
    assert (tmp_path / "made" / "results.json").is_file()


def test_an_override_reaches_the_result(solmina):
    result = solmina("design", EXAMPLE, "--set", "pv.coverage_fraction=0.5", "--json")
    assert json.loads(result.stdout)["pv"]["coverage_fraction"] == pytest.approx(0.5, abs=0.01)


def test_audit_and_design_print_their_part(solmina):
    audit = json.loads(solmina("audit", EXAMPLE, "--json").stdout)
    assert set(audit) == {"energy", "measures", "package"}
    lines = solmina("design", EXAMPLE, "--lang", "en").stdout
    assert "hour by hour" in lines


@pytest.mark.parametrize(
    "words",
    [
        ("run", EXAMPLE),
        ("run", EXAMPLE, "--out", "made", "--formats", "docx"),
        ("check", EXAMPLE, "--unknown"),
        ("paint", EXAMPLE),
    ],
)
def test_a_wrong_command_line_ends_with_2(solmina, words):
    assert solmina(*words).exit_code == 2


@pytest.mark.parametrize("command", ["check", "audit", "design"])
def test_a_study_that_is_not_there_ends_with_1(solmina, command):
    result = solmina(command, "nowhere")
    assert result.exit_code == 1
    assert "nowhere" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_wrong_override_ends_with_1_and_its_text(solmina):
    result = solmina("check", EXAMPLE, "--set", "finance.discont_rate=0.1", "--lang", "en")
    assert result.exit_code == 1
    assert "did you mean discount_rate" in result.stderr


def test_an_error_nobody_foresaw_ends_with_4(solmina, monkeypatch):
    def fail(*_words, **_more):
        raise ZeroDivisionError

    monkeypatch.setattr(mine_study.study, "run_study", fail)
    result = solmina("audit", EXAMPLE)
    assert result.exit_code == 4
    assert "internal error" in result.stderr


def test_an_interrupt_ends_with_130(solmina, monkeypatch):
    def interrupted(*_words, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(mine_study.study, "run_study", interrupted)
    assert solmina("audit", EXAMPLE).exit_code == 130


def test_a_report_that_fails_leaves_nothing_behind(solmina, tmp_path, monkeypatch):
    def fail(_result):
        raise OSError

    monkeypatch.setitem(__import__("mine_study.reports").reports.REPORTS, "html", fail)
    assert solmina("run", EXAMPLE, "--out", "made").exit_code == 4
    assert list(tmp_path.iterdir()) == []


def test_init_writes_a_study_that_check_leads_through(solmina, tmp_path):
    assert solmina("init", "mine", "--lang", "en").exit_code == 0
    first = solmina("check", "mine")
    assert first.exit_code == 1
    assert "study.yaml:6:3 [study.name]" in first.stderr
    for name in ("inventory.csv", "bills.csv"):
        text = (EXAMPLE / name).read_text(encoding="utf-8")
        (tmp_path / "mine" / name).write_text(text, encoding="utf-8")
    assert "inventory.xlsx!" in first.stderr
    assert "bills.xlsx!" in first.stderr
    study = tmp_path / "mine" / "study.yaml"
    text = study.read_text(encoding="utf-8").replace('name: ""', "name: My mine")
    text = text.replace("inventory.xlsx", "inventory.csv").replace("bills.xlsx", "bills.csv")
    text = text.replace("name: plant", "name: planta").replace(
        'coordinates: ""', "coordinates: 2.98, -76.65"
    )
    second_site = "  - {name: mina La Leche, coordinates: '2.97, -76.66'}\n\nweather:"
    study.write_text(text.replace("\nweather:", second_site, 1), encoding="utf-8")
    result = solmina("check", "mine")
    assert (result.exit_code, result.stderr) == (0, "")
    assert solmina("run", "mine", "--out", "made").exit_code == 0


@pytest.mark.parametrize("country", ["CO", "PE"])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_init_knows_its_countries_and_languages(solmina, tmp_path, country, lang):
    assert solmina("init", "mine", "--country", country, "--lang", lang).exit_code == 0
    assert f"country: {country}" in (tmp_path / "mine" / "study.yaml").read_text(encoding="utf-8")


def test_init_does_not_touch_a_study_that_stands(solmina, tmp_path):
    shutil.copytree(EXAMPLE, tmp_path / "mine")
    assert solmina("init", "mine").exit_code == 2


def test_demo_says_where_the_report_lies(solmina, tmp_path):
    result = solmina("demo")
    assert result.exit_code == 0
    assert str(tmp_path / "solmina-demo" / "report.html") in result.stdout


def commands():
    """Return the words of every command, those of groups too."""
    names = []
    for name, command in sorted(main.commands.items()):
        own = sorted(command.commands) if isinstance(command, click.Group) else [None]
        names += [(name,) if leaf is None else (name, leaf) for leaf in own]
    return names


def command_of(words):
    command = main
    for word in words:
        command = command.commands[word]
    return command


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_has_help_json_and_quiet(solmina, words):
    options = {option for param in command_of(words).params for option in param.opts}
    assert {"--json", "--quiet"} <= options
    assert solmina(*words, "--help").exit_code == 0


def test_help_loads_none_of_the_heavy_libraries():
    code = (
        "import sys, cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'numpy', 'pvlib', 'matplotlib', 'pydantic', 'jinja2', 'babel'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False,
        cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_nearest_name_is_found_without_regard_to_capitals():
    assert did_you_mean("Rated_KV", ["poles", "rated_kw"]) == "rated_kw"


def test_check_names_what_it_passed_over(solmina, tmp_path):
    shutil.copytree(EXAMPLE, tmp_path / "mine")
    path = tmp_path / "mine" / "bills.csv"
    header = next(
        line for line in path.read_text(encoding="utf-8-sig").splitlines() if line[0] != "#"
    )
    places = header.split(",")
    total = ",".join("TOTAL" if name == places[0] else "" for name in places)
    text = path.read_text(encoding="utf-8").rstrip("\n") + f"\n{total}\n"
    path.write_text(text, encoding="utf-8")
    line = text.count("\n")
    said = solmina("check", "mine", "--lang", "en").stdout.splitlines()
    assert "no problems" in said[0]
    expected = f"Rows of bills.csv that are no records: left out: row {line}"
    assert any(one.startswith(f"note: {expected}") for one in said[1:])
    document = json.loads(solmina("check", "mine", "--json", "--lang", "en").stdout)
    assert any(one.startswith(expected) for one in document["remarks"])


def test_quotations_are_checked_in_the_same_pass_as_a_wrong_inventory(solmina, tmp_path):
    shutil.copytree(EXAMPLE, tmp_path / "mine")
    path = tmp_path / "mine" / "inventory.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    lines.append(lines[-1].replace(lines[-1].split(",")[0], "NEW", 1).replace(",planta,", ",x,"))
    lines[-1] = lines[-1].replace(",mina La Leche,", ",x,")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "mine" / "quotations.csv").write_text(
        "kind,tag,amount,currency,supplier,date,includes_tax\n"
        "motorcitos,NEW,1,COP,A,14/03/2025,yes\n"
        "cambio de motor,NADA,1,COP,A,14/03/2025,yes\n",
        encoding="utf-8",
    )
    wrong = solmina("check", "mine", "--set", "files.quotations=quotations.csv", "--lang", "en")
    assert wrong.exit_code == 1
    assert "'x' is not a site of the study" in wrong.stderr
    assert "quotations.csv:2:1 [NEW · kind]: 'motorcitos' is not a measure" in wrong.stderr
    assert "quotations.csv:3:2 [NADA · tag]" in wrong.stderr


def test_a_plan_names_what_would_be_read_and_written_and_writes_nothing(solmina, tmp_path):
    planned = solmina("run", EXAMPLE, "--out", "made", "--plan", "--formats", "html,xlsx", "--json")
    document = json.loads(planned.stdout)
    assert [Path(name).name for name in document["reads"]] == [
        "study.yaml", "inventory.csv", "bills.csv",
    ]  # fmt: skip
    assert [Path(name).name for name in document["writes"]] == [
        "report.html", "report.xlsx", "results.json",
    ]  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_a_run_ends_with_what_to_type_next_and_that_works(solmina, monkeypatch):
    monkeypatch.setattr(mine_study.study, "run_study", lambda *_words, **_more: studied(*QUICK[1:]))
    said = solmina("run", EXAMPLE, "--out", "made", "--formats", "json", "--lang", "en").stdout
    last = said.splitlines()[-1]
    assert last.startswith("next: solmina explain ")
    words = shlex.split(last.removeprefix("next: solmina ").partition(" says ")[0])
    explained = solmina(*words, "--lang", "en")
    assert explained.exit_code == 0
    worth = studied(*QUICK[1:]).money.whole.figures.npv
    assert f"finance.whole.npv = {worth:,.0f}" in explained.stdout
    unknown = solmina(*words[:-1], "finance.whole.npw", "--lang", "en")
    assert unknown.exit_code == 1
    assert "finance.whole.npv" in unknown.stderr


def test_a_file_that_does_not_hold_what_was_written_is_not_left_behind(tmp_path, monkeypatch):
    right = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: right(path)[:-1])
    with pytest.raises(OSError, match=r"report\.html does not hold"):
        write_whole(tmp_path / "made", {"report.html": "<html></html>"})
    assert list(tmp_path.iterdir()) == []


def test_a_finished_run_in_the_way_leaves_three_ways_in_the_language_asked_for(solmina, tmp_path):
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "results.json").write_text("{}")
    said = solmina("run", EXAMPLE, "--out", "made", "--lang", "en").stderr
    assert all(way in said for way in ("--force", "another --out", "--out made --verify"))


def test_the_next_step_of_a_check_names_a_folder_that_is_free(solmina, tmp_path):
    assert solmina("check", EXAMPLE).stdout.splitlines()[-1].endswith("--out report")
    (tmp_path / "report").mkdir()
    (tmp_path / "report-2").mkdir()
    assert solmina("check", EXAMPLE).stdout.splitlines()[-1].endswith("--out report-3")


def test_a_check_without_mistakes_says_that_nothing_was_marked(solmina, tmp_path):
    said = solmina("check", EXAMPLE, "--errors-xlsx", "marked.xlsx", "--lang", "en").stdout
    assert "marked.xlsx was not written: there is nothing to mark" in said
    assert not (tmp_path / "marked.xlsx").exists()


@pytest.mark.parametrize("lang", ["es", "en"])
def test_one_of_a_thing_is_counted_in_its_singular(solmina, tmp_path, lang):
    shutil.copytree(EXAMPLE, tmp_path / "mine")
    for name in ("inventory.csv", "bills.csv"):
        path = tmp_path / "mine" / name
        rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [row for row in rows if "La Leche" not in row]
        path.write_text("".join(kept), encoding="utf-8")
    study = tmp_path / "mine" / "study.yaml"
    text = study.read_text(encoding="utf-8")
    begin = text.index("  - name: mina La Leche")
    end = text.index("\n\n", begin)
    study.write_text(text[:begin].rstrip() + text[end:], encoding="utf-8")
    done = solmina("check", "mine", "--lang", lang)
    assert done.exit_code == 0, done.stderr
    counted = done.stdout.splitlines()[0].partition(": ")[2].split(", ")
    assert counted[0] in {"1 site", "1 sitio"}
    assert [one.split()[1] for one in counted[1:]] in (["lines", "bills"], ["líneas", "facturas"])


def test_a_table_in_place_of_a_study_is_told_apart_from_one(solmina):
    refused = solmina("check", EXAMPLE / "inventory.csv", "--lang", "en")
    assert refused.exit_code == 1
    assert "inventory.csv is no study file; its folder" in refused.stderr
    assert "unknown key" not in refused.stderr


def test_a_percentage_in_place_of_a_fraction_is_understood(solmina):
    def refusal(setting):
        return solmina("check", EXAMPLE, "--set", setting, "--lang", "en").stderr

    assert "did you mean 0.12" in refusal("finance.discount_rate=12")
    assert "did you mean" not in refusal("finance.discount_rate=1200")
    assert "did you mean" not in refusal("finance.discount_rate=-2")


def test_a_misspelt_key_names_what_is_alike_and_not_a_whole_section(solmina):
    said = solmina("check", EXAMPLE, "--set", "finance.discont_rate=0.1", "--lang", "en").stderr
    offered, _, more = said.partition("allowed: ")[2].rpartition(" and ")
    assert len(offered.split(", ")) == 8
    assert int(more.split()[0]) > 8


def test_init_over_a_study_says_where_to_go(solmina):
    solmina("init", "my mine", "--lang", "en")
    refused = solmina("init", "my mine", "--lang", "en").stderr
    assert "choose another folder" in refused
    assert f"solmina check {typed(Path('my mine'))}" in refused


def test_a_person_is_shown_twenty_mistakes_at_once_and_a_pipe_all(solmina, monkeypatch):
    solmina("init", "mine", "--lang", "en")
    every = solmina("check", "mine").stderr.splitlines()
    assert "inventory.xlsx!Machines!1: the file has no rows; " in "\n".join(every)
    assert "fill in row 2" in "\n".join(every)
    assert "kwh * (kWh)" not in "\n".join(every)
    monkeypatch.setattr(talk, "is_terminal", lambda _stream: True)
    *shown, more, following = solmina("check", "mine").stderr.splitlines()
    assert shown == every[:20]
    assert f"{len(every) - 20} more: check --errors-xlsx" in more
    assert "--errors-xlsx errors.xlsx" in following


def test_a_figure_of_no_group_is_refused_before_the_study_is_run(solmina, monkeypatch):
    def fail(*_words, **_more):
        raise AssertionError

    monkeypatch.setattr(mine_study.study, "run_study", fail)
    for key, meant in (("finanse.whole.npv", "finance"), ("head_line", "headline")):
        refused = solmina("explain", EXAMPLE, key, "--lang", "en")
        assert refused.exit_code == 1
        assert meant in refused.stderr


def test_what_to_ask_next_can_be_pasted(solmina, monkeypatch, tmp_path):
    monkeypatch.setattr(mine_study.study, "run_study", lambda *_words, **_more: studied(*QUICK[1:]))
    shutil.copytree(EXAMPLE, tmp_path / "my mine")
    asked = ("explain", "my mine", "finance.whole.npv", *QUICK, "--lang", "en")
    last = solmina(*asked).stdout.splitlines()[-1]
    words = shlex.split(last.removeprefix("Ask next: solmina "))
    assert words[1] == "my mine"
    assert words[3:] == [*QUICK]
    told = solmina(*words, "--lang", "en")
    assert told.exit_code == 0
    assert told.stdout.startswith(f"{words[2]} = ")


def test_the_help_of_completion_keeps_its_lines_apart(solmina):
    said = solmina("completion", "--help").stdout
    assert "\\b" not in said
    lines = [line.split()[0] for line in said.splitlines() if "solmina completion " in line]
    assert lines == ["bash", "zsh", "fish", "powershell"]


@pytest.mark.parametrize("kind", ["modules", "inverters", "tariffs"])
def test_each_column_of_a_catalogue_is_headed_in_words(solmina, kind):
    head = solmina("catalog", kind, "--lang", "en").stdout.splitlines()[0]
    assert head.startswith("name")
    assert "_" not in head
