"""How sure a yield is: P50, P75, P90 and P99 of one year and of the mean of ten."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact, read_facts
from pv_design.arrays_year import arrays_year
from pv_design.exceedance_law import FACTS, Exceedance, YieldSigma
from pv_design.exceedance_notes import table_note, years_notes, years_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from equipment_catalog.messages import Message
    from pv_design.production import Production
    from pv_design.weather import Weather


def exceedance(
    annual_kwh: float,
    sigma_resource_fraction: float,
    *,
    resource_source: Message | str,
    yearly_kwh: Sequence[float] = (),
    is_typical: bool = False,
    is_smoothed: bool = False,
) -> Exceedance:
    """Return what a plant gives with each probability.

    Squares of independent sigmas are added; years differ by the sample standard deviation of
    real years where there are at least eight, whose mean is then P50, and otherwise by the
    table's floor, below which years of smoothed data do not go either. A typical year tells
    nothing of how years differ.

    Parameters
    ----------
    annual_kwh
        Energy of the simulated year [kWh].
    sigma_resource_fraction
        Standard deviation of the long-term irradiation [fraction].
    resource_source
        Where that comes from.
    yearly_kwh
        Energy of the plant in each real year [kWh].
    is_typical
        Whether the simulated year joins months of different years, or was made.
    is_smoothed
        Whether the real years are means of cells so large that they differ less than at a point.

    Raises
    ------
    InputError
        If an energy or the sigma is not a number from 0 on.

    Notes
    -----
    Components in exceedance.csv after Thevenard and Pelland, Solar Energy 91 (2013).

    Examples
    --------
    >>> found = exceedance(100.0, 0.08, resource_source="grid")
    >>> round(found.sigma_fraction(), 3), round(found.exceeded_kwh(0.9), 1)
    (0.098, 87.5)
    """
    years = np.asarray(yearly_kwh, dtype=float)
    for field, values in (
        ("annual_kwh", np.array([annual_kwh])),
        ("sigma_resource_fraction", np.array([sigma_resource_fraction])),
        ("yearly_kwh", years),
    ):
        wrong = ~(np.isfinite(values) & (values >= 0))
        if wrong.any():
            raise InputError.of(field, float(values[wrong][0]), allowed=message("0 or above"))
    resource = YieldSigma(
        name="resource", sigma_fraction=sigma_resource_fraction, source=resource_source
    )
    table = [_from_table(name) for name in ("transposition", "model", "soiling")]
    enough = read_fact("pv_design", FACTS, "least_real_years").value
    if len(years) >= enough and years.mean() > 0:
        floor = _from_table("interannual").sigma_fraction if is_smoothed else 0.0
        return _of_real_years(annual_kwh, years, [resource, *table], floor)
    interannual = _from_table("interannual", averages_out=True)
    note = table_note(
        sigma_fraction=interannual.sigma_fraction, years=len(years), is_typical=is_typical
    )
    return Exceedance(
        p50_kwh=annual_kwh,
        components=(resource, interannual, *table),
        basis="sigma_table",
        notes=(note,),
    )


def _of_real_years(
    annual_kwh: float,
    years: npt.NDArray[np.float64],
    others: Sequence[YieldSigma],
    floor: float,
) -> Exceedance:
    mean = float(years.mean())
    found = float(years.std(ddof=1) / mean)
    sigma = max(found, floor)
    interannual = YieldSigma(
        name="interannual",
        sigma_fraction=sigma,
        source=years_source(count=len(years), found_fraction=found, floor_fraction=floor),
        averages_out=True,
    )
    probability = _normal_probability(years)
    return Exceedance(
        p50_kwh=mean,
        components=(others[0], interannual, *others[1:]),
        basis="years",
        yearly_kwh=tuple(years.tolist()),
        normal_probability=probability,
        notes=years_notes(
            found_fraction=found,
            floor_fraction=floor,
            years=len(years),
            p50_kwh=mean,
            annual_kwh=annual_kwh,
            probability=probability,
        ),
    )


def _from_table(name: str, *, averages_out: bool = False) -> YieldSigma:
    fact = read_fact("pv_design", FACTS, name)
    return YieldSigma(
        name=name, sigma_fraction=fact.value, source=fact.citation, averages_out=averages_out
    )


def _normal_probability(yearly_kwh: npt.NDArray[np.float64]) -> float | None:
    """Return the p-value of Shapiro and Wilk; None where all years are the same."""
    if np.ptp(yearly_kwh) <= 0:
        return None
    from scipy.stats import shapiro  # noqa: PLC0415  half a second that only real years need

    return float(shapiro(yearly_kwh).pvalue)


@lru_cache(maxsize=64)
def plant_exceedance(weather: Weather, production: Production) -> Exceedance:
    """Return what a simulated plant gives with each probability; a repeated call is free.

    Parameters
    ----------
    weather
        It was simulated with; the plant is simulated again in each of its real years.
    production
        What `simulate` gave.

    Examples
    --------
    >>> from pv_design.production import simulate
    >>> from pv_design.weather.embedded import embedded_weather
    >>> here = embedded_weather(6.25, -75.56, altitude_m=1500.0)
    >>> plant = simulate(here, dc_kw=10.0, tilt_deg=10.0, azimuth_deg=180.0)
    >>> sure = plant_exceedance(here, plant)
    >>> sure.p50_kwh == plant.annual_ac_kwh, sure.basis
    (True, 'sigma_table')
    """
    return exceedance(
        production.annual_ac_kwh,
        weather.sigma_resource_fraction,
        resource_source=weather.source,
        yearly_kwh=[_year_kwh(year, production) for year in weather.real_years],
        is_typical=weather.is_typical,
        is_smoothed=is_smoothed(weather),
    )


def is_smoothed(weather: Weather) -> bool:
    """Tell whether the years of a weather are means of cells so large that they differ less."""
    families = read_facts("pv_design", "data/smoothed_origins.csv")["origin"]
    return not families[families.isin(weather.origins)].empty


def _year_kwh(weather: Weather, production: Production) -> float:
    year = arrays_year(weather, production.arrays, ac_rating_kw=production.ac_rating_kw)
    return float(year.ac_kw.sum())
