"""Figures of peers and publications that the validation page compares with, and its tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

HERE = Path(__file__).parent
HP_KW = 0.7457
ROUNDING = 1e-9
"""Below it a difference is one of floating-point numbers."""
UNSEEN = 1e-7
"""Below it a difference is not shown."""
PEER = "MEASUR"
"""The peer, as a source."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One figure of somebody else beside ours."""

    case: str
    """What was computed, of what."""
    source: str
    """Whose figure it is."""
    theirs: float
    """The figure of the source."""
    ours: float
    """What the product computes."""
    unit: str
    """Unit of both."""
    trust: str = "published"
    """How well the figure of the source is known to us, as in the tables of the product."""

    @property
    def difference(self) -> float:
        """Ours less theirs."""
        return self.ours - self.theirs


def figures(file: str, case: str) -> pd.DataFrame:
    """Return the figures of a case in ``measur_values`` or ``published_values``, inputs as columns.

    Parameters
    ----------
    file
        Name of the csv without its ending.
    case
        Value of its column ``case``; its rows share one set of inputs.
    """
    table = _table(file)
    rows = table[table["case"] == case].reset_index(drop=True)
    words = [dict(part.split("=") for part in inputs.split(";")) for inputs in rows["inputs"]]
    inputs = pd.DataFrame(words).apply(_numbers)
    return pd.concat([inputs, rows.drop(columns=["case", "inputs"])], axis=1)


@cache
def _table(file: str) -> pd.DataFrame:
    return pd.read_csv(HERE / f"{file}.csv", dtype={"inputs": str}, keep_default_na=False)


def _numbers(column: pd.Series) -> pd.Series:
    """Return a column as numbers where every cell is one."""
    numbers = pd.to_numeric(column, errors="coerce")
    return column if numbers.isna().any() else numbers.astype(float)


def peer(case: str) -> pd.DataFrame:
    """Return the figures of a case as MEASUR computes them."""
    return figures("measur_values", case)


def published(case: str) -> pd.DataFrame:
    """Return the figures of a case as publications state them."""
    return figures("published_values", case)


def beside(
    rows: pd.DataFrame,
    ours: Callable[[pd.Series], float],
    words: str,
    source: str | None = None,
) -> list[Comparison]:
    """Return the figures of a case beside what a function of its inputs gives.

    Parameters
    ----------
    rows
        Of `peer` or `published`.
    ours
        What the product computes from one of them.
    words
        Name of a case, with gaps for its inputs.
    source
        Who computed them, where the rows do not say it.
    """
    return [
        Comparison(
            case=words.format(**{str(name): value for name, value in row.items()}),
            source=row["source"] if source is None else source,
            theirs=row["value"],
            ours=ours(pd.Series(row)),
            unit=row["unit"],
            trust=row["trust"] if source is None else "computed",
        )
        for row in rows.to_dict("records")
    ]


def records(frame: pd.DataFrame) -> list[Any]:
    """Return the rows of a frame, its columns as attributes."""
    return list(frame.itertuples())


def markdown(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table in Markdown; columns of text left, of numbers right."""
    body = [[str(cell) for cell in row] for row in rows]
    numeric = [all(_is_number(row[place]) for row in body) for place in range(len(header))]
    rule = ["---:" if right else "---" for right in numeric]
    return "\n".join(f"| {' | '.join(line)} |" for line in (list(header), rule, *body))


def compared(comparisons: Iterable[Comparison]) -> str:
    """Return the table of some comparisons."""
    return markdown(
        ["Case", "Source", "Trust", "Theirs", "Ours", "Difference", "Unit"],
        [
            [
                row.case,
                row.source,
                row.trust,
                number(row.theirs),
                number(row.ours),
                signed(row.difference),
                row.unit,
            ]
            for row in comparisons
        ],
    )


def number(value: float) -> str:
    """Return a number in five significant digits."""
    return f"{value:.5g}"


def signed(value: float) -> str:
    """Return a difference with its sign, zero where five digits show none."""
    return "0" if abs(value) < UNSEEN else f"{value:+.2g}"


def _is_number(cell: str) -> bool:
    return cell.strip("+-").replace(".", "", 1).replace(",", "").replace("e-", "").isdigit()
