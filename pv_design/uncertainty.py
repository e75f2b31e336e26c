"""How sure a yield is: independent errors added in quadrature, exceedance of a normal law."""

from __future__ import annotations

import math

from equipment_catalog.tables import read_fact

TABLE = "data/uncertainty.csv"


def z_90() -> float:
    """Return the standard deviations that nine values of ten stay above."""
    return read_fact("pv_design", TABLE, "z_90").value


def yield_sigma_fraction(sigma_resource_fraction: float) -> float:
    """Return the standard deviation of one year's yield as a fraction of its mean.

    Parameters
    ----------
    sigma_resource_fraction
        Standard deviation of the long-term irradiation.

    Examples
    --------
    >>> round(yield_sigma_fraction(0.08), 3)
    0.098

    Notes
    -----
    Components in uncertainty.csv after Thevenard and Pelland, Solar Energy 91 (2013).
    """
    names = ("interannual", "transposition", "model", "soiling")
    parts = [read_fact("pv_design", TABLE, name).value for name in names]
    return math.hypot(sigma_resource_fraction, *parts)


def p90(annual_kwh: float, sigma_fraction: float) -> float:
    """Return the energy that nine single years of ten exceed.

    Examples
    --------
    >>> round(p90(100.0, 0.098), 1)
    87.4
    """
    return annual_kwh * (1 - z_90() * sigma_fraction)
