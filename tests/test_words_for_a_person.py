"""What is said to a person who mistypes: it may be typed again as it is offered."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from equipment_catalog.errors import InputError
from mine_study.explain.asked_path import path_of
from mine_study.explain.known_groups import require_known_group
from mine_study.explain.topic_words import figure_name
from mine_study.language import Reader
from mine_study.study_defaults import with_override
from mine_study.study_problems import explain_error
from mine_study.summaries import problem_line

SPANISH = Reader("es", "CO")


def refused(key):
    with pytest.raises(InputError) as error:
        require_known_group(key)
    return error.value.problems[0]


def test_a_machine_that_is_named_like_a_place_goes_before_the_place():
    tree = {"machines": [{"tag": "TR-01", "kw": 1.0}, {"tag": "x", "kw": 2.0}]}
    assert path_of(tree, "machines[#1].kw") == ("machines", 1, "kw")
    tree["machines"] += [{"tag": "#1", "kw": 3.0}]
    assert path_of(tree, "machines[#1].kw") == ("machines", 2, "kw")
    assert path_of(tree, "machines[#0].kw") == ("machines", 0, "kw")
    with pytest.raises(InputError):
        path_of(tree, "machines[#3].kw")


@pytest.mark.parametrize("key", ["sites[0]", "sites[mina 1.2]", "sites.0"])
def test_one_site_is_set_by_its_place_or_its_name_in_brackets(key):
    study = {"sites": [{"name": "mina 1.2"}, {"name": "planta"}]}
    assert with_override(study, f"{key}.pv.tilt_deg=12") == ("sites", 0, "pv", "tilt_deg")
    assert study["sites"] == [{"name": "mina 1.2", "pv": {"tilt_deg": 12}}, {"name": "planta"}]


def test_a_site_in_brackets_that_the_study_has_not_is_answered_with_those_it_has():
    with pytest.raises(InputError, match="no site 'mill'; allowed: planta"):
        with_override({"sites": [{"name": "planta"}]}, "sites[mill].pv.tilt_deg=12")


def test_a_fraction_is_offered_in_spanish_as_yaml_reads_it():
    fault = {
        "type": "less_than_equal",
        "loc": ("finance", "discount_rate"),
        "input": 12,
        "ctx": {"le": 1.0},
    }
    said = SPANISH.say(explain_error(fault).allowed)
    assert "0.12," in said
    assert "0,12" not in said


def test_an_argument_is_called_in_a_refusal_as_the_help_calls_it():
    said = problem_line(refused("nada"), SPANISH)
    assert said.startswith("CLAVE: 'nada'")
    assert problem_line(refused("nada"), Reader("en", "CO")).startswith("KEY: 'nada'")


@pytest.mark.parametrize(
    ("key", "offered"),
    [
        ("risk.payback_p10", "one of: finance.risk"),
        ("VPN", "one of: npv"),
        ("tir", "one of: irr"),
        ("energi.by_site", "one of: energy"),
    ],
)
def test_a_group_is_sought_inside_others_and_by_its_words_before_by_its_letters(key, offered):
    assert str(refused(key).allowed) == offered


def test_a_word_like_no_group_is_answered_with_all_of_them():
    said = str(refused("warnings").allowed)
    assert said.startswith("one of: schema_version, study, headline, energy")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (
            ("finance", "esco", "by_year", "esco_outlay", 1),
            "Shared savings, year 1: outlay of the service company",
        ),
        (
            ("finance", "whole", "yearly", "om_cost", 1),
            "Cash flow of the whole plan, year 1: operation and maintenance",
        ),
        (
            ("pv", "by_site", "planta", "electrical", "cables", "string", "section_mm2"),
            "planta: section of the direct-current cable",
        ),
        (
            ("pv", "by_site", "planta", "electrical", "rows", "pitch_m"),
            "planta: distance from one row of modules to the next",
        ),
    ],
)
def test_a_figure_is_called_by_a_name_and_not_by_its_key(path, name):
    identity = SimpleNamespace(currency="COP", country="CO")
    result = SimpleNamespace(study=SimpleNamespace(study=identity))
    assert str(figure_name(result, {}, path)) == name
