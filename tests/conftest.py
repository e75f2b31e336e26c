"""Inventories that tests share, and how the whole session runs."""

from __future__ import annotations

import gc
import os
import signal

import pandas as pd
import pytest
from hypothesis import settings

from energy_audit.conditions import Conditions
from energy_audit.inventory import inventory_rules
from energy_audit.shift_calendar import ShiftCalendar
from equipment_catalog.year_hours import hours_of_year

settings.register_profile("test", deadline=None, derandomize=True, max_examples=20)
settings.register_profile("fuzz", deadline=None, max_examples=1000)
settings.load_profile("test")

os.environ["LANGUAGE"] = "en"

gc.disable()


def pytest_configure():
    """Hear interrupts, which some tests raise, also where a shell began us deaf to them."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish():
    """Leave imports and collected tests, which all live to the end, out of every later search."""
    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()


def machine_frame(rows):
    """Return an inventory frame; what a row does not say takes the schema's default."""
    filled = []
    for number, row in enumerate(rows):
        values = {"tag": f"M{number}", "site": "plant", "area": "mill", "equipment": "mill"}
        for rule in inventory_rules():
            numeric = rule.type in {"number", "integer"}
            empty = float("nan") if numeric else ""
            default = empty if rule.default is None else rule.default
            values.setdefault(rule.column, float(default) if numeric else default)
        filled.append({**values, **row})
    return pd.DataFrame(filled).set_index("tag")


@pytest.fixture
def machines():
    return machine_frame


@pytest.fixture(scope="session")
def calendars():
    """Two shifts on most days, as the pilot works."""
    mine = ShiftCalendar(
        country="CO",
        shifts_per_day=2,
        hours_per_shift=8,
        first_shift_starts_at=6,
        days_per_month=26,
        sundays="off",
        holidays="as_needed",
    )
    return {"plant": mine, "mine": mine}


@pytest.fixture(scope="session")
def year():
    return hours_of_year(2025, -5)


@pytest.fixture(scope="session")
def conditions(calendars, year):
    return Conditions(calendars=calendars, hours=year, frequency_hz=60)
