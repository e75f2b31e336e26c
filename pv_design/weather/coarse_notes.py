"""What a reader must know about hours made from days or from months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    import pandas as pd

_FACTS = ("pv_design.weather", "data/weather_facts.csv")


def days_note(count: int, chosen: int) -> Note:
    """Return the note of hours made inside real days.

    Examples
    --------
    >>> str(days_note(10, 2014).value)
    '10 years; 2014 is nearest to their mean and stands for them'
    """
    return Note(
        what=message("Days are real, hours inside them synthetic"),
        value=message(
            "{count} years; {year} is nearest to their mean and stands for them",
            count=count,
            year=chosen,
        ),
        source=message(
            "daily series of the source; hours of our model, docs/validation/weather.md"
        ),
        effect=message(
            "cells of a degree smooth the days: a battery or self-consumption looks better than "
            "it will be"
        ),
    )


def months_note() -> Note:
    """Return the note of days and hours made inside real months.

    Examples
    --------
    >>> str(months_note().value)
    'means of each month kept'
    """
    return Note(
        what=message("Months are real, days and hours synthetic"),
        value=message("means of each month kept"),
        source=message(
            "monthly means of the source; days and hours of our model, docs/validation/weather.md"
        ),
        effect=message("the order of sunny and dull days is chance"),
    )


def shortfall_notes(shortfall_kwh_m2_day: pd.Series) -> tuple[Note, ...]:
    """Return the warning about months brighter than any sky, none where there are none.

    Parameters
    ----------
    shortfall_kwh_m2_day
        By month, how much of the mean no sky can give.

    Examples
    --------
    >>> import pandas as pd
    >>> str(shortfall_notes(pd.Series([0.0, 0.2], [1, 2]))[0].value)
    'months 2 are short of their mean by up to 0.200 kWh/m² a day'
    >>> shortfall_notes(pd.Series([0.0, 0.0], [1, 2]))
    ()
    """
    short = shortfall_kwh_m2_day[shortfall_kwh_m2_day > 0]
    if short.empty:
        return ()
    return (
        Note(
            what=message("Months sunnier than a clear sky"),
            value=message(
                "months {months} are short of their mean by up to {most:.3f} kWh/m² a day",
                months=", ".join(str(month) for month in short.index),
                most=float(short.max()),
            ),
            source=Message(read_fact(*_FACTS, "clear_sky_cap_fraction").source),
            effect=message("the year is lower than its level by that much in those months"),
            kind="warning",
        ),
    )
