"""What results.json says of the audit: waste, indicators, calibration, operating points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from energy_audit.waste import WASTE_POINTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mine_study.language import Reader
    from mine_study.study import StudyResult


def _waste(result: StudyResult, reader: Reader) -> list[dict[str, Any]]:
    return [
        {
            "kind": row["kind"],
            "name": reader.say(WASTE_POINTS[row["kind"]].name),
            "tag": row["tag"],
            "site": row["site"],
            "waste_kwh": row["waste_kwh"],
            "evidence": reader.say(row["evidence"]),
            "evidence_kind": row["evidence_kind"],
            "remedy": list(row["remedy"]),
        }
        for row in result.audit.waste.to_dict("records")
    ]


def _indicators(result: StudyResult, reader: Reader) -> list[dict[str, Any]]:
    rows = result.audit.indicators.astype(object)
    said = [None if source is None else reader.say(source) for source in rows["source"]]
    return _records(rows.assign(source=pd.Series(said, rows.index, object)))


def _calibration(result: StudyResult, reader: Reader) -> dict[str, Any] | None:
    calibration = result.audit.calibration
    if calibration is None:
        return None
    needed = calibration.needed.assign(what=calibration.needed["what"].map(reader.say))
    return {
        "by_site": _records(calibration.by_site.reset_index()),
        "changes": _records(calibration.changes),
        "needed": _records(needed),
    }


def _machines(result: StudyResult) -> list[dict[str, Any]]:
    """Return the operating point of every machine, with how its load is known."""
    audit = result.audit
    points = audit.before.points.join(audit.settled.evidence)
    points.insert(0, "load_fraction", audit.before.machines["load_fraction"])
    return _records(points.rename_axis("tag").reset_index())


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]


AUDIT_PARTS: Mapping[str, Callable[[StudyResult, Reader], Any]] = {
    "waste": _waste,
    "indicators": _indicators,
    "calibration": _calibration,
    "machines": lambda result, _reader: _machines(result),
}
"""The parts of results.json that only the audit fills."""
