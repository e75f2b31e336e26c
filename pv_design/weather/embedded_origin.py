"""Where a year of the embedded climate comes from: its levels, its name, its years, its grain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from pv_design.weather.climatology import Climatology


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What a reader is told of the source next to every yield."""

    source: Message
    """Name of the data."""
    period: Message
    """Years they stand for."""
    families: tuple[str, ...]
    """As `Weather.origins` has them."""
    spatial_resolution: Message
    """Size of the area one value stands for."""


def embedded_origin(climate: Climatology) -> Origin:
    """Return the origin of the level that a climate trusts most.

    Examples
    --------
    >>> from pv_design.weather.climatology import embedded_climatology
    >>> str(embedded_origin(embedded_climatology(5.3, -2.0, altitude_m=80.0)).source)
    'climate inside the package (MERRA-2 and PVCZ), synthetic hours'
    """
    if climate.power is not None:
        return Origin(
            source=message(
                "NASA POWER (CERES) inside the package, {place}; synthetic hours",
                place=climate.power.place,
            ),
            period=message("NASA POWER {period}", period=climate.power.period),
            families=("nasa_power",),
            spatial_resolution=message("1 degree"),
        )
    merra2_years = message("MERRA-2 2011-2015")
    if climate.pvcz is None:
        return Origin(
            source=message("climate inside the package (MERRA-2 alone), synthetic hours"),
            period=merra2_years,
            families=("merra2",),
            spatial_resolution=message("3 degrees"),
        )
    return Origin(
        source=message("climate inside the package (MERRA-2 and PVCZ), synthetic hours"),
        period=merra2_years,
        families=("merra2", "pvcz"),
        spatial_resolution=message("3 degrees and 0.25 degrees"),
    )


def known_levels(climate: Climatology) -> dict[str, float]:
    """Return the annual level of every source the package has for a place [kWh/m2/day].

    The names are proper names and stay as they are in every language; PVCZ is given between
    its cells, in the cell of the place and as the mean of 3 x 3 cells.

    Examples
    --------
    >>> from pv_design.weather.climatology import embedded_climatology
    >>> levels = known_levels(embedded_climatology(2.983982, -76.6507771, altitude_m=1200.0))
    >>> {name: round(level, 2) for name, level in levels.items()}
    {'MERRA-2': 4.86, 'PVCZ': 5.1, 'PVCZ ¼°': 5.46, 'PVCZ 3 x 3': 4.79, 'NASA POWER': 4.23}
    """
    levels = {"MERRA-2": climate.merra2_ghi_kwh_m2_day}
    if climate.pvcz is not None:
        levels["PVCZ"] = climate.pvcz.ghi
        levels["PVCZ ¼°"] = climate.pvcz.cell_ghi
        levels["PVCZ 3 x 3"] = climate.pvcz.neighbours_ghi[1]
    power = climate.power_ghi_kwh_m2_day
    return levels if power is None else levels | {"NASA POWER": power}


def level_table(climate: Climatology, *, used_kwh_m2_day: float) -> pd.DataFrame:
    """Return every known level and, last, the one that is used: `source`, `ghi_kwh_m2_day`.

    Examples
    --------
    >>> from pv_design.weather.climatology import embedded_climatology
    >>> climate = embedded_climatology(-3.12, 152.6, altitude_m=50.0)
    >>> level_table(climate, used_kwh_m2_day=4.4)["source"].tolist()
    ['MERRA-2', 'used']
    """
    levels = known_levels(climate) | {"used": used_kwh_m2_day}
    return pd.DataFrame({"source": list(levels), "ghi_kwh_m2_day": list(levels.values())})
