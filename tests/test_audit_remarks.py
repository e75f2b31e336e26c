"""What the audit says aloud: idling by its parts, transformers beyond what they bear."""

from __future__ import annotations

import pytest
from conftest import machine_frame

from energy_audit.conditions import Conditions
from energy_audit.consumption import consume
from energy_audit.production import Production
from energy_audit.transformer_load import transformer_load_notes
from energy_audit.waste.ranking import find_waste

MOTOR = {"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE3", "load_fraction": 0.8,
         "idle_load_fraction": 0.2, "hours_per_day": 10.0, "load_evidence": "estimated",
         "hours_evidence": "estimated", "rating_evidence": "estimated"}  # fmt: skip


def idling_words(conditions, **given):
    mine = consume(machine_frame([{**MOTOR, **given}]), conditions)
    found = find_waste(mine, conditions, Production())
    return str(found.set_index("kind").loc["idling", "evidence"])


@pytest.mark.parametrize(
    ("given", "said", "unsaid"),
    [
        ({"loaded_fraction": 0.5}, "5.0 h a day idling", "beyond need"),
        ({"needed_hours_per_day": 6.0}, "4.0 h a day under load beyond need", "idling"),
    ],
)
def test_only_the_part_that_is_there_is_said(conditions, given, said, unsaid):
    words = idling_words(conditions, **given)
    assert said in words
    assert unsaid not in words


@pytest.mark.parametrize(("altitude_m", "warned"), [(0.0, False), (4000.0, True)])
def test_a_transformer_is_warned_of_when_its_highest_hour_is_beyond_what_its_height_allows(
    calendars, year, altitude_m, warned
):
    # 15 kW of heat through all open hours are 95 % of 15.8 kVA; at 4,000 m less is usable.
    heater = {"kind": "heating", "rated_kw": 15.0, "load_fraction": 1.0, "hours_per_day": 16.0}
    transformer = {"kind": "transformer", "rated_kva": 15.8, "hours_per_day": 24.0,
                   "schedule": "continuous"}  # fmt: skip
    here = Conditions(
        calendars=calendars, hours=year, frequency_hz=60, altitude_m={"plant": altitude_m}
    )
    mine = consume(machine_frame([heater, transformer]), here)
    notes = transformer_load_notes(mine, here)
    assert bool(notes) == warned
