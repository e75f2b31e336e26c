"""A machine's name tells its type in either language."""

from __future__ import annotations

import pandas as pd
import pytest

from energy_audit.operation.machine_types import inferred_machine_type, typical_of_type
from energy_audit.tag_list import listed_tags
from equipment_catalog.column_rules import column_rules
from equipment_catalog.errors import InputError
from equipment_catalog.tables import read_facts


@pytest.mark.parametrize(
    ("name", "machine_type"),
    [
        ("Molino de bolas 3x4 ft", "mill"),
        ("MOLINO DE MARTILLOS", "mill"),
        ("Trituradora de mandíbulas", "crusher"),
        ("chancadora 10x16", "crusher"),
        ("Zarandas vibratorias", "screen"),
        ("Faja transportadora", "conveyor"),
        ("Banda transportadora del molino", "conveyor"),
        ("Bomba de pulpa del clasificador", "pump"),
        ("Electrobomba sumergible", "pump"),
        ("Ventilador principal mina", "fan"),
        ("Compresor de tornillo", "compressor"),
        ("Soplador de flotación", "blower"),
        ("Celda de flotación #3", "flotation_cell"),
        ("Mesa concentradora", "shaking_table"),
        ("Concentrador centrífugo", "concentrator"),
        ("Malacate", "hoist"),
        ("Agitador de lixiviación", "agitator"),
        ("Filtro prensa", "filter"),
        ("Alimentador vibratorio", "feeder"),
        ("Horno de fundición", "furnace"),
        ("Equipo de soldar", "welder"),
        ("Cargador de lámparas mineras", "charger"),
        ("Luminarias patio", "lamp"),
        ("Campamento: cocina", "camp"),
        ("Taller, torno", "workshop"),
        ("jaw crusher", "crusher"),
        ("mill feed conveyor", "conveyor"),
        ("Slurry pumps", "pump"),
        ("flotation blower", "blower"),
        ("screw compressor", "compressor"),
        ("campanario", "other"),
        ("", "other"),
    ],
)
def test_a_name_tells_its_type(name, machine_type):
    assert inferred_machine_type(pd.Series([name])).tolist() == [machine_type]


def test_accents_and_capitals_do_not_matter():
    names = pd.Series(["LÁMPARA", "lampara", "Lámparas"], index=["a", "b", "c"])
    found = inferred_machine_type(names)
    assert found.tolist() == ["lamp"] * 3
    assert found.index.equals(names.index)


def test_every_type_of_the_schema_and_no_other_has_its_typical_values():
    rules = {
        rule.column: rule for rule in column_rules("energy_audit", "data/inventory_columns.csv")
    }
    of_schema = set(rules["machine_type"].allowed)
    facts = read_facts("energy_audit", "data/machine_types.csv")
    words = read_facts("energy_audit", "data/machine_words.csv")
    for key in ("load_low", "load_high", "idle_load"):
        assert set(facts.loc[facts["key"] == key, "machine_type"]) == of_schema
    assert set(words["machine_type"]) == of_schema - {"other"}
    assert facts["value"].between(0, 1).all()


def test_the_typical_range_is_a_range_and_a_type_that_is_none_is_refused():
    types = pd.Series(read_facts("energy_audit", "data/machine_types.csv")["machine_type"].unique())
    assert (typical_of_type(types, "load_low") < typical_of_type(types, "load_high")).all()
    assert typical_of_type(types.iloc[:0], "load_low").size == 0
    with pytest.raises(InputError, match="machine_type: 'rocket'"):
        typical_of_type(pd.Series(["rocket"]), "idle_load")


def test_long_lists_of_tags_are_cut():
    assert str(listed_tags(["A", "B"])) == "A, B"
    assert str(listed_tags(range(9))) == "0, 1, 2, 3, 4, 5 and 3 more"
