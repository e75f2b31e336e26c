"""What was understood of a csv without a format: its units, and the remarks that were not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pv_design.weather.formats.headings import Unit


def remark_notes(words: Sequence[str]) -> tuple[Note, ...]:
    """Return what was passed over on top of a file.

    Parameters
    ----------
    words
        That stand there before a colon.

    Examples
    --------
    >>> str(remark_notes(["station"])[0].value), remark_notes([])
    ('station', ())
    """
    if not words:
        return ()
    return (
        Note(
            what=message("Remarks on top of the weather file that were passed over"),
            value=", ".join(words),
            source=message("head of the file"),
            effect=message(
                "a zone, a unit or a place that they say is not used: give it as # columns, "
                "# zone and # label, or beside the file"
            ),
            kind="finding",
        ),
    )


def unit_notes(units: Mapping[str, Unit]) -> tuple[Note, ...]:
    """Return how the figures of each column were understood.

    Parameters
    ----------
    units
        Of our columns.

    Examples
    --------
    >>> from pv_design.weather.formats.headings import Unit
    >>> [str(note.what) for note in unit_notes({"ghi": Unit(said="")})]
    ['Units of the columns ghi']
    """
    silent = [name for name, unit in units.items() if not unit.said]
    other = {name: unit for name, unit in units.items() if unit.said and unit.factor != 1}
    notes = [
        Note(
            what=message("Unit of the column {column}", column=name),
            value=message("converted from {unit}", unit=unit.said),
            source=message("heading of the file"),
            effect=message("if the heading is wrong, so is every value"),
            kind="finding",
        )
        for name, unit in other.items()
    ]
    if silent:
        notes.append(
            Note(
                what=message("Units of the columns {columns}", columns=", ".join(silent)),
                value="W/m2, degC, m/s",
                source=message("the headings of the file say none"),
                effect=message("another unit would make every value wrong"),
            )
        )
    return tuple(notes)
