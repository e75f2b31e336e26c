"""Lower the pressure of compressed air to what the tools need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.measures.measure import Measure
from energy_audit.measures.offer_rows import (
    altitudes_m,
    compressor_tags,
    compressors,
    offer_rows,
    some_unproven,
    with_rows,
)
from equipment_catalog.compressed_air import air_fact, power_ratio_of_pressure
from equipment_catalog.compressed_air_notes import (
    air_price_note,
    typical_needed_pressure_note,
)
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from equipment_catalog.notes import Note


def at_needed_pressure(rows: pd.DataFrame, altitude_m: pd.Series) -> pd.DataFrame:
    """Return what changes in rows of compressors that are set to the pressure they need.

    Parameters
    ----------
    rows
        Rows of an inventory with ``pressure_bar``; a missing ``needed_pressure_bar`` is taken as
        typical, and a pressure is never raised.
    altitude_m
        Height of each row's site above the sea [m].

    Returns
    -------
    DataFrame
        ``load_fraction, pressure_bar``; what a compressor draws unloaded stays.

    Notes
    -----
    Isentropic power ratio; the air that is used and that leaks is taken to stay the same volume
    of free air, though less pressure makes both shrink.
    """
    needed = np.minimum(_needed_bar(rows), rows["pressure_bar"])
    ratio = power_ratio_of_pressure(rows["pressure_bar"], needed, altitude_m=altitude_m)
    return pd.DataFrame(
        {"load_fraction": rows["load_fraction"] * ratio, "pressure_bar": needed}, index=rows.index
    )


def _needed_bar(rows: pd.DataFrame) -> pd.Series:
    return rows["needed_pressure_bar"].fillna(air_fact("typical_needed_pressure_bar").value)


def _offers(mine: Consumption, conditions: Conditions) -> pd.DataFrame:
    del conditions
    rows = compressors(mine.machines)
    rows = rows[rows["pressure_bar"] > _needed_bar(rows)]
    return offer_rows(
        rows,
        variant="lower_pressure",
        variant_name=message("lowering the pressure"),
        capex_usd=rows["quantity"] * air_fact("pressure_setting_usd").value,
        life_years=air_fact("pressure_setting_life_years").value,
        is_proven=rows["needed_pressure_bar"].notna(),
        model_sigma_fraction=air_fact("air_pressure_sigma_fraction").value,
    )


def _apply(machines: pd.DataFrame, chosen: pd.DataFrame, conditions: Conditions) -> pd.DataFrame:
    rows = machines.loc[chosen.index]
    return with_rows(machines, at_needed_pressure(rows, altitudes_m(rows, conditions)))


def _notes(offers: pd.DataFrame) -> tuple[Note, ...]:
    assumed = (typical_needed_pressure_note(),) if some_unproven(offers) else ()
    return (*assumed, air_price_note())


AIR_PRESSURE = Measure(
    kind="air_pressure",
    name=message("Lower air pressure"),
    scope="machine",
    judges=compressor_tags,
    options=_offers,
    apply=_apply,
    without_option=message("its pressure is not known, or already what the tools need"),
    without_saving=message("its pressure is already what the tools need"),
    ipmvp_option="B",
    to_measure=message(
        "pressure at the compressor and at the farthest tool while it works; input power loaded, "
        "before and after"
    ),
    notes=_notes,
)
