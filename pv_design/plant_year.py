"""A year of a photovoltaic plant, from the year of its arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pv_design.array_power import inverter_ac_kw
from pv_design.array_settings import with_inverters
from pv_design.arrays_year import arrays_year
from pv_design.loss_waterfall import waterfall
from pv_design.losses import kept_fraction
from pv_design.production_notes import horizon_source, production_notes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from equipment_catalog.notes import Note
    from pv_design.array_settings import ArraySettings
    from pv_design.arrays_year import ArraysYear
    from pv_design.loss_waterfall import StageEnergy
    from pv_design.weather import Weather


@dataclass(frozen=True, kw_only=True, eq=False)
class Production:
    """A year of a plant."""

    inverter_input_kw: npt.NDArray[np.float64]
    """Of all planes at the inverters, before their efficiency and limit, hour by hour [kW]."""
    ac_kw: pd.Series
    """At the meter: mean power of each hour, and so its energy [kW, kWh]; 0 at night."""
    poa_w_m2: pd.Series
    """Irradiance on the plane of the modules, of several planes the mean by power [W/m2]."""
    annual_ac_kwh: float
    """Energy of the year [kWh]."""
    monthly_ac_kwh: pd.Series
    """Energy of each month, 1 to 12 [kWh]."""
    specific_yield_kwh_per_kw: float
    """Energy of the year per kW of modules [kWh/kW]."""
    performance_ratio: float
    """Energy at the meter over what the sun on the plane would give at 25 degC without any loss;
    0 without sun."""
    losses: pd.DataFrame
    """Waterfall from the horizontal to the meter: step, energy_kwh, change_fraction, source."""
    dc_kw: float
    """Rated power of the modules [kW]."""
    ac_rating_kw: float
    """Limit of the inverters [kW]."""
    tilt_deg: float
    """Of the plane, of several the largest, from the horizontal [deg]."""
    azimuth_deg: float
    """The plane, of several the largest, looks towards it: 0 north, 90 east, 180 south [deg]."""
    arrays: tuple[ArraySettings, ...]
    """What each plane was simulated with, every default looked up; the largest first."""
    planes: pd.DataFrame
    """A row a plane, the largest first: `dc_kw, tilt_deg, azimuth_deg, annual_ac_kwh,
    specific_yield_kwh_per_kw, peak_poa_w_m2`."""
    notes: tuple[Note, ...]
    """What was assumed and warned of."""

    @property
    def settings(self) -> ArraySettings:
        """What the plane, of several the largest, was simulated with."""
        return self.arrays[0]

    def ac_kw_behind(
        self, *, ac_rating_kw: float, inverter_efficiency: float | None
    ) -> npt.NDArray[np.float64]:
        """Return the power at the meter of the same modules behind other inverters [kW].

        Parameters
        ----------
        ac_rating_kw
            Limit of all inverters together [kW].
        inverter_efficiency
            Nominal [fraction]; None for the published default.

        Raises
        ------
        InputError
            If the limit is not above 0 or the efficiency is out of its range.
        """
        inverters = with_inverters(
            self.settings, ac_rating_kw=ac_rating_kw, inverter_efficiency=inverter_efficiency
        )
        _, limited = inverter_ac_kw(
            self.inverter_input_kw,
            ac_rating_kw=inverters.ac_rating_kw,
            efficiency=inverters.inverter_efficiency,
        )
        return limited * kept_fraction(inverters.losses, "ac")


def production_of(
    weather: Weather, arrays: Mapping[str, ArraySettings], *, ac_rating_kw: float
) -> Production:
    """Return the production of arrays that share their inverters.

    Parameters
    ----------
    weather
        A year of hours without a gap.
    arrays
        Checked settings by the name of their plane.
    ac_rating_kw
        Limit of all inverters together [kW].

    Raises
    ------
    InputError
        As `arrays_year` does.
    """
    names = sorted(arrays, key=lambda name: -arrays[name].dc_kw)
    settings = tuple(arrays[name] for name in names)
    year = arrays_year(weather, settings, ac_rating_kw=ac_rating_kw)
    hours = pd.DatetimeIndex(weather.data.index)
    dc_kw = sum(array.dc_kw for array in settings)
    ac = year.ac_kw.sum(axis=0)
    annual = float(ac.sum())
    by_month = np.bincount(np.asarray(hours.month), weights=ac, minlength=13)[1:]
    shares = np.array([array.dc_kw / dc_kw for array in settings])
    return Production(
        inverter_input_kw=year.inverter_input_kw,
        ac_kw=pd.Series(ac, hours, name="ac_kw"),
        poa_w_m2=pd.Series(shares @ year.poa_w_m2, hours, name="poa_w_m2"),
        annual_ac_kwh=annual,
        monthly_ac_kwh=pd.Series(by_month, pd.RangeIndex(1, 13, name="month"), name="ac_kwh"),
        specific_yield_kwh_per_kw=annual / dc_kw,
        performance_ratio=annual / year.energy.plane if year.energy.plane > 0 else 0.0,
        losses=waterfall(year.energy, settings[0].losses, horizon_source=horizon_source(weather)),
        arrays=settings,
        planes=_planes(names, settings, year),
        dc_kw=dc_kw,
        ac_rating_kw=ac_rating_kw,
        tilt_deg=settings[0].tilt_deg,
        azimuth_deg=settings[0].azimuth_deg,
        notes=_notes(weather, settings, year.energy, ac_rating_kw),
    )


def _planes(
    names: Sequence[str], arrays: Sequence[ArraySettings], year: ArraysYear
) -> pd.DataFrame:
    by_plane = year.ac_kw.sum(axis=1)
    dc_kw = np.array([array.dc_kw for array in arrays])
    return pd.DataFrame(
        {
            "dc_kw": dc_kw,
            "tilt_deg": [array.tilt_deg for array in arrays],
            "azimuth_deg": [array.azimuth_deg for array in arrays],
            "annual_ac_kwh": by_plane,
            "specific_yield_kwh_per_kw": by_plane / dc_kw,
            "peak_poa_w_m2": year.poa_w_m2.max(axis=1),
        },
        index=pd.Index(names, name="plane"),
    )


def _notes(
    weather: Weather, arrays: Sequence[ArraySettings], energy: StageEnergy, ac_rating_kw: float
) -> tuple[Note, ...]:
    """Return the notes of all planes, each once."""
    dc_ac_ratio = sum(array.dc_kw for array in arrays) / ac_rating_kw
    told = [
        note
        for array in arrays
        for note in production_notes(weather, array, energy, dc_ac_ratio=dc_ac_ratio)
    ]
    return tuple({str(note.what) + str(note.value): note for note in told}.values())
