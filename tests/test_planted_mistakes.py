"""Every mistake in the three input files is reported at its place, in one pass."""

from __future__ import annotations

import csv
import io
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
    ("bills.csv", "planta,2025-03,", "planta,2025-13,", 2, "2025-13"),
    ("bills.csv", "planta,2025-05,", "planta,2025-04,", 2, "2025-04"),
    ("bills.csv", "mina La Leche,2025-07,", "mina La Lecha,2025-07,", 1, "mina La Leche"),
    ("bills.csv", "kwh,kvarh,max_kw,amount", "kwh,kvarh,max_kv,amount", 5, "max_kw"),
]  # fmt: skip


# tag, column, wrong value, word that must be said
WRONG_CELLS = [
    ("TR-01", "site", "plant", "planta"),
    ("MO-01", "poles", "5", "2, 4, 6, 8"),
    ("MO-03", "load_fraction", "60", "0.6"),
    ("CO-01", "ie_class", "IE9", "IE9"),
    ("FL-03", "tag", "FL-02", "FL-02"),
    ("RE-01", "poles", "", "2, 4, 6, 8"),
    ("AG-01", "hours_per_day", "26", "24"),
    ("MI-01", "rated_kw", "once", "once"),
    ("MI-02", "hours_per_day", "20", "16"),
    ("MI-03", "needed_hours_per_day", "20", "hours_per_day"),
    ("MO-02", "load_fraction", "", "measured_kw"),
    ("CD-01", "rated_kvar", "", "rated_kvar"),
]


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory):
    """Return a copy of the example with every mistake in it, and each mistake's place and word."""
    folder = tmp_path_factory.mktemp("spoiled") / "study"
    shutil.copytree(EXAMPLE, folder)
    places = []
    for file, right, wrong, column, word in MISTAKES:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(right) == 1, right
        places.append((file, text[: text.index(right)].count("\n") + 1, column, word))
        path.write_text(text.replace(right, wrong), encoding="utf-8")
    return folder, places + spoiled_cells(folder / "inventory.csv")


def spoiled_cells(path):
    """Put the wrong cells into an inventory; return the place and the word of each."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    header, lines = rows[1], {row[0]: number for number, row in enumerate(rows)}
    for tag, column, wrong, _ in WRONG_CELLS:
        rows[lines[tag]][header.index(column)] = wrong
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return [
        (path.name, lines[tag] + 1, header.index(column) + 1, word)
        for tag, column, _, word in WRONG_CELLS
    ]


@pytest.fixture(scope="module")
def report(spoiled):
    folder, _ = spoiled
    return CliRunner().invoke(main, ["check", str(folder), "--lang", "en"])


@pytest.mark.parametrize("number", range(len(MISTAKES) + len(WRONG_CELLS)))
def test_each_mistake_is_said_with_file_line_column_and_what_is_allowed(spoiled, report, number):
    file, line, column, word = spoiled[1][number]
    place = f"{file}:{line}:{column} "
    said = [text for text in report.stderr.splitlines() if text.startswith(place)]
    assert said, f"nothing was said of {place}\n{report.stderr}"
    assert any(word in text for text in said)


def test_one_pass_ends_with_status_1_and_no_traceback(report):
    assert report.exit_code == 1
    assert "Traceback" not in report.output
    assert report.stdout == ""


def test_every_line_is_about_a_planted_mistake_or_its_direct_consequence(spoiled, report):
    places = {f"{file}:{line}" for file, line, _, _ in spoiled[1]}
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
    assert len(found) >= len(spoiled[1])
    assert {"place", "file", "row", "column", "field", "what", "allowed"} <= set(found[0])


def test_messages_are_spanish_for_a_spanish_study(tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(EXAMPLE, folder)
    path = folder / "inventory.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",30,6,", ",30,5,"), encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(folder)])
    assert "valores admitidos" in result.stderr or "se admite" in result.stderr
