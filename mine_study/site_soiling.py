"""Dust on the modules of a site between rains and washes, and how often a wash pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note, citation
from equipment_catalog.tables import read_fact
from mine_study.rain_file import read_rain
from pv_design.losses import SystemLoss
from pv_design.soiling import (
    DAYS,
    daily_soiling,
    rain_of_months,
    soiling_loss,
    soiling_priors,
)
from pv_design.washing import wash_plan

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from equipment_catalog.messages import Message
    from mine_study.study_file import PvKeys
    from pv_design.production import Production

SOURCE = "Kimber et al. 2006, 4th IEEE WCPEC, p. 2391"
SOILING = "soiling"


def site_rain(keys: PvKeys, folder: Path) -> npt.NDArray[np.float64]:
    """Return the rain of the 365 days, from the rain file or from rainy days by month [mm].

    Raises
    ------
    InputError
        If the rain file cannot be read, or a month has more rainy days than days.
    """
    if keys.rain_file is not None:
        return read_rain(folder / keys.rain_file)
    return rain_of_months(keys.rainy_days or (), rain_of_a_day_mm=keys.rain_of_a_day_mm)


def kimber_loss(keys: PvKeys, rain_mm: npt.NDArray[np.float64], clean: Production) -> SystemLoss:
    """Return the dust of a year, each day weighed with the energy of modules without dust.

    Parameters
    ----------
    keys
        Rate and wash days.
    rain_mm
        Of each of the 365 days [mm].
    clean
        The year of modules without dust, of any size.
    """
    dust = daily_soiling(rain_mm, wash_days=keys.wash_days, rate_per_day=keys.soiling_rate_per_day)
    fraction = soiling_loss(dust, _daily_kwh(clean))
    return SystemLoss(name=SOILING, stage="irradiance", fraction=fraction, source=SOURCE)


def washing_per_year(keys: PvKeys) -> float:
    """Return what the washes of a year cost; 0 where their cost is not told [money]."""
    return len(keys.wash_days) * (keys.wash_cost or 0.0)


def soiling_notes(keys: PvKeys, production: Production) -> tuple[Note, ...]:
    """Return how the dust was found; nothing for the fixed loss."""
    if keys.soiling_model == "fixed":
        return ()
    return (
        Note(
            what=message("Dust on the modules by the model of Kimber"),
            value=message(
                "{share:.1%} of the light in the year with {washes:d} washes",
                share=_loss_fraction(production),
                washes=len(keys.wash_days),
            ),
            source=_rate_source(keys),
            effect=message(
                "weighed with the energy of each day and taken off evenly; the dust of crushers "
                "is in it only where the rate was measured at the mine"
            ),
        ),
        _regions_note(),
    )


def _regions_note() -> Note:
    """Return what others found, to hold the loss of this site against."""
    regions = soiling_priors().set_index("key").to_dict("index")
    andes, coast = regions["high_andes_most"], regions["atacama_coast_most"]
    return Note(
        what=message("Dust of a year without washes, as others measured it"),
        value=message(
            "at most {andes:.0%} in the high Andes, up to {coast:.0%} on the coast of the Atacama",
            andes=andes["value"],
            coast=coast["value"],
        ),
        source=citation(str(coast["source"]), int(coast["year"]), str(coast["trust"])),
        effect=message("no mine is among them; hang a clean module beside the dusty ones"),
        kind="finding",
    )


def wash_note(
    keys: PvKeys, rain_mm: npt.NDArray[np.float64], production: Production, *, price: float
) -> Note:
    """Return the wash interval that costs least with the energy that dust still takes.

    Parameters
    ----------
    keys
        Rate, and the cost of a wash.
    rain_mm
        Of each of the 365 days [mm].
    production
        Of the plant, with the dust that the study counts.
    price
        Of a kWh more [money/kWh].
    """
    cost = keys.wash_cost or 0.0
    plan = wash_plan(
        rain_mm,
        _daily_kwh(production) / (1 - _loss_fraction(production)),
        cost_per_wash=cost,
        value_per_kwh=price,
        rate_per_day=keys.soiling_rate_per_day,
    )
    days = plan.best_interval_days
    none = message("no wash pays beside the rain")
    return Note(
        what=message("Wash interval that costs least"),
        value=none if days is None else message("a wash every {days:d} days", days=days),
        source=message("{cost:,.0f} a wash, {price:,.2f} for a kWh", cost=cost, price=price),
        effect=message(
            "washes and lost energy cost {best:,.0f} a year, without a wash {none:,.0f}; "
            "pv.wash_days sets the days that the study counts",
            best=plan.best_cost,
            none=plan.no_wash_cost,
        ),
        kind="finding",
    )


def _rate_source(keys: PvKeys) -> Message:
    rate = keys.soiling_rate_per_day
    if rate is not None:
        return message("pv.soiling_rate_per_day: {rate:.2%} a day", rate=rate)
    fact = read_fact("pv_design", "data/soiling.csv", "soiling_rate")
    return message("{rate:.2%} a day: {source}", rate=fact.value, source=fact.citation)


def _loss_fraction(production: Production) -> float:
    return sum(loss.fraction for loss in production.settings.losses if loss.name == SOILING)


def _daily_kwh(year: Production) -> npt.NDArray[np.float64]:
    days: npt.NDArray[np.float64] = year.ac_kw.to_numpy(dtype=float).reshape(DAYS, -1).sum(axis=1)
    return days
