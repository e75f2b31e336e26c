"""A figure that does not exist says why, without a unit and without a sum that was not made."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from pilot_runs import LENT_AND_STORED, QUICK, studied

from equipment_catalog.errors import InputError
from mine_study.explain import explain, explained
from mine_study.explain.key_paths import key_text
from mine_study.explain.lines import explanation_lines
from mine_study.explain.no_figure_reasons import UNKNOWN
from mine_study.explain.tree import result_tree
from mine_study.language import Reader
from mine_study.results import _abatement_cost

ADIT = "sites.mina La Leche.storage"
CASES = {
    "the pilot with its best plan": (),
    "debt, shared savings, storage, outages": LENT_AND_STORED,
    "no plant": ("pv.build=false", QUICK),
    "a site without a grid, no gold known": (
        "production.gold_g_per_year=null",
        f"{ADIT}.build=true",
        f"{ADIT}.off_grid=true",
        f"{ADIT}.capacity_kwh=60",
        f"{ADIT}.power_kw=30",
        f"{ADIT}.genset_kw=60",
        f"{ADIT}.unserved_value_per_kwh=9000",
        QUICK,
    ),
}


def nulls(node, path=()):
    """Yield each place where there is nothing."""
    if isinstance(node, Mapping):
        for name in node:
            yield from nulls(node[name], (*path, name))
    elif isinstance(node, list):
        for place, member in enumerate(node):
            yield from nulls(member, (*path, place))
    elif node is None:
        yield path


@pytest.mark.parametrize("case", CASES)
def test_each_null_figure_says_why_and_shows_no_unit_and_no_sum(case):
    result = studied(*CASES[case])
    tree = result_tree(result)
    places = list(nulls(tree))
    explained_nulls = 0
    for path in places:
        key = key_text(path)
        try:
            told = explained(result, tree, key)
        except InputError as error:
            reason = error.problems[0].allowed
        else:
            explained_nulls += 1
            reason = told.why_null
            assert (told.unit, told.how, told.put_in, told.recomputed) == (None,) * 4, key
            assert told.formula or not told.inputs, key
            assert next(explanation_lines(told, Reader("en", "CO"))).endswith("= no figure")
        assert str(reason) not in {"None", UNKNOWN.template}, key
    assert explained_nulls > 100
    assert len(places) > explained_nulls


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("measures[drives:MO-04].saved_kwh", "nothing was offered here: no flow below the full"),
        ("measures[replace_motors:TR-01].saved_kwh_alone", "this is kept: keep it until it needs"),
        (
            "measures[capacitor_bank:planta].abatement_cost_per_t",
            "it saves no energy, so no ton is avoided",
        ),
        ("waste[18].waste_kwh", "without a transformer in the inventory its loss is not reckoned"),
        ("indicators[1].low", "no range is published"),
        ("machines[CD-01].load_fraction", "it turns no shaft"),
        ("finance.risk.break_even.saved_kwh.factor", "does not bring the net present value to"),
        ("pv.by_site.planta.exceedance.normal_probability", "real years that differ"),
    ],
)
def test_the_reason_is_the_one_of_the_audit_the_plant_and_the_money(key, why):
    assert why in str(explain(studied(QUICK), key).why_null)


@pytest.mark.parametrize(("saved_kwh", "cost"), [(5e-9, None), (0.0, None), (1000.0, -250.0)])
def test_a_tonne_has_a_cost_only_where_energy_is_saved_and_not_moved(saved_kwh, cost):
    row = {"saved_kwh": saved_kwh, "npv": 500.0, "life_years": 10.0}
    assert _abatement_cost(row, t_per_kwh=2e-4) == (cost and pytest.approx(cost))


def test_the_reason_of_a_measure_is_the_one_of_its_table():
    result = studied(QUICK)
    row = result.audit.measures.reset_index().query("kind == 'drives' and tag == 'MO-04'").iloc[0]
    told = explain(result, "measures[drives:MO-04].npv")
    assert told.why_null.values["reason"] == row["reason"]


def test_an_output_that_is_not_given_is_named_as_what_is_lacking():
    without = studied(*CASES["a site without a grid, no gold known"])
    told = explain(without, "energy.kwh_per_g_gold")
    assert str(told.why_null) == "production.gold_g_per_year has no value"
    assert (told.formula, told.put_in) == ("baseline / gold", None)


def test_a_side_of_shared_savings_without_a_rate_is_not_told_that_nothing_is_shared():
    told = explain(studied(*LENT_AND_STORED), "finance.esco.mine.irr_before_tax")
    assert "no rate of return" in str(told.why_null)


def test_each_symbol_of_a_formula_has_its_name_in_the_language_of_the_reader():
    told = explain(studied(QUICK), "machines[TR-01].shaft_kw")
    lines = list(explanation_lines(told, Reader("es", "CO")))
    of_load = next(line for line in lines if line.startswith("  load_fraction "))
    assert "(TR-01: carga en el eje sobre potencia nominal) = " in of_load
    of_rating = next(line for line in lines if line.startswith("  rated_kw "))
    assert "(Potencia de placa" in of_rating
    sums = explain(studied(QUICK), "energy.baseline_kwh").inputs[0]
    assert str(sums.name) == "each: energy of a year"
    npv = explain(studied(QUICK), "finance.whole.npv")
    assert "in year …" in str(npv.inputs[0].name)
    assert all(one.name for one in npv.inputs)
