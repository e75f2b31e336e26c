"""The JSON Schema accepts what the reader accepts and refuses what single keys get wrong."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from mine_study.blank_study import blank_study
from mine_study.language import Reader
from mine_study.study_defaults import study_keys
from mine_study.study_file import Study
from mine_study.study_reader import examine_study
from mine_study.study_schema import SCHEMA_FILE, study_schema
from mine_study.yaml_places import load_yaml, plain

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "los_conquistadores"
SCHEMA = study_schema(Reader("en", "CO"))
TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}
BOUNDS = {
    "minimum": lambda value, limit: value >= limit,
    "maximum": lambda value, limit: value <= limit,
    "exclusiveMinimum": lambda value, limit: value > limit,
    "exclusiveMaximum": lambda value, limit: value < limit,
    "minLength": lambda value, limit: len(value) >= limit,
    "maxLength": lambda value, limit: len(value) <= limit,
    "minItems": lambda value, limit: len(value) >= limit,
    "maxItems": lambda value, limit: len(value) <= limit,
    "enum": lambda value, limit: value in limit,
    "const": lambda value, limit: value == limit,
    "pattern": lambda value, limit: re.search(limit, value) is not None,
}
WORDLESS = {"$schema", "$defs", "title", "description", "default"}


def accepts(schema, value):
    """Tell whether a value satisfies a schema, by the words of JSON Schema that ours uses."""
    known = {*BOUNDS, *WORDLESS, "$ref", "anyOf", "type", "properties", "required", "items",
             "additionalProperties"}  # fmt: skip
    assert set(schema) <= known, set(schema) - known
    if "$ref" in schema:
        return accepts(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], value)
    if "anyOf" in schema and not any(accepts(one, value) for one in schema["anyOf"]):
        return False
    if "type" in schema and not TYPES[schema["type"]](value):
        return False
    if not all(BOUNDS[word](value, schema[word]) for word in BOUNDS if word in schema):
        return False
    if schema.get("type") == "array":
        return all(accepts(schema.get("items", {}), one) for one in value)
    return schema.get("type") != "object" or accepts_keys(schema, value)


def accepts_keys(schema, value):
    known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    if set(schema.get("required", ())) - set(value):
        return False
    if others is False and set(value) - set(known):
        return False
    return all(
        accepts(known.get(name, others), one)
        for name, one in value.items()
        if name in known or isinstance(others, dict)
    )


def example():
    return plain(load_yaml(EXAMPLE / "study.yaml")[0])


def test_the_example_is_accepted():
    assert accepts(SCHEMA, example())


@pytest.mark.parametrize("country", ["CO", "PE"])
def test_the_file_to_fill_in_is_accepted_once_its_names_are_given(country, tmp_path):
    files = blank_study(Reader("es", country))
    text = (
        files["study.yaml"]
        .replace('name: ""', "name: M")
        .replace('coordinates: ""', "coordinates: 2.9, -76")
    )
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    assert accepts(SCHEMA, plain(load_yaml(tmp_path / "study.yaml")[0]))
    assert text.splitlines()[0] == f"# yaml-language-server: $schema={SCHEMA_FILE}"
    assert json.loads(files[SCHEMA_FILE])["$defs"].keys() == SCHEMA["$defs"].keys()


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("finance", "discont_rate", 0.1),
        ("finance", "discount_rate", "high"),
        ("finance", "horizon_years", 2.5),
        ("finance", "vat", "sometimes"),
        ("pv", "tilt_deg", 95),
        ("pv", "azimuth_deg", 360),
        ("pv", "build", "yes"),
        ("pv", "losses", {"soiling": 2}),
        ("supply", "frequency_hz", 55),
        ("study", "currency", "pesos"),
        ("study", "country", "EC"),
        ("files", "inventory", []),
        ("files", "inventory", 5),
        ("storage", "rules", "sometimes"),
        ("calendar", "hours_per_shift", 0),
        ("weather", "ghi_kwh_m2_day", 44),
    ],
)
def test_a_wrong_key_is_refused_by_schema_and_reader_alike(section, key, value):
    given = example()
    given[section] = (given.get(section) or {}) | {key: value}
    assert not accepts(SCHEMA, given)
    shown = json.dumps(value)
    assert examine_study(EXAMPLE / "study.yaml", [f"{section}.{key}={shown}"]).problems


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("files", "inventory", ["a.csv", "b.xlsx"]),
        ("files", "inventory", "a.csv"),
        ("storage", "rules", "peak_cap"),
        ("storage", "rules", ["peak_cap", "backup_reserve"]),
        ("pv", "module", None),
        ("pv", "losses", {"soiling": 0.04}),
        ("pv", "tilt_deg", 0),
        ("finance", "real_discount_rate", -0.5),
    ],
)
def test_a_right_key_is_accepted_by_schema_and_reader_alike(section, key, value):
    given = example()
    given[section] = (given.get(section) or {}) | {key: value}
    assert accepts(SCHEMA, given)
    shown = json.dumps(value)
    problems = examine_study(EXAMPLE / "study.yaml", [f"{section}.{key}={shown}"]).problems
    assert not [one for one in problems if one.field == f"{section}.{key}"]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2.98, -76.65", True),
        ("2,9839820 / -76,6507771", True),
        ("02°58'30\" N -76°39'30\" W", True),
        ("2.5N76.5O", True),
        ("n 2 d 30' oeste 76", True),
        ("2 -76", True),
        ("x", False),
        ("2.98", False),
        ("Suárez, Cauca", False),
        ("", False),
    ],
)
def test_coordinates_are_two_numbers_for_schema_and_reader_alike(text, right):
    given = example()
    given["sites"][0]["coordinates"] = text
    assert accepts(SCHEMA, given) is right
    shown = json.dumps(text)
    problems = examine_study(EXAMPLE / "study.yaml", [f"sites.planta.coordinates={shown}"]).problems
    assert any(one.field.endswith("coordinates") for one in problems) is not right


def test_a_study_without_its_mine_or_its_sites_is_refused():
    for section in ("study", "sites"):
        given = {key: value for key, value in example().items() if key != section}
        assert not accepts(SCHEMA, given)


def key_schema(key):
    section, _, name = key.rpartition(".")
    if section == "sites[]":
        return SCHEMA["$defs"]["SiteKeys"]["properties"][name]
    if not section:
        return SCHEMA["properties"][name]
    reference = SCHEMA["properties"][section]["anyOf"][0]["$ref"].rpartition("/")[2]
    return SCHEMA["$defs"][reference]["properties"][name]


@pytest.mark.parametrize("row", study_keys().to_dict("records"), ids=lambda row: row["key"])
def test_each_key_is_described_and_its_default_is_one_it_accepts(row):
    schema = key_schema(row["key"])
    assert row["description"] in schema["description"]
    if "default" in schema:
        assert accepts(schema, schema["default"])


def test_the_descriptions_are_in_the_language_of_the_reader():
    spanish = study_schema(Reader("es", "CO"))["$defs"]["FinanceKeys"]["properties"]
    english = SCHEMA["$defs"]["FinanceKeys"]["properties"]
    same = [key for key in english if english[key]["description"] == spanish[key]["description"]]
    assert same == []


def test_every_section_of_a_study_may_be_empty_as_in_the_file_to_fill_in():
    sections = {name for name, key in SCHEMA["properties"].items() if "anyOf" in key}
    assert sections == set(Study.model_fields) - {"schema_version", "sites"}
    assert accepts(SCHEMA, example() | dict.fromkeys(sections - {"study"}))


def test_the_verb_prints_it_or_writes_it_and_says_how_an_editor_finds_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    printed = CliRunner().invoke(main, ["schema", "--lang", "en"])
    assert json.loads(printed.stdout) == SCHEMA
    written = CliRunner().invoke(main, ["schema", "--lang", "en", "--out", "keys.json"])
    assert json.loads(Path("keys.json").read_text(encoding="utf-8")) == SCHEMA
    assert "# yaml-language-server: $schema=keys.json" in written.stdout
    assert CliRunner().invoke(main, ["schema", "--out", "keys.json"]).exit_code == 2


def test_two_processes_that_hash_words_otherwise_write_the_same_bytes():
    """Words of a list keep the order of their rules, not that of a set."""
    words = SCHEMA["$defs"]["Files"]["properties"]["inventory"]["anyOf"][1]
    assert list(words) == ["type", "items", "minItems", "maxItems"]
    shown = {
        subprocess.run(
            [sys.executable, "-c", PRINTED], capture_output=True, check=True, cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(shown) == 1
    assert json.loads(shown.pop()) == SCHEMA


PRINTED = """
import sys
from mine_study.language import Reader
from mine_study.study_schema import schema_json
sys.stdout.buffer.write(schema_json(Reader("en", "CO")).encode())
"""
