"""The shore under the garua, where grids of reanalysis see a sun that is not there."""

from __future__ import annotations

import numpy as np

from equipment_catalog.tables import read_fact, read_facts

_PACKAGE = "pv_design"
_SHORE = "data/peruvian_coast.csv"
_FACTS = "data/coast_facts.csv"


def is_peruvian_coast(latitude: float, longitude: float, *, altitude_m: float) -> bool:
    """Tell whether a site lies low on the Pacific slope of Peru or northernmost Chile.

    The shore is a line through one point a degree of latitude, good to about 0.2 degrees.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg].
    altitude_m
        Above sea level [m].

    Examples
    --------
    >>> is_peruvian_coast(-12.05, -77.05, altitude_m=100.0)
    True
    >>> is_peruvian_coast(-3.75, -73.25, altitude_m=104.0)
    False
    """
    top = read_fact(_PACKAGE, _FACTS, "coast_altitude_m").value
    return altitude_m < top and is_near_peruvian_shore(latitude, longitude)


def is_near_peruvian_shore(latitude: float, longitude: float) -> bool:
    """Tell whether a site lies on the Pacific slope of Peru, whatever its height.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg].

    Examples
    --------
    >>> is_near_peruvian_shore(-12.05, -77.05), is_near_peruvian_shore(2.98, -76.65)
    (True, False)
    """
    shore = read_facts(_PACKAGE, _SHORE).sort_values("latitude")
    if not shore["latitude"].min() <= latitude <= shore["latitude"].max():
        return False
    shore_longitude = float(np.interp(latitude, shore["latitude"], shore["longitude"]))
    width = read_fact(_PACKAGE, _FACTS, "coast_width_deg").value
    return bool(abs(longitude - shore_longitude) < width)
