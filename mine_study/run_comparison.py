"""Two runs side by side: headline figures, decisions, what they were made from."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from equipment_catalog.messages import Message, message
from mine_study.decisions import DO
from mine_study.run_keys import figure_at
from mine_study.text_table import Grid
from mine_study.verification import Difference, files_apart, values_apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mine_study.language import Reader
    from mine_study.text_table import Said

Kind = Literal["plain", "fraction", "money"]


@dataclass(frozen=True)
class Headline:
    """A figure that two runs are compared by."""

    key: str
    name: Message
    unit: Message | None = None
    """Of money, what it is for one of; None where it is a sum."""
    decimals: int = 0
    kind: Kind = "plain"


KWH = message("kWh a year")
TONNES = message("t CO2 a year")
YEARS = message("years")
HEADLINES = (
    Headline("energy.baseline_kwh", message("Consumption today"), KWH),
    Headline("package.saved_kwh", message("Saved by the measures"), KWH),
    Headline("package.capex", message("Cost of the measures"), kind="money"),
    Headline("pv.dc_kw", message("Solar plant"), message("kWp"), 1),
    Headline("pv.battery_kwh", message("Battery"), message("kWh"), 1),
    Headline("pv.annual_ac_kwh", message("Production of the plant"), KWH),
    Headline("pv.coverage_fraction", message("Coverage of the demand"), None, 1, "fraction"),
    Headline("pv.self_consumption_fraction", message("Self-consumption"), None, 1, "fraction"),
    Headline("finance.whole.capex", message("Investment"), kind="money"),
    Headline("finance.whole.npv", message("Net present value"), kind="money"),
    Headline("finance.whole.irr", message("Internal rate of return"), None, 1, "fraction"),
    Headline("finance.whole.simple_payback_years", message("Simple payback"), YEARS, 1),
    Headline(
        "finance.whole.lcoe_per_kwh",
        message("Levelised cost of energy"),
        message("kWh"),
        2,
        "money",
    ),
    Headline("finance.whole.dscr_min", message("Least debt service cover"), None, 2),
    Headline("carbon.scope2_location_before_t", message("Scope 2 emissions today"), TONNES, 1),
    Headline("carbon.scope2_location_after_t", message("Scope 2 emissions after"), TONNES, 1),
)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One headline figure of two runs; None where a run does not have it."""

    key: str
    a: float | None
    b: float | None
    difference: float | None
    """B less A; None where one is missing, or the currencies are two."""
    fraction: float | None
    """The difference as a fraction of A; None where A is 0 likewise."""


@dataclass(frozen=True, kw_only=True)
class RunComparison:
    """Two runs, A and B."""

    names: tuple[str, str]
    currencies: tuple[str, str]
    figures: tuple[Compared, ...]
    only_a_does: tuple[str, ...]
    """Measures that A does and B does not."""
    only_b_does: tuple[str, ...]
    inputs: tuple[Difference, ...]
    overrides: tuple[tuple[str, ...], tuple[str, ...]]
    """Texts of ``--set`` of each."""
    versions: tuple[Difference, ...]
    weather: tuple[Difference, ...]


def compared(
    a: Mapping[str, Any], b: Mapping[str, Any], *, names: tuple[str, str]
) -> RunComparison:
    """Return two runs side by side.

    Money in two currencies stands side by side without a difference.

    Parameters
    ----------
    a, b
        Results, as ``results.json`` has them.
    names
        How the two are called.
    """
    currencies = (str(a["study"]["currency"]), str(b["study"]["currency"]))
    of_a, of_b = a["manifest"], b["manifest"]
    done_a, done_b = _done(a), _done(b)
    return RunComparison(
        names=names,
        currencies=currencies,
        figures=tuple(_compared(one, a, b, currencies) for one in HEADLINES),
        only_a_does=tuple(one for one in done_a if one not in done_b),
        only_b_does=tuple(one for one in done_b if one not in done_a),
        inputs=files_apart(of_a, of_b),
        overrides=(tuple(of_a.get("overrides", ())), tuple(of_b.get("overrides", ()))),
        versions=values_apart(of_a["versions"], of_b["versions"]),
        weather=values_apart(_sources(of_a), _sources(of_b)),
    )


