"""What the exceedance of a yield rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from equipment_catalog.messages import Message

_FACTS = "data/exceedance.csv"


def years_source(*, count: int, found_fraction: float, floor_fraction: float) -> Message:
    """Return where the sigma of a year comes from: real years, or the floor they are raised to.

    Parameters
    ----------
    count
        Number of real years.
    found_fraction
        Sample standard deviation of their energies [fraction].
    floor_fraction
        What it is not taken below [fraction]; 0 for data that are not smoothed.

    Examples
    --------
    >>> str(years_source(count=10, found_fraction=0.015, floor_fraction=0.03))
    '10 real years of smoothed data give 1.5 %; not taken below 3.0 %'
    """
    if found_fraction >= floor_fraction:
        return message("{count:d} real years, the plant simulated in each", count=count)
    return message(
        "{count:d} real years of smoothed data give {found:.1f} %; not taken below {floor:.1f} %",
        count=count,
        found=100 * found_fraction,
        floor=100 * floor_fraction,
    )


def years_notes(
    *,
    found_fraction: float,
    floor_fraction: float,
    years: int,
    p50_kwh: float,
    annual_kwh: float,
    probability: float | None,
) -> tuple[Note, ...]:
    """Return how real years told the years apart, and a warning where no normal law fits them.

    Parameters
    ----------
    found_fraction, floor_fraction
        As in `years_source`.
    years
        Number of real years.
    p50_kwh
        Mean energy of the plant in these years [kWh].
    annual_kwh
        Energy of the year that is shown hour by hour [kWh].
    probability
        Of such years from a normal law; None where it was not asked.
    """
    return (
        Note(
            what=message("How years differ: P75, P90 and P99"),
            value=message(
                "one sigma {sigma:.1%}, of {count:d} real years",
                sigma=max(found_fraction, floor_fraction),
                count=years,
            ),
            source=message("the plant simulated in each year; sample standard deviation")
            if found_fraction >= floor_fraction
            else years_source(
                count=years, found_fraction=found_fraction, floor_fraction=floor_fraction
            ),
            effect=message(
                "P50 is their mean, {mean:,.0f} kWh; the year shown hour by hour gives "
                "{annual:,.0f} kWh",
                mean=p50_kwh,
                annual=annual_kwh,
            ),
            kind="finding",
        ),
        *_normal_note(probability),
    )


def table_note(*, sigma_fraction: float, years: int, is_typical: bool) -> Note:
    """Return that the table told the years apart, and why.

    Parameters
    ----------
    sigma_fraction
        Standard deviation of a year that was taken [fraction].
    years
        Number of real years that the weather brought: too few.
    is_typical
        Whether the simulated year is no real one.
    """
    least = int(read_fact("pv_design", _FACTS, "least_real_years").value)
    return Note(
        what=message("How years differ: P75, P90 and P99"),
        value=message(
            "one sigma {sigma:.1%} of the table, with {count:d} real years at hand",
            sigma=sigma_fraction,
            count=years,
        ),
        source=read_fact("pv_design", _FACTS, "interannual").citation,
        effect=message(
            "a typical year hides how years differ and cannot give P90 alone; {least:d} real "
            "years or more replace the table",
            least=least,
        )
        if is_typical
        else message("{least:d} real years or more replace the table", least=least),
    )


def _normal_note(probability: float | None) -> Iterator[Note]:
    limit = read_fact("pv_design", _FACTS, "normal_significance").value
    if probability is None or probability >= limit:
        return
    yield Note(
        what=message("The real years do not look like a normal law"),
        value=message("probability {probability:.1%} of such years", probability=probability),
        source=message("test of Shapiro and Wilk on their energies"),
        effect=message("P99 of a single year is less sure than it looks"),
        kind="warning",
    )
