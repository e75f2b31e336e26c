"""What passes the coated cover glass of a module, of beam and of diffuse light."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from pvlib.iam import marion_diffuse

from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_TABLE_TILTS_DEG = np.arange(0.0, 91.0, 5.0)


class _Cover(NamedTuple):
    """A coated pane."""

    n: float
    """Refractive index of the glass."""
    K: float
    """What the glass swallows [1/m]."""
    L: float
    """Thickness [m]."""
    n_ar: float
    """Refractive index of the coating."""


def beam_passed(cos_incidence: Floats) -> Floats:
    """Return what passes of light from one direction, over the same at normal incidence.

    Equal to `pvlib.iam.physical` with a coating to rounding; it starts from the cosine.

    Parameters
    ----------
    cos_incidence
        Of the light on the pane, from 0 (along it, where nothing passes) to 1.

    Notes
    -----
    Fresnel's reflection at coating and glass and Bouguer's absorption: De Soto et al. 2006, Solar
    Energy 80:78, with the coating of Gilman et al. 2018, NREL/TP-6A20-67399.

    Examples
    --------
    >>> beam_passed(np.array([0.0, 0.5, 1.0])).round(3).tolist()
    [0.0, 0.96, 1.0]
    """
    return _transmitted(cos_incidence) / _at_normal()


@cache
def _at_normal() -> float:
    return float(_transmitted(np.ones(1))[0])


def _transmitted(cos_incidence: Floats) -> Floats:
    cover = _cover()
    sine_squared = 1 - cos_incidence * cos_incidence
    in_coating = np.sqrt(1 - sine_squared / cover.n_ar**2)
    in_glass = np.sqrt(1 - sine_squared / cover.n**2)
    outer = _reflected(1.0, cos_incidence, cover.n_ar, in_coating)
    inner = _reflected(cover.n_ar, in_coating, cover.n, in_glass)
    through = [
        (1 - first) * (1 - second) / (1 - first * second)
        for first, second in zip(outer, inner, strict=True)
    ]
    clear: Floats = np.exp(-cover.K * cover.L / in_glass)
    return (through[0] + through[1]) / 2 * clear


def _reflected(n_before: float, before: Floats, n_behind: float, behind: Floats) -> list[Floats]:
    """Return the reflected parts of both polarisations from the cosines on both sides."""
    across = n_before * before, n_behind * behind
    along = n_before * behind, n_behind * before
    amplitudes = [(one - other) / (one + other) for one, other in (across, along)]
    return [amplitude * amplitude for amplitude in amplitudes]


@cache
def diffuse_passed(tilt_deg: float) -> dict[str, float]:
    """Return the fraction of diffuse light that passes coated glass: sky, horizon, ground.

    Marion 2017, Solar Energy 147:344; integrated once a tilt.

    Examples
    --------
    >>> round(diffuse_passed(20.0)["sky"], 2)
    0.96
    """
    integrals = marion_diffuse("physical", tilt_deg, **_cover()._asdict())
    return {region: float(value) for region, value in integrals.items()}


def diffuse_passed_hourly(tilt_deg: float | Floats) -> Mapping[str, float | Floats]:
    """Return `diffuse_passed` at the tilt of each hour, between those of every 5 degrees.

    Parameters
    ----------
    tilt_deg
        One for all hours, or one an hour [deg].

    Examples
    --------
    >>> turned = diffuse_passed_hourly(np.array([20.0, 22.5]))["sky"]
    >>> turned.round(2).tolist()
    [0.96, 0.96]
    """
    if not isinstance(tilt_deg, np.ndarray):
        return diffuse_passed(tilt_deg)
    table = [diffuse_passed(float(row)) for row in _TABLE_TILTS_DEG]
    return {
        region: np.interp(tilt_deg, _TABLE_TILTS_DEG, [row[region] for row in table])
        for region in table[0]
    }


@cache
def _cover() -> _Cover:
    keys = (
        "glass_refractive_index",
        "glass_extinction",
        "glass_thickness",
        "coating_refractive_index",
    )
    facts = (read_fact("pv_design", "data/production.csv", key).value for key in keys)
    return _Cover(*facts)
