# ruff: noqa: E501  rows of the inventory are long
"""Every mistake in the three input files is reported at its place, in one pass."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"

# file, text as it stands, text that replaces it, column of the mistake, word that must be said
MISTAKES = [
    ("study.yaml", "  currency: COP", "  currency: pesos", 3, "pesos"),
    ("study.yaml", "  language: es", "  lenguage: es", 3, "language"),
    ("study.yaml", "  workers: 43 ", "  workers: -43 ", 3, "-43 is"),
    ("study.yaml", "  source: embedded", "  source: satellite", 3, "embedded"),
    ("study.yaml", "  sheet: CO-CEO-2013-02-N1", "  sheet: CO-CEO-2013", 3, "CO-CEO-2013-02-N1"),
    ("study.yaml", "  ghi_kwh_m2_day: 4.4", "  ghi_kwh_m2_day: 44", 3, "44"),
    ("study.yaml", '    coordinates: "2,9839820 / -76,6507771"', "    coordinate: 2",
     5, "coordinates"),
    ("study.yaml", "  coverage_fraction: 1.0", "  coverage_fraction: 100", 3, "100"),
    ("study.yaml", "  budget_usd: 100000", "  budget_usd: lots", 3, "lots"),
    ("inventory.csv", "TR-01,planta,trituración", "TR-01,plant,trituración", 2, "planta"),
    ("inventory.csv", "MO-01,planta,molienda,Molino de bolas 3x4 ft,motor,1,22,6",
     "MO-01,planta,molienda,Molino de bolas 3x4 ft,motor,1,22,5", 8, "2, 4, 6, 8"),
    ("inventory.csv", "MO-03,planta,molienda,Clasificador de espiral,motor,1,1.1,6,IE3,0,0.60",
     "MO-03,planta,molienda,Clasificador de espiral,motor,1,1.1,6,IE3,0,60", 11, "0.6"),
    ("inventory.csv", "CO-01,planta,concentración,Concentrador centrífugo,motor,1,2.2,4,IE3",
     "CO-01,planta,concentración,Concentrador centrífugo,motor,1,2.2,4,IE9", 9, "IE9"),
    ("inventory.csv", "FL-03,planta,flotación,Soplador de aire,motor,1,3,2",
     "FL-02,planta,flotación,Soplador de aire,motor,1,3,2", 1, "FL-02"),
    ("inventory.csv", "RE-01,planta,relaves,Bomba de relaves,motor,1,4,4",
     "RE-01,planta,relaves,Bomba de relaves,motor,1,4,", 8, "2, 4, 6, 8"),
    ("inventory.csv", "AG-01,planta,agua,Bomba de agua de proceso,motor,1,4,2,IE2,0,0.75,centrifugal,6",
     "AG-01,planta,agua,Bomba de agua de proceso,motor,1,4,2,IE2,0,0.75,centrifugal,26", 13, "24"),
    ("inventory.csv", "MI-01,mina La Leche,aire comprimido,Compresor de tornillo,motor,1,11,4",
     "MI-01,mina La Leche,aire comprimido,Compresor de tornillo,motor,1,once,4", 7, "once"),
    ("inventory.csv", "MI-02,mina La Leche,ventilación,Ventilador axial auxiliar,motor,1,4,2,unknown,1,0.85,centrifugal,12",
     "MI-02,mina La Leche,ventilación,Ventilador axial auxiliar,motor,1,4,2,unknown,1,0.85,centrifugal,20", 13, "16"),
    ("bills.csv", "planta,2025-03,", "planta,2025-13,", 2, "2025-13"),
    ("bills.csv", "planta,2025-05,", "planta,2025-04,", 2, "2025-04"),
    ("bills.csv", "mina La Leche,2025-07,", "mina La Lecha,2025-07,", 1, "mina La Leche"),
    ("bills.csv", "site,month,kwh,kvarh,max_kw,amount", "site,month,kwh,kvarh,max_kv,amount", 5, "max_kw"),
]  # fmt: skip


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory):
    """Return a copy of the example with every mistake in it, and each mistake's line."""
    folder = tmp_path_factory.mktemp("spoiled") / "study"
    shutil.copytree(EXAMPLE, folder)
    lines = []
    for file, right, wrong, _, _ in MISTAKES:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(right) == 1, right
        lines.append(text[: text.index(right)].count("\n") + 1)
        path.write_text(text.replace(right, wrong), encoding="utf-8")
    return folder, lines


@pytest.fixture(scope="module")
def report(spoiled):
    folder, _ = spoiled
    return CliRunner().invoke(main, ["check", str(folder), "--lang", "en"])


@pytest.mark.parametrize(
    "number", range(len(MISTAKES)), ids=[wrong for _, _, wrong, *_ in MISTAKES]
)
def test_each_mistake_is_said_with_file_line_column_and_what_is_allowed(spoiled, report, number):
    file, _, _, column, word = MISTAKES[number]
    place = f"{file}:{spoiled[1][number]}:{column} "
    said = [line for line in report.stderr.splitlines() if line.startswith(place)]
    assert said, f"nothing was said of {place}\n{report.stderr}"
    assert any(word in line for line in said)


def test_one_pass_ends_with_status_1_and_no_traceback(report):
    assert report.exit_code == 1
    assert "Traceback" not in report.output
    assert report.stdout == ""


def test_every_line_is_about_a_planted_mistake_or_its_direct_consequence(spoiled, report):
    places = {f"{mistake[0]}:{line}" for mistake, line in zip(MISTAKES, spoiled[1], strict=True)}
    for line in report.stderr.splitlines():
        named = any(line.startswith(f"{place}:") for place in places)
        follows = "no bill for" in line or "'coordinates' is missing" in line
        assert named or follows, line


def test_a_run_on_wrong_input_writes_nothing(spoiled, tmp_path):
    out = tmp_path / "out"
    result = CliRunner().invoke(main, ["run", str(spoiled[0]), "--out", str(out)])
    assert result.exit_code == 1
    assert not out.exists()
    assert list(tmp_path.iterdir()) == []


def test_the_same_problems_come_as_json(spoiled):
    result = CliRunner().invoke(main, ["check", str(spoiled[0]), "--json"])
    found = json.loads(result.stdout)["problems"]
    assert result.exit_code == 1
    assert len(found) >= len(MISTAKES)
    assert {"place", "file", "row", "column", "field", "what", "allowed"} <= set(found[0])


def test_messages_are_spanish_for_a_spanish_study(tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(EXAMPLE, folder)
    path = folder / "inventory.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",22,6,", ",22,5,"), encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(folder)])
    assert "valores admitidos" in result.stderr or "se admite" in result.stderr
