"""What a key that is no figure is answered with: keys that can be asked, as they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from pilot_runs import QUICK, studied

from equipment_catalog.errors import InputError
from mine_study.explain import explained
from mine_study.explain.asked_path import path_of
from mine_study.explain.key_paths import value_at
from mine_study.explain.known_groups import require_known_group
from mine_study.explain.tree import result_tree

BROKEN = ("headline", "machines", "measures", "package", "pv", "tariffs", "bills", "waste")
"""Groups whose keys are misspelt at every depth."""


@pytest.fixture(scope="module")
def pilot():
    result = studied(QUICK)
    return result, result_tree(result)


def answer(result, tree, key):
    """Return what is said to be allowed in place of a key; nothing where it is a figure."""
    try:
        explained(result, tree, key)
    except InputError as error:
        return str(error.problems[0].allowed)
    return ""


def refused(pilot, key):
    """Return what is said to be allowed in place of a key that is no figure."""
    said = answer(*pilot, key)
    assert said
    return said


def suggested(said):
    """Return the keys that a refusal offers, each begun by one of these words."""
    keys = re.split(r": | you mean ", said, maxsplit=1)[1].removesuffix("?")
    return re.split(r", | · |; of its measures: ", keys)


def test_a_machine_is_told_by_its_figures_and_its_measures(pilot):
    said = refused(pilot, "machines[MO-01]")
    assert said.startswith("one figure of the group: machines[MO-01].load_fraction, ")
    own, _, measures = said.partition("; of its measures: ")
    assert "machines[MO-01].kwh_per_year" in own
    ids = pilot[0].audit.measures.reset_index()
    kinds = ids.loc[ids["tag"] == "MO-01", "kind"]
    assert measures.split(", ") == [f"measures[{kind}:MO-01]" for kind in kinds]
    assert len(kinds) > 1


def test_a_machine_without_measures_is_told_by_its_figures_alone(pilot):
    assert "measures" not in refused(pilot, "machines[CD-01]")


def test_a_measure_is_told_by_its_figures_and_a_machine_of_many_by_its_measures(pilot):
    assert "measures[right_size:MO-01].npv" in refused(pilot, "measures[right_size:MO-01]")
    said = refused(pilot, "measures[MO-01]")
    assert said.startswith("one of: measures[")
    assert "measures[right_size:MO-01]" in said


def test_a_machine_that_is_not_there_is_answered_with_the_tags_that_are(pilot):
    tags = pilot[0].audit.before.machines.index
    assert suggested(refused(pilot, "machines[99]")) == [f"machines[{tag}]" for tag in tags]
    keys = [f"machines[{tag}].kvar" for tag in tags]
    assert suggested(refused(pilot, "machines[#99].kvar")) == keys


@pytest.mark.parametrize(
    ("key", "first"),
    [
        ("machines[TR-01].load_fractoin", "machines[TR-01].load_fraction"),
        ("machines[#0].load_fractoin", "machines[TR-01].load_fraction"),
        ("machines[tr-01].kvar", "machines[TR-01].kvar"),
        ("pv.by_site.plana.dc_kw", "pv.by_site.planta.dc_kw"),
        ("measures[right_sise:MO-01].npv", "measures[right_size:MO-01].npv"),
        ("machins[TR-01].kvar", "machines[TR-01].kvar"),
    ],
)
def test_a_misspelt_step_is_mended_and_what_came_after_it_stays(pilot, key, first):
    assert suggested(refused(pilot, key))[0] == first


def test_a_member_of_a_list_after_a_point_is_shown_in_brackets(pilot):
    said = refused(pilot, "machines.TR-01.kvar")
    assert said == "members of a list stand in brackets: machines[TR-01].kvar"
    tree = {"machines": [{"tag": "x.y", "kvar": 1.0}, {"tag": "x.y.z", "kvar": 2.0}]}
    with pytest.raises(InputError, match=re.escape("brackets: machines[x.y.z].kvar")):
        path_of(tree, "machines.x.y.z.kvar")
    assert path_of(tree, "machines[x.y.z].kvar") == ("machines", 1, "kvar")


def test_the_bare_name_of_a_figure_is_answered_with_its_places_in_the_study(pilot):
    require_known_group("npv")
    keys = suggested(refused(pilot, "npv"))
    assert {"finance.whole.npv", "finance.efficiency.npv", "finance.pv.npv"} <= set(keys)
    assert [key for key in keys if key.startswith("measures[")] == [
        "measures[idle_switch_off:TR-01].npv"
    ]


def test_a_list_of_texts_holds_no_figure(pilot):
    key = "pv.by_site.planta.size.binding"
    assert refused(pilot, key) == f"a number; {key} holds none"


def broken(node, key=""):
    """Yield keys with a step too many or a misspelt one, at every depth of the first members."""
    if isinstance(node, Mapping):
        yield f"{key}.nosuch" if key else "nosuch"
        for name in node:
            below = f"{key}.{name}" if key else name
            yield f"{below}x"
            yield from broken(node[name], below)
    elif isinstance(node, list) and node:
        yield from (f"{key}[#99999]", f"{key}.0", f"{key}[nosuch].x")
        yield from broken(node[0], f"{key}[#0]")


def test_whatever_is_suggested_can_be_asked(pilot):
    result, tree = pilot
    offered = set()
    for key in broken({name: tree[name] for name in BROKEN}):
        said = answer(result, tree, key)
        if re.match(r"one of: |did you mean |members of a list|one figure of the group", said):
            offered |= set(suggested(said.partition(" and ")[0]))
    assert len(offered) > 300
    texts = [key for key in offered if isinstance(value_at(tree, path_of(tree, key)), str | bool)]
    assert texts == []
