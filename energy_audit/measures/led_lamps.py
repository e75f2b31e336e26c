"""Replace old lamps by LED that give the same light."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.measures.measure import Measure
from energy_audit.measures.offer_rows import MEASURED, offer_rows, with_rows
from equipment_catalog.lamps import (
    LED,
    OLD_LAMPS,
    lamp_fact,
    lamp_type_of_words,
    led_life_years,
    led_power_ratio,
    led_price_note,
    led_price_usd,
    light_per_watt,
)
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption

NAMEPLATE = ("rated_a", "rated_power_factor")


def lamp_types(rows: pd.DataFrame) -> pd.Series:
    """Return the kind of lamp of rows of lighting, empty where neither column nor name tells it.

    Parameters
    ----------
    rows
        Rows of an inventory with ``lamp_type`` and ``equipment``.
    """
    given = rows["lamp_type"]
    return given.where(given != "", lamp_type_of_words(rows["equipment"]))


def as_led(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what changes in rows of lighting when LED of equal light take their place.

    Parameters
    ----------
    rows
        Rows of an inventory that are lighting; lamps nobody named are taken as the old kind that
        gives most light for its power, so that the saving is not overstated.

    Returns
    -------
    DataFrame
        ``rated_kw`` and ``lamp_type``; nameplate and measurements of the old lamps are emptied.

    Notes
    -----
    Ratio of maintained light per watt; data/lamps.csv.
    """
    kinds = lamp_types(rows)
    ratio = led_power_ratio(kinds.where(kinds != "", _best_old_lamp()).to_numpy(str))
    changed = pd.DataFrame({"rated_kw": rows["rated_kw"] * ratio, "lamp_type": LED}, rows.index)
    return changed.assign(**dict.fromkeys((*NAMEPLATE, *MEASURED), np.nan))


def _best_old_lamp() -> str:
    return max(OLD_LAMPS, key=light_per_watt)


def _judged(machines: pd.DataFrame) -> pd.Index:
    return machines.index[machines["kind"] == "lighting"]


def _offers(mine: Consumption, conditions: Conditions) -> pd.DataFrame:
    del conditions
    lamps = mine.machines.loc[_judged(mine.machines)]
    kinds = lamp_types(lamps)
    rows = lamps[kinds != LED]
    price = led_price_usd(as_led(rows)["rated_kw"])
    return offer_rows(
        rows,
        variant=LED,
        variant_name=message("LED of equal light"),
        capex_usd=rows["quantity"] * price,
        life_years=led_life_years(mine.points.loc[rows.index, "hours_per_year"]),
        is_proven=kinds[rows.index] != "",
        model_sigma_fraction=lamp_fact("led_sigma_fraction").value,
    )


def _apply(machines: pd.DataFrame, chosen: pd.DataFrame, conditions: Conditions) -> pd.DataFrame:
    del conditions
    return with_rows(machines, as_led(machines.loc[chosen.index]))


LED_LAMPS = Measure(
    kind="led_lamps",
    name=message("LED lighting"),
    scope="machine",
    judges=_judged,
    options=_offers,
    apply=_apply,
    without_option=message("already LED"),
    without_saving=message("burns no hours"),
    ipmvp_option="A",
    to_measure=message(
        "kind and number of lamps, input power of one with its ballast, hours; lux at the place of "
        "work before and after"
    ),
    notes=lambda _offers: (led_price_note(),),
)
