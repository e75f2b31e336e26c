"""Layers of a study: defaults, the file, scenario files in their order, `--set` on top."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from pilot_runs import QUICK

from cli import main
from equipment_catalog.errors import InputError
from mine_study.results import results
from mine_study.study import run_study
from mine_study.study_reader import examine_study
from mine_study.verification import recorded_overrides

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"
STUDY = EXAMPLE / "study.yaml"


@pytest.fixture
def scenario(tmp_path):
    def written(text, name="dear.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def said(examined):
    return [f"{one.place} [{one.field}] {one.what}; {one.allowed}" for one in examined.problems]


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("finance: {discount_rate: 0.14}", "finance.discount_rate=0.14"),
        ("sites: {planta: {pv: {tilt_deg: 15}}}", "sites.planta.pv.tilt_deg=15"),
        ("sites:\n  - name: planta\n    pv: {tilt_deg: 15}", "sites.planta.pv.tilt_deg=15"),
        ("storage:\n  rules: [peak_cap]", "storage.rules=[peak_cap]"),
        ("pv: {losses: {soiling: 0.05}}", "pv.losses={soiling: 0.05}"),
        ("risk:\n  build: false\n  draws: 500", "risk={build: false, draws: 500}"),
    ],
)  # fmt: skip
def test_a_scenario_says_what_set_says(scenario, text, setting):
    by_file, by_option = examine_study(STUDY, [scenario(text)]), examine_study(STUDY, [setting])
    assert by_file.study == by_option.study != examine_study(STUDY).study
    assert by_file.problems == ()


def test_a_later_file_goes_before_an_earlier_one_and_set_before_both(scenario):
    first = scenario("finance: {discount_rate: 0.14, horizon_years: 20}", "first.yaml")
    second = scenario("finance: {discount_rate: 0.15}", "second.yaml")
    for layers, rate, origin in [
        ((first,), 0.14, "first.yaml:1"),
        ((first, second), 0.15, "second.yaml:1"),
        ((second, first), 0.14, "first.yaml:1"),
        (("finance.discount_rate=0.16", first, second), 0.16, "--set"),
    ]:
        examined = examine_study(STUDY, layers)
        assert examined.study.finance.discount_rate == rate
        assert examined.origins["finance.discount_rate"] == origin
    assert examined.study.finance.horizon_years == 20
    assert examined.origins["finance.horizon_years"] == "first.yaml:1"
    assert examined.origins["study.name"].startswith("study.yaml:")


def test_a_scenario_leaves_what_it_does_not_name(scenario):
    before = examine_study(STUDY)
    after = examine_study(STUDY, [scenario("sites:\n  planta:\n    pv: {tilt_deg: 15}\n")])
    plain, mine = after.study.sites
    assert plain.pv.tilt_deg == 15
    assert mine == before.study.sites[1]
    untouched = {"pv": {"tilt_deg"}}
    assert plain.model_dump(exclude=untouched) == before.study.sites[0].model_dump(
        exclude=untouched
    )


@pytest.mark.parametrize(
    "text", ["finance:", "finance: {}", "finance: null", "sites:\n  planta:\n    pv:\n"]
)
def test_a_section_with_nothing_under_it_leaves_the_section_of_the_study(scenario, text):
    before, after = examine_study(STUDY), examine_study(STUDY, [scenario(text)])
    assert after.study == before.study
    assert after.notes == before.notes


def test_what_is_wrong_in_several_scenarios_and_settings_is_told_at_once(scenario):
    first = scenario("sites: {plnta: {}, mna: {}}", "first.yaml")
    layers = [first, scenario("finance: {x", "second.yaml"), Path("none.yaml"), "no-sign"]
    with pytest.raises(InputError) as caught:
        examine_study(STUDY, layers)
    told = [str(problem) for problem in caught.value.problems]
    words = ["plnta", "mna", "second.yaml:1", "none.yaml", "no-sign"]
    assert len(told) == len(words)
    assert all(word in line for word, line in zip(words, told, strict=True))


def test_each_value_of_a_layer_is_a_row_of_the_register_with_its_place(scenario):
    path = scenario("finance:\n  discount_rate: 0.14\nstudy: {year: 2024}\n")
    notes = examine_study(STUDY, [path, "pv.tilt_deg=9"]).notes[:3]
    assert [(str(note.value), str(note.source)) for note in notes] == [
        ("finance.discount_rate = 0.14", "given: dear.yaml:2"),
        ("study.year = 2024", "given: dear.yaml:3"),
        ("pv.tilt_deg = 9", "given: --set"),
    ]
    assert str(notes[0].effect) == "goes before the default, in this run alone"
    assert str(notes[1].effect).startswith("goes before 2025 of study.yaml:")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("finance:\n  discont_rate: 0.1", "dear.yaml:2:3 [finance.discont_rate] unknown key"),
        ("finanze: {x: 1}", "dear.yaml:1:1 [finanze] unknown key 'finanze'; did you mean finance?"),
        ("pv: {tilt_deg: steep}", "dear.yaml:1:6 [pv.tilt_deg] 'steep' is not accepted"),
        (
            "sites:\n  - name: planta\n    pv: {tilt_deg: 95}",
            "dear.yaml:3:10 [sites.0.pv.tilt_deg] 95 is not accepted; at most 90",
        ),
        (
            "\n\ntariff: {sheet: CO-X}",
            "dear.yaml:3:10 [sites.0.tariff.sheet] 'CO-X' is not accepted",
        ),
    ],
)
def test_what_is_wrong_in_a_scenario_is_named_by_its_row_and_column(scenario, text, expected):
    lines = said(examine_study(STUDY, [scenario(text)]))
    assert any(line.startswith(expected) for line in lines), lines


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("sites: {plnta: {pv: {tilt_deg: 3}}}", "dear.yaml:1:9", "did you mean planta?"),
        ("sites:\n  - {name: camp}", "dear.yaml:2:5", "'camp'"),
        ("sites:\n  - {name: planta}\n  - {name: planta}", "dear.yaml:3:5", "stands twice"),
        ("sites: {planta: {}, 0: {}}", "dear.yaml:1:21", "stands twice"),
        ("sites:\n  - {pv: {tilt_deg: 3}}", "dear.yaml:2:5", "names"),
        ("sites: 3", "dear.yaml:1:1", "names"),
        ("finance: {discount_rate: 0.1", "dear.yaml:1", "not YAML"),
        ("just words", "dear.yaml", "no keys"),
        ("", "dear.yaml", "no keys"),
    ],
)
def test_a_scenario_that_cannot_be_laid_over_the_study_is_refused(scenario, text, place, words):
    with pytest.raises(InputError) as caught:
        examine_study(STUDY, [scenario(text)])
    (problem,) = caught.value.problems
    assert problem.place.startswith(place)
    assert words in str(problem)


def test_a_scenario_that_is_not_there_ends_a_check_with_1():
    done = CliRunner().invoke(main, ["check", str(EXAMPLE), "--scenario", "none.yaml"])
    assert done.exit_code == 1
    assert "none.yaml" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("verb", ["check", "audit", "design", "run", "explain"])
def test_every_verb_that_takes_set_takes_a_scenario(verb):
    options = {option for param in main.commands[verb].params for option in param.opts}
    assert {"--set", "--scenario"} <= options


def test_a_check_passes_a_right_scenario_and_does_not_overwrite_it(scenario):
    path = scenario("finance: {discount_rate: 0.14}", "dear.csv")
    words = ["check", str(EXAMPLE), "--scenario", str(path), "--lang", "en"]
    assert CliRunner().invoke(main, words).exit_code == 0
    refused = CliRunner().invoke(main, [*words, "--clean", str(path), "--force"])
    assert refused.exit_code == 2
    assert "belongs to the study" in refused.stderr


def test_the_manifest_names_the_layers_so_that_the_run_can_be_repeated(scenario, tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(EXAMPLE, folder)
    path = scenario("finance: {discount_rate: 0.14}\nrisk: {build: false}\n")
    layers = (path, QUICK, "pv.build=false")
    found = results(run_study(folder, layers))
    made_from = json.loads(json.dumps(found["manifest"]))
    assert made_from["overrides"] == [QUICK, "pv.build=false"]
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    assert made_from["scenarios"] == [{"file": "../dear.yaml", "sha256": checksum}]
    repeated = recorded_overrides(found, folder)
    assert repeated[1:] == layers[1:]
    assert repeated[0].samefile(path)
    assert any(note["value"] == "finance.discount_rate = 0.14" for note in found["notes"])
