"""How much days differ from each other, by climate."""

from __future__ import annotations

from dataclasses import dataclass

from equipment_catalog.messages import Message
from equipment_catalog.notes import citation
from equipment_catalog.tables import read_facts
from pv_design.site import check_altitude_m, check_latitude, check_longitude


@dataclass(frozen=True, kw_only=True)
class ClimateSpread:
    """What a climate does to the order and the size of its days."""

    daily_spread: float
    """s of the standard deviation s sqrt(m (1 - m)) of the daily clear-sky index, where m is the
    mean index of the month over its cap."""
    daily_persistence: float
    """Correlation of a day with the day before, each less the mean of its month."""
    name: Message
    """Name of the class."""
    source: Message
    """Where the two numbers come from, with their year and their trust."""


def spread_of_climate(latitude: float, longitude: float, altitude_m: float) -> ClimateSpread:
    """Return how much the days of a place differ, from the latitude and the altitude.

    Five classes are all that the hourly files at hand can tell apart; a desert and a rain forest
    of one class differ by their means. The daily deviation of MERRA-2 was tried for it and is
    worse: see `docs/validation/weather.md`.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg].
    altitude_m
        Above sea level [m].

    Raises
    ------
    InputError
        If the place is not on Earth.

    Examples
    --------
    >>> andes = spread_of_climate(2.98, -76.65, 1200.0)
    >>> str(andes.name), andes.daily_spread
    ('tropical highland', 0.28)
    >>> spread_of_climate(-33.5, -70.6, 579.0).daily_spread
    0.52
    """
    check_latitude(latitude)
    check_longitude(longitude)
    check_altitude_m(altitude_m)
    classes = read_facts("pv_design.weather", "data/climate_spread.csv")
    begun = (classes["lowest_latitude_deg"] <= abs(latitude)) & (
        classes["lowest_altitude_m"] <= altitude_m
    )
    row = classes[begun].iloc[-1]
    return ClimateSpread(
        daily_spread=float(row["daily_spread"]),
        daily_persistence=float(row["daily_persistence"]),
        name=Message(str(row["name"])),
        source=citation(str(row["source"]), int(row["year"]), str(row["trust"])),
    )
