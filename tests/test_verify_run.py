"""A run is repeated to the byte, and `--verify` tells what is another where it is not."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from pilot_runs import QUICK, studied

import mine_study.study
from cli import main
from mine_study.results import plain, results, results_json
from mine_study.verification import verification

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "los_conquistadores"


@pytest.fixture(scope="module")
def found():
    return plain(results(studied(QUICK)))


@pytest.fixture
def made(tmp_path, found, monkeypatch):
    """Return the results of a run that stands in ``made``; the study is not reckoned again."""
    monkeypatch.setattr(mine_study.study, "run_study", lambda *_words, **_more: studied(QUICK))
    (tmp_path / "made").mkdir()
    path = tmp_path / "made" / "results.json"

    def written(**changes):
        path.write_text(json.dumps(copy.deepcopy(found) | changes), encoding="utf-8")
        return path

    written()
    return written


def verify(folder, *words):
    return CliRunner().invoke(
        main, ["run", str(EXAMPLE), "--out", str(folder), "--verify", "--lang", "en", *words]
    )


def test_the_same_inputs_give_the_same_bytes_in_another_process(tmp_path):
    """Another process hashes texts another way, so that sets have another order."""
    done = subprocess.run(
        [sys.executable, "-m", "cli", "run", str(EXAMPLE), "--out", str(tmp_path),
         "--formats", "json", "--set", QUICK, "--quiet"],
        cwd=ROOT, capture_output=True, check=False,
        env={**os.environ, "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1700000000"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "results.json").read_text(encoding="utf-8")
    created = json.loads(written)["manifest"]["created"]
    assert created == "2023-11-14T22:13:20+00:00"
    own = results_json(studied(QUICK))
    assert written == own.replace(studied(QUICK).manifest["created"], created)


def test_a_run_that_holds_ends_with_0_and_leaves_everything_as_it_was(made, tmp_path):
    path = made()
    before = path.read_bytes()
    done = verify(tmp_path / "made")
    assert done.exit_code == 0, done.output
    assert "the run holds" in done.stdout.splitlines()[-1]
    assert [file.name for file in path.parent.iterdir()] == ["results.json"]
    assert path.read_bytes() == before


def test_another_figure_is_named_with_both_values_and_ends_with_5(made, found, tmp_path):
    made(package=found["package"] | {"saved_kwh": 12345.0})
    done = verify(tmp_path / "made")
    assert done.exit_code == 5
    now = f"{found['package']['saved_kwh']:,.10g}"
    assert f"package.saved_kwh: 12,345 then, {now} now" in done.stdout
    document = json.loads(verify(tmp_path / "made", "--json").stdout)
    assert document["holds"] is False
    assert [one["key"] for one in document["differences"]] == ["package.saved_kwh"]


def test_a_changed_input_is_named_and_ends_with_5(made, found, tmp_path):
    made_from = found["manifest"]
    inputs = made_from["inputs"] | {"bills.csv": "0" * 64, "gone.csv": "0" * 64}
    made(manifest=made_from | {"inputs": inputs})
    done = verify(tmp_path / "made")
    assert done.exit_code == 5
    assert "bills.csv: changed since the run" in done.stdout
    assert "gone.csv: read then, not now" in done.stdout


def test_another_version_is_told_and_alone_breaks_nothing(made, found, tmp_path):
    made_from = found["manifest"]
    made(manifest=made_from | {"versions": made_from["versions"] | {"numpy": "1.0"}})
    done = verify(tmp_path / "made")
    assert done.exit_code == 0
    assert "numpy: version 1.0 then" in done.stdout


def test_what_a_run_has_no_more_or_newly_has_is_a_difference(found):
    without = {key: value for key, value in found.items() if key != "carbon"}
    gone = verification(found, without).differences
    assert gone
    assert all(one.key.startswith("carbon") and one.now is None for one in gone)
    assert len(verification(without, found).differences) == len(gone)


@pytest.mark.parametrize(
    ("before", "now", "differ"),
    [
        (1e9, 1e9 * (1 + 1e-10), False),
        (1e9, 1e9 * (1 + 1e-8), True),
        (0.0, 1e-12, False),
        (True, 1, False),
        (None, 0.0, True),
        ("a", "b", True),
        (5, 5.0, False),
    ],
)
def test_figures_are_the_same_to_a_billionth(before, now, differ):
    made_from = {"inputs": {}, "versions": {}}
    one, other = ({"x": value, "manifest": made_from} for value in (before, now))
    assert bool(verification(one, other).differences) is differ


@pytest.mark.parametrize("content", [None, "{", "[]", '{"schema_version": 1}', '{"pv": {}}'])
def test_a_folder_without_a_finished_run_ends_with_1(tmp_path, content):
    if content is not None:
        (tmp_path / "results.json").write_text(content, encoding="utf-8")
    done = verify(tmp_path)
    assert done.exit_code == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("section", "damage", "key"),
    [
        ("manifest", {}, "manifest.inputs"),
        ("manifest", {"inputs": None}, "manifest.inputs"),
        ("manifest", {"overrides": None}, "manifest.overrides"),
        ("manifest", {"scenarios": [{"file": "p90.yaml"}]}, "manifest.scenarios"),
        ("manifest", {"weather": {"planta": 3}}, "manifest.weather"),
        ("study", {"language": "fr"}, "study.language"),
        ("finance", {"whole": {"npv": "a lot"}}, "finance.whole.npv"),
        ("measures", [3], "measures"),
    ],
)
def test_damaged_results_are_named_with_their_key_before_anything_is_run(
    made, found, tmp_path, monkeypatch, section, damage, key
):
    def refused(*_words, **_more):
        raise AssertionError

    monkeypatch.setattr(mine_study.study, "run_study", refused)
    whole = isinstance(damage, dict) and damage
    path = made(**{section: found[section] | damage if whole else damage})
    for done in (
        verify(tmp_path / "made"),
        CliRunner().invoke(main, ["compare", str(path), str(path), "--lang", "en"]),
    ):
        assert done.exit_code == 1
        assert f"{path} [{key}]: " in done.stderr


def test_overrides_beside_verify_are_refused(tmp_path):
    assert verify(tmp_path, "--set", QUICK).exit_code == 2
