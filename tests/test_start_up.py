"""What a command loads: a check, which people run again and again, does without the heavy parts."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mine_study.commands.short_life import live_shortly

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"
HEAVY = ("babel", "holidays", "matplotlib", "openpyxl", "pvlib", "scipy", "xlsxwriter")
UNASKED = (
    "energy_audit.measures",
    "energy_audit.meters",
    "mine_study.price_files",
    "mine_study.site_tariff",
    "pv_design.horizon_files",
)
"""What reads quotations, meters, price files and horizons, of which the example names none."""
LOADED = """
import sys
import cli
try:
    cli.main(["check", sys.argv[1], "--quiet"])
except SystemExit as end:
    assert not end.code, end.code
print("loaded:", *sorted(sys.modules))
"""


@pytest.fixture(scope="module")
def loaded():
    """Return the modules that a check of the example leaves behind."""
    words = [sys.executable, "-c", LOADED, str(EXAMPLE)]
    shown = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return set(shown.splitlines()[-1].split())


def test_a_check_loads_none_of_the_heavy_parts(loaded):
    assert "pandas" in loaded
    assert not set(HEAVY) & loaded


def test_a_check_loads_no_reader_of_files_that_the_study_does_not_name(loaded):
    assert "energy_audit.inventory" in loaded
    assert not set(UNASKED) & loaded


@pytest.mark.parametrize(("given", "left"), [(None, "__all__"), ("some-plugin", "some-plugin")])
def test_a_command_looks_for_no_plugins_unless_the_person_says_which(monkeypatch, given, left):
    monkeypatch.setattr(gc, "set_threshold", lambda _: None)
    environment = {} if given is None else {"PYDANTIC_DISABLE_PLUGINS": given}
    monkeypatch.setattr(os, "environ", environment)
    live_shortly()
    assert environment["PYDANTIC_DISABLE_PLUGINS"] == left
