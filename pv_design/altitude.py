"""Height of a place above the sea, from the map that ships with pvlib."""

from __future__ import annotations

from pvlib.location import lookup_altitude

from pv_design.site import check_latitude, check_longitude


def lookup_altitude_m(latitude: float, longitude: float) -> float:
    """Return the altitude of the 5-minute map that ships with pvlib [m].

    The map is coarse: in Andean valleys it is off by hundreds of metres; at sea it is 0.

    Examples
    --------
    >>> lookup_altitude_m(2.983982, -76.6507771)
    1286.0
    """
    check_latitude(latitude)
    check_longitude(longitude)
    return float(lookup_altitude(latitude, longitude))
