"""A finished run against the same study run again: files, versions, figure by figure."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import Message, message
from mine_study.run_keys import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mine_study.language import Reader
    from mine_study.layers import Override

SAME = 1e-9
"""Relative difference of two figures that are the same: another order of the same additions."""
SHOWN = 20
"""Most differences that are printed as lines; a document holds them all."""
COMPARED_APART = (
    "manifest.created",
    "manifest.inputs",
    "manifest.scenarios",
    "manifest.versions",
)
NOTHING = "—"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One value that is another now."""

    key: str
    before: Any
    """What the run found; None where it had no such figure."""
    now: Any
    """What it finds now; None likewise."""


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What became of a run."""

    figures: int
    """Values that were compared."""
    differences: tuple[Difference, ...]
    changed: tuple[Difference, ...]
    """Input and scenario files whose checksum is another, that are gone, or new."""
    versions: tuple[Difference, ...]
    """Python and libraries of another version; they alone do not break a run."""

    @property
    def holds(self) -> bool:
        """Whether files and figures are the same."""
        return not (self.differences or self.changed)


def recorded_overrides(before: Mapping[str, Any], folder: Path) -> tuple[Override, ...]:
    """Return the scenario files and the texts ``KEY=VALUE`` that a run was made with.

    Parameters
    ----------
    before
        Results of the run.
    folder
        Folder of its study, from which its manifest names files.

    Examples
    --------
    >>> from pathlib import Path
    >>> made_with = {"scenarios": [{"file": "p90.yaml"}], "overrides": ["risk.build=false"]}
    >>> recorded_overrides({"manifest": made_with}, Path("mine"))[1]
    'risk.build=false'
    """
    made_from = before["manifest"]
    scenarios = (folder / one["file"] for one in made_from.get("scenarios", []))
    return (*scenarios, *made_from.get("overrides", []))


def verification(before: Mapping[str, Any], now: Mapping[str, Any]) -> Verification:
    """Return what is another in a run's results now.

    The time of the run is not compared.

    Parameters
    ----------
    before, now
        Results, as ``results.json`` has them.

    Examples
    --------
    >>> made = {"versions": {"numpy": "2.4"}, "inputs": {"bills.csv": "ab"}}
    >>> first = {"pv": {"dc_kw": 100.0}, "manifest": made}
    >>> verification(first, first | {"pv": {"dc_kw": 101.0}}).differences[0].key
    'pv.dc_kw'
    """
    old, new = dict(leaves(before)), dict(leaves(now))
    keys = [key for key in old | new if not key.startswith(COMPARED_APART)]
    return Verification(
        figures=len(keys),
        differences=tuple(
            Difference(key=key, before=old.get(key), now=new.get(key))
            for key in keys
            if (key in old) != (key in new) or not _same(old[key], new[key])
        ),
        changed=files_apart(before["manifest"], now["manifest"]),
        versions=values_apart(before["manifest"]["versions"], now["manifest"]["versions"]),
    )


def files_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return the input and scenario files whose checksums two manifests tell apart."""
    return values_apart(_checksums(one), _checksums(other))


def values_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return the names under which two mappings hold other values, or only one holds any.

    Examples
    --------
    >>> [change.key for change in values_apart({"numpy": "2.3", "scipy": "1"}, {"numpy": "2.4"})]
    ['numpy', 'scipy']
    """
    return tuple(
        Difference(key=str(name), before=one.get(name), now=other.get(name))
        for name in dict(one) | dict(other)
        if one.get(name) != other.get(name)
    )


def _checksums(made_from: Mapping[str, Any]) -> dict[str, Any]:
    scenarios = {one["file"]: one["sha256"] for one in made_from.get("scenarios", [])}
    return {**made_from["inputs"], **scenarios}


def _same(one: object, other: object) -> bool:
    numbers = [
        value
        for value in (one, other)
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    if len(numbers) == len((one, other)):
        return math.isclose(*numbers, rel_tol=SAME, abs_tol=SAME)
    return one == other


def verification_document(found: Verification) -> str:
    """Return what is another as one JSON document."""
    document = {
        "holds": found.holds,
        "figures": found.figures,
        "differences": [vars(one) for one in found.differences],
        "inputs": [vars(one) for one in found.changed],
        "versions": [vars(one) for one in found.versions],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def verification_lines(found: Verification, reader: Reader) -> Iterator[str]:
    """Yield what is another, one line each, and whether the run holds."""
    for one in found.changed:
        yield reader.say(message("{file}: {change}", file=one.key, change=_change(one)))
    for one in found.versions:
        said = message(
            "{name}: version {before} then, {now} now",
            name=one.key,
            before=one.before or NOTHING,
            now=one.now or NOTHING,
        )
        yield reader.say(said)
    for one in found.differences[:SHOWN]:
        before, now = (_shown(value, reader) for value in (one.before, one.now))
        yield reader.say(
            message("{key}: {before} then, {now} now", key=one.key, before=before, now=now)
        )
    if len(found.differences) > SHOWN:
        more = len(found.differences) - SHOWN
        yield reader.say(message("and {more:d} more; --json names them all", more=more))
    yield reader.say(_verdict(found))


def _verdict(found: Verification) -> Message:
    if found.holds:
        return message(
            "the run holds: {figures:,d} values are the same, and so is every input file",
            figures=found.figures,
        )
    return message(
        "the run does not hold: {files:d} files and {differences:d} of {figures:,d} values differ",
        files=len(found.changed),
        differences=len(found.differences),
        figures=found.figures,
    )


def _change(one: Difference) -> Message:
    if one.now is None:
        return message("read then, not now")
    if one.before is None:
        return message("read now, not then")
    return message("changed since the run")


def _shown(value: object, reader: Reader) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return reader.say(Message("{value:,.10g}", {"value": value}))
