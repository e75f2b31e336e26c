"""What a reader must know about the months of the embedded sun where nothing was compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from pv_design.weather.climatology import Climatology

_REACH = ("pv_design.weather", "data/embedded_facts.csv")
_UNCOMPARED = ("elsewhere", "island")


def season_notes(climate: Climatology) -> list[Note]:
    """Return the warning about months that were compared with nothing, none where they were.

    Parameters
    ----------
    climate
        What the package has.

    Examples
    --------
    >>> from pv_design.weather.climatology import embedded_climatology
    >>> pilot = embedded_climatology(2.983982, -76.6507771, altitude_m=1200.0)
    >>> obuasi = embedded_climatology(6.2, -1.67, altitude_m=220.0)
    >>> season_notes(pilot), [str(note.what) for note in season_notes(obuasi)]
    ([], ['Months of the solar resource under the West African monsoon'])
    """
    if climate.trust.circumstance not in _UNCOMPARED:
        return []
    return [_monsoon_note(climate) if climate.under_monsoon else _unverified_note(climate)]


def _unverified_note(climate: Climatology) -> Note:
    return Note(
        what=message("Months of the solar resource are not verified here"),
        value=message(
            "one standard deviation of the annual level is {sigma:.0%}; that of its months is not "
            "known",
            sigma=climate.sigma_resource_fraction,
        ),
        source=message("the months of MERRA-2 were compared with measured ones nowhere near"),
        effect=message(
            "the sun of the year may come in other months: batteries and use on site shift with "
            "it; bring a PVGIS, NSRDB or measured file of the site"
        ),
        kind="warning",
    )


def _monsoon_note(climate: Climatology) -> Note:
    facts = {
        key: read_fact(*_REACH, f"monsoon_{key}")
        for key in ("dullest_month", "dullest_mj_m2_day", "brightest_month", "brightest_mj_m2_day")
    }
    return Note(
        what=message("Months of the solar resource under the West African monsoon"),
        value=message(
            "here month {brightest_here} is the brightest and month {dullest_here} the dullest; "
            "measured at Ibadan, month {dullest_month:.0f} is the dullest ({dullest_mj_m2_day:g} "
            "MJ/m2 a day) and month {brightest_month:.0f} the brightest ({brightest_mj_m2_day:g})",
            brightest_here=int(np.argmax(climate.monthly_ghi_kwh_m2_day)) + 1,
            dullest_here=int(np.argmin(climate.monthly_ghi_kwh_m2_day)) + 1,
            **{key: fact.value for key, fact in facts.items()},
        ),
        source=facts["dullest_mj_m2_day"].citation,
        effect=message(
            "the season of the grids is wrong under the clouds of the monsoon; their annual level "
            "is good to {sigma:.0%} (one standard deviation): take no months from them, bring a "
            "PVGIS, NSRDB or measured file of the site",
            sigma=climate.sigma_resource_fraction,
        ),
        kind="warning",
    )
