"""What a command loads: a check, which people run again and again, does without the heavy parts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"
HEAVY = ("babel", "holidays", "matplotlib", "openpyxl", "pvlib", "scipy", "xlsxwriter")
LOADED = """
import sys
import cli
try:
    cli.main(["check", sys.argv[1], "--quiet"])
except SystemExit as end:
    assert not end.code, end.code
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_a_check_loads_none_of_the_heavy_parts():
    words = [sys.executable, "-c", LOADED, str(EXAMPLE)]
    shown = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    loaded = shown.splitlines()[-1].split()
    assert "pandas" in loaded
    assert not set(HEAVY) & set(loaded)