def _compared(
    one: Headline, a: Mapping[str, Any], b: Mapping[str, Any], currencies: tuple[str, str]
) -> Compared:
    first, second = figure_at(a, one.key), figure_at(b, one.key)
    comparable = one.kind != "money" or currencies[0] == currencies[1]
    known = first is not None and second is not None and comparable
    difference = second - first if known else None
    fraction = difference / abs(first) if known and first else None
    return Compared(key=one.key, a=first, b=second, difference=difference, fraction=fraction)


def _done(results: Mapping[str, Any]) -> list[str]:
    return [str(row["id"]) for row in results["measures"] if row["decision"] == DO]


def _sources(made_from: Mapping[str, Any]) -> dict[str, str]:
    return {site: str(facts["source"]) for site, facts in made_from["weather"].items()}


def comparison_document(found: RunComparison) -> str:
    """Return two runs side by side as one JSON document."""
    return json.dumps(asdict(found), ensure_ascii=False, indent=2) + "\n"


def comparison_told(found: RunComparison, reader: Reader) -> Iterator[Said]:
    """Yield a table of the headline figures, then what differs besides, one line each."""
    yield f"A: {found.names[0]}"
    yield f"B: {found.names[1]}"
    yield Grid(rows=tuple(_rows(found, reader)), words=frozenset({0, 1}))
    yield from _decisions(found, reader)
    yield from _made_from(found, reader)


def _rows(found: RunComparison, reader: Reader) -> Iterator[tuple[str, ...]]:
    heads = (message("Figure"), message("Unit"), message("Difference"), message("of A"))
    figure, unit, difference, share = (reader.say(head) for head in heads)
    yield figure, unit, "A", "B", difference, share
    for head, row in zip(HEADLINES, found.figures, strict=True):
        if row.a is None and row.b is None:
            continue
        share = "" if head.kind == "fraction" else reader.percent(row.fraction, 1)
        yield reader.say(head.name), _unit(head, found, reader), *_values(head, row, reader), share


def _values(head: Headline, row: Compared, reader: Reader) -> tuple[str, str, str]:
    """Return A, B and their difference: of two percentages in points."""
    scale = 100 if head.kind == "fraction" else 1
    a, b, difference = (
        reader.number(None if value is None else scale * value, head.decimals)
        for value in (row.a, row.b, row.difference)
    )
    if head.kind == "fraction" and row.difference is not None:
        difference = reader.say(message("{difference} points", difference=difference))
    return a, b, difference


def _unit(head: Headline, found: RunComparison, reader: Reader) -> str:
    if head.kind == "fraction":
        return "%"
    if head.kind == "money":
        each = f"/{reader.say(head.unit)}" if head.unit else ""
        return " | ".join(f"{currency}{each}" for currency in dict.fromkeys(found.currencies))
    return reader.say(head.unit) if head.unit else ""


def _change(one: Difference) -> Message:
    if one.now is None:
        return message("only in A")
    return message("only in B") if one.before is None else message("other in A and B")


def _decisions(found: RunComparison, reader: Reader) -> Iterator[str]:
    if found.only_a_does:
        yield reader.say(message("only A does: {measures}", measures=", ".join(found.only_a_does)))
    if found.only_b_does:
        yield reader.say(message("only B does: {measures}", measures=", ".join(found.only_b_does)))


def _made_from(found: RunComparison, reader: Reader) -> Iterator[str]:
    for one in found.inputs:
        yield reader.say(message("input {file}: {change}", file=one.key, change=_change(one)))
    for run, texts in zip("AB", found.overrides, strict=True):
        for text in texts if found.overrides[0] != found.overrides[1] else ():
            yield reader.say(message("{run} overrides {text}", run=run, text=text))
    for one in found.weather:
        said = message("sun of {site}: {a} in A, {b} in B", site=one.key, a=one.before, b=one.now)
        yield reader.say(said)
    for one in found.versions:
        said = message(
            "version of {name}: {a} in A, {b} in B", name=one.key, a=one.before, b=one.now
        )
        yield reader.say(said)
