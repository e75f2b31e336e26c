"""How the colour of the light changes what a module makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pvlib import atmosphere

from equipment_catalog.column_rules import allowed_names
from equipment_catalog.errors import InputError
from equipment_catalog.tables import read_fact, read_facts

if TYPE_CHECKING:
    import numpy.typing as npt

_MODELS = ("de_soto",)


def checked_spectral(spectral: str | None) -> str | None:
    """Return the name of a spectral model, None for none.

    Raises
    ------
    InputError
        If no such model exists.

    Examples
    --------
    >>> checked_spectral("de_soto")
    'de_soto'
    """
    if spectral is not None and spectral not in _MODELS:
        raise InputError.of("spectral", spectral, allowed=allowed_names(spectral, list(_MODELS)))
    return spectral


def de_soto_factor(
    zenith_deg: npt.NDArray[np.float64], *, pressure_pa: float
) -> npt.NDArray[np.float64]:
    """Return the factor of the airmass on the current of crystalline silicon.

    A polynomial of the absolute airmass; below an airmass of 1, which is above the sea with a
    high sun, no measurement stands behind it.

    Parameters
    ----------
    zenith_deg
        Of the sun [deg]; held at the table's largest, so that a set sun counts as a low one.
    pressure_pa
        Of the site [Pa].

    Notes
    -----
    De Soto et al. 2006, Solar Energy 80:78, as PVWatts v8 has it built in.

    Examples
    --------
    >>> de_soto_factor(np.array([0.0, 48.19]), pressure_pa=101325.0).round(3).tolist()
    [0.983, 1.001]
    """
    largest = read_fact("pv_design", "data/production.csv", "spectral_zenith_max").value
    relative = atmosphere.get_relative_airmass(np.minimum(zenith_deg, largest))
    absolute = atmosphere.get_absolute_airmass(relative, pressure_pa)
    table = read_facts("pv_design", "data/spectral.csv").sort_values("power", ascending=False)
    factor: npt.NDArray[np.float64] = np.polyval(table["value"].to_numpy(dtype=float), absolute)
    return np.maximum(factor, 0.0)
