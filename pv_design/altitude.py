"""Height of a place above the sea, from the map that ships with pvlib."""

from __future__ import annotations

from functools import lru_cache

from pvlib.location import lookup_altitude

from pv_design.site import check_latitude, check_longitude

_STEP_DEG = 1 / 12
_POLE_DEG, _DATE_LINE_DEG = 90.0, 180.0


def lookup_altitude_m(latitude: float, longitude: float) -> float:
    """Return the altitude of the 5-minute map that ships with pvlib [m].

    The map is coarse: in Andean valleys it is off by hundreds of metres. At sea it is 0, in
    shallow water sometimes below.

    Examples
    --------
    >>> lookup_altitude_m(2.983982, -76.6507771)
    1286.0
    """
    check_latitude(latitude)
    check_longitude(longitude)
    return _of_map_m(latitude, longitude)


def land_is_near(latitude: float, longitude: float, *, cells: int) -> bool:
    """Tell whether the map has ground above the sea at a place or within some cells of it.

    Islands smaller than a cell of the map, some 9 km, can be missing from it.

    Parameters
    ----------
    latitude, longitude
        Of the place [deg].
    cells
        How many cells of 5 minutes to look around it.

    Examples
    --------
    >>> land_is_near(-3.12, 152.6, cells=1), land_is_near(4.0, -79.5, cells=1)
    (True, False)
    """
    steps = [_STEP_DEG * step for step in range(-cells, cells + 1)]
    return any(
        lookup_altitude_m(max(min(latitude + y, _POLE_DEG), -_POLE_DEG), _wrapped(longitude + x))
        > 0
        for y in steps
        for x in steps
    )


@lru_cache(maxsize=4096)
def _of_map_m(latitude: float, longitude: float) -> float:
    return float(lookup_altitude(latitude, longitude))


def _wrapped(longitude: float) -> float:
    return (longitude + _DATE_LINE_DEG) % (2 * _DATE_LINE_DEG) - _DATE_LINE_DEG
