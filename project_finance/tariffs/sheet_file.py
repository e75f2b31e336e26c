"""A tariff sheet that a person copied from the operator's page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from project_finance.tariffs.price_file import price_of, read_price_rows
from project_finance.tariffs.sheets import UNDIVIDED
from project_finance.tariffs.tariff import COMPONENTS, Tariff

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from project_finance.tariffs.price_file import PriceRow

COMPONENTS_NEEDED = message(
    "the components of the price, which decide the worth of a credit; or tariff.export_rule: none"
)
COLUMNS = ("component", "value", "unit", "valid_from", "source")
OWN_FILE = "file of the user"
"""How far the sheet is trusted: nobody but its user has seen it."""
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


def read_tariff_file(path: Path, *, currency: str, needs_components: bool = False) -> Tariff:
    r"""Return a tariff sheet from a file of the user; every fault is named at once.

    Parameters
    ----------
    path
        File with the columns component, value, unit, valid_from and source: the six components
        of ``COMPONENTS`` without the contribution, or one line ``undivided`` where the sheet
        prints a total alone; in English or Spanish.
    currency
        Currency of the study; units are ``<currency>/kWh``.
    needs_components
        Whether credits of exported energy go by components, so that a total alone is refused.

    Raises
    ------
    InputError
        If a component is missing, unknown or stands twice, a price is none or all are zero, a
        unit is another, a month is none or differs, a source is missing, or a total stands where
        components are needed.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "sheet.csv")
    ...     _ = path.write_text("component,value,unit,valid_from,source\n"
    ...                         "undivided,812.5,COP/kWh,2025-03,CEO\n")
    ...     read_tariff_file(path, currency="COP").unit_cost_per_kwh
    812.5
    """
    rows = [row.reading("component") for row in read_price_rows(path, COLUMNS)]
    problems = [*_missing(rows, path.name), *_refused(rows, f"{currency}/kWh")]
    if needs_components:
        problems += [
            row.refused("component", COMPONENTS_NEEDED)
            for row in rows
            if row.cells["component"] == UNDIVIDED
        ]
    if problems:
        raise InputError(problems)
    values: dict[str, Any] = {
        row.cells["component"]: price_of(row.cells["value"]) or 0.0 for row in rows
    }
    if not any(values.values()):
        allowed = message("a sheet with a price above 0")
        raise InputError([rows[0].refused("value", allowed)])
    month = rows[0].cells["valid_from"]
    return Tariff(
        name=path.name,
        currency=currency,
        source=rows[0].cells["source"],
        year=int(month[:4]),
        trust=OWN_FILE,
        valid_from=month,
        **values,
    )


def _missing(rows: Sequence[PriceRow], file: str) -> Iterator[Problem]:
    """Yield each component that no line gives."""
    given = {row.cells["component"] for row in rows}
    if UNDIVIDED in given:
        return
    for name in COMPONENTS:
        if name not in given:
            what = message("the component {name} is missing", name=name)
            allowed = message("all of {known}; or one line undivided", known=", ".join(COMPONENTS))
            yield Problem(what=what, allowed=allowed, file=file)


def _refused(rows: Sequence[PriceRow], unit: str) -> Iterator[Problem]:
    """Yield what is wrong with the cells of each line."""
    given = [row.cells["component"] for row in rows]
    known = (UNDIVIDED,) if UNDIVIDED in given else COMPONENTS
    for place, row in enumerate(rows):
        if given[place] not in known or given[place] in given[:place]:
            yield row.refused("component", message("each of {known} once", known=", ".join(known)))
        if price_of(row.cells["value"]) is None:
            allowed = message(
                "a finite price of at least 0, decimals after a point; after a comma only where "
                "semicolons separate the cells and it cannot be one of thousands, as in 1,500"
            )
            yield row.refused("value", allowed)
        if row.cells["unit"] != unit:
            yield row.refused("unit", message("{unit}, in whole money", unit=unit))
        month = row.cells["valid_from"]
        if not MONTH.fullmatch(month) or month != rows[0].cells["valid_from"]:
            allowed = message("the month of the sheet as 2025-03, the same in every line")
            yield row.refused("valid_from", allowed)
        if not row.cells["source"]:
            allowed = message("where the sheet was read")
            yield row.refused("source", allowed)
