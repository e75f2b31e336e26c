"""The light of the sky on a plane: around the sun, along the horizon and from the rest."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from pvlib import atmosphere
from scipy.interpolate import BSpline

from equipment_catalog.tables import read_fact, read_facts

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_TABLE = "data/perez_driesse.csv"
_COEFFICIENTS = ("f11", "f12", "f13", "f21", "f22", "f23")
_HORIZON_DEG = 90.0
_SQUARE = 2
"""Degree of the splines."""


def sky_light(
    *,
    dhi: Floats,
    dni: Floats,
    dni_extra: Floats,
    zenith_deg: Floats,
    cos_zenith: Floats,
    airmass: Floats,
    towards_sun: Floats,
    tilt_deg: float | Floats,
) -> dict[str, Floats]:
    """Return the parts of the sky's light on a plane and their sum, by pvlib's names [W/m2].

    Equal to `pvlib.irradiance.perez_driesse` to rounding, in a third of its time: its six splines
    share their knots and are taken together, and the sun's direction is given.

    Parameters
    ----------
    dhi, dni, dni_extra
        Of hours with light [W/m2].
    zenith_deg, cos_zenith
        Of the sun, refracted, and its cosine [deg].
    airmass
        Relative; NaN with the sun down, when that of the horizon is taken.
    towards_sun
        Cosine of the incidence on the plane, 0 behind it.
    tilt_deg
        Of the plane, one for all hours or one an hour [deg].

    Notes
    -----
    Driesse et al. 2024, Solar Energy 267:112093.

    Examples
    --------
    An even sky without sun gives a level plane all of its light:

    >>> grey = {name: np.array([value]) for name, value in [
    ...     ("dhi", 100.0), ("dni", 0.0), ("dni_extra", 1367.0), ("zenith_deg", 60.0),
    ...     ("cos_zenith", 0.5), ("airmass", 2.0), ("towards_sun", 0.5)]}
    >>> sky_light(tilt_deg=0.0, **grey)["poa_sky_diffuse"].round(6).tolist()
    [100.0]
    """
    around_sun, along_horizon = _shares(dhi, dni, dni_extra, zenith_deg, airmass)
    lowest = np.cos(np.radians(read_fact("pv_design", _TABLE, "lowest_sun").value))
    tilt = np.radians(tilt_deg)
    isotropic = dhi * (1 - around_sun) * ((1 + np.cos(tilt)) / 2)
    circumsolar = dhi * around_sun * towards_sun / np.maximum(cos_zenith, lowest)
    horizon = dhi * along_horizon * np.sin(tilt)
    return {
        "poa_sky_diffuse": np.maximum(isotropic + circumsolar + horizon, 0),
        "poa_isotropic": isotropic,
        "poa_circumsolar": circumsolar,
        "poa_horizon": horizon,
    }


def _shares(
    dhi: Floats, dni: Floats, dni_extra: Floats, zenith_deg: Floats, airmass: Floats
) -> tuple[Floats, Floats]:
    """Return which parts of the light come from around the sun and from along the horizon."""
    zenith = np.radians(zenith_deg)
    f11, f12, f13, f21, f22, f23 = _splines()(_clearness(dhi, dni, zenith)).T
    at_horizon = atmosphere.get_relative_airmass(_HORIZON_DEG)
    brightness = dhi * np.where(zenith_deg >= _HORIZON_DEG, at_horizon, airmass) / dni_extra
    most = read_fact("pv_design", _TABLE, "most_circumsolar").value
    around_sun = np.clip(f11 + f12 * brightness + f13 * zenith, 0, most)
    return around_sun, f21 + f22 * brightness + f23 * zenith


def _clearness(dhi: Floats, dni: Floats, zenith_rad: Floats) -> Floats:
    """Return zeta: 0 under a grey sky, towards 1 where all light is beam."""
    beam = np.zeros(len(dhi))
    np.divide(dni, dhi + dni, out=beam, where=dhi > 0)
    kappa = read_fact("pv_design", _TABLE, "kappa").value
    zeta: Floats = beam / (1 + kappa * (zenith_rad * zenith_rad * zenith_rad) * (1 - beam))
    return zeta


@cache
def _splines() -> BSpline:
    """Return the six splines as one of six columns."""
    parts = read_facts("pv_design", _TABLE).sort_values("place").groupby("part")["value"]
    columns = [parts.get_group(name).to_numpy(dtype=float) for name in _COEFFICIENTS]
    return BSpline(parts.get_group("knot").to_numpy(dtype=float), np.column_stack(columns), _SQUARE)
