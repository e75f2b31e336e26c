"""The register names what the offers of a study rest on, and nothing that they do not."""

from __future__ import annotations

import pytest
from conftest import machine_frame

from energy_audit.audit import evaluate
from energy_audit.consumption import consume
from energy_audit.measures import MEASURES

COMPRESSOR = {
    "machine_type": "compressor",
    "rated_kw": 30.0,
    "poles": 4.0,
    "ie_class": "IE2",
    "load_fraction": 0.8,
    "idle_load_fraction": 0.3,
    "loaded_fraction": 0.6,
    "hours_per_day": 12.0,
    "control": "load_unload",
}
PUMP = {
    "machine_type": "pump",
    "rated_kw": 15.0,
    "poles": 4.0,
    "ie_class": "IE2",
    "load_type": "centrifugal",
    "load_fraction": 0.8,
    "hours_per_day": 12.0,
    "control": "throttle",
}
FAN = PUMP | {"machine_type": "fan", "control": "none", "needed_hours_per_day": 8.0}


def said(kind, row, conditions):
    """Return the notes of a measure on one machine, as texts with their sources."""
    offers = evaluate(MEASURES[kind], consume(machine_frame([row]), conditions), conditions)
    assert not offers.empty
    return "\n".join(
        f"{note.what} | {note.value} | {note.source}" for note in MEASURES[kind].notes(offers)
    )


@pytest.mark.parametrize(
    ("kind", "row", "given", "typical"),
    [
        ("air_leaks", COMPRESSOR, {"leak_fraction": 0.3}, "25% of its air"),
        ("air_pressure", COMPRESSOR | {"pressure_bar": 8.0}, {"needed_pressure_bar": 6.0}, "6.5 b"),
        ("drives", PUMP, {"flow_fraction": 0.7, "static_head_fraction": 0.2}, "80% of the full"),
        ("drives", PUMP, {"flow_fraction": 0.7, "static_head_fraction": 0.2}, "50% for pumps"),
        (
            "compressor_control",
            COMPRESSOR | {"control": "modulating"},
            {"flow_fraction": 0.6},
            "70% of its full flow",
        ),
    ],
)
def test_a_typical_value_is_noted_only_where_it_stands_in(kind, row, given, typical, conditions):
    assert typical in said(kind, row, conditions)
    assert typical not in said(kind, row | given, conditions)


def test_the_price_of_drives_is_noted_only_where_a_drive_is_offered(conditions):
    for kind, row, without in (
        ("compressor_control", COMPRESSOR, None),
        ("ventilation_on_demand", FAN, FAN | {"control": "drive"}),
    ):
        assert "Variable-speed drives are priced" in said(kind, row, conditions)
        if without:
            assert "drives are priced" not in said(kind, without, conditions)


def test_a_metering_panel_notes_the_habits_it_counts_on(conditions):
    assert "2% of the estimated hours of motors" in said("metering_panel", PUMP, conditions)


def test_drives_live_equally_long_under_whichever_measure_they_are_bought(conditions):
    lives = set()
    for kind, row in (
        ("drives", PUMP),
        ("compressor_control", COMPRESSOR),
        ("ventilation_on_demand", FAN),
    ):
        mine = consume(machine_frame([row]), conditions)
        offers = MEASURES[kind].options(mine, conditions)
        lives |= set(offers.loc[offers["variant"] == "drive", "life_years"])
    assert lives == {10.0}  # data/drive_facts.csv
