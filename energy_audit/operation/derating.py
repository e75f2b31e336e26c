"""What machines may still give high above the sea and on unequal voltages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.tag_list import listed_tags
from equipment_catalog.compressed_air import delivered_mass_fraction
from equipment_catalog.drives import drive_altitude_factor
from equipment_catalog.messages import Message, message
from equipment_catalog.motor_inputs import Floats, numbers, scalar_or_array
from equipment_catalog.motor_voltage_unbalance import unbalance_derate
from equipment_catalog.notes import Note, citation
from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import ArrayLike

    from energy_audit.conditions import Conditions

LOWEST_M, HIGHEST_M = -500, 6000
"""Heights above the sea for which there are ratings."""


def altitude_factor(kind: str, altitude_m: ArrayLike) -> float | Floats:
    """Return the share of its rating that a motor or transformer keeps in thin air at 40 degC.

    Parameters
    ----------
    kind
        ``motor`` or ``transformer``.
    altitude_m
        Height above the sea [m], -500 to 6000; up to 1000 m the rating is whole.

    Returns
    -------
    float or ndarray
        Usable over rated power, fraction.

    Raises
    ------
    InputError
        For a height out of range or missing.

    Examples
    --------
    >>> [round(altitude_factor("motor", m), 2) for m in (500, 2000, 2750)]
    [1.0, 0.94, 0.88]

    Notes
    -----
    data/derating.csv: Bosch Rexroth and NEMA-type tables for motors to 3500 m, beyond it their
    slope; 0.4 % for each 100 m for transformers in oil, from memory. Straight between the points.
    Cooler air than 40 degC gives some of it back.
    """
    height = numbers("altitude_m", altitude_m, low=LOWEST_M, high=HIGHEST_M, unit="m")
    rows = _rows(kind)
    nodes = rows["altitude_m"].to_numpy(float)
    return scalar_or_array(np.asarray(np.interp(height, nodes, rows["value"].to_numpy(float))))


def usable_power(machines: pd.DataFrame, altitude_m: Mapping[str, float]) -> pd.DataFrame:
    """Return how much of its rating each machine may give where it stands.

    Parameters
    ----------
    machines
        Rows of an inventory.
    altitude_m
        Height of each site [m]; a site that is not named lies at sea level.

    Returns
    -------
    DataFrame
        Indexed as the machines, fractions: ``altitude_fraction`` of motors (behind a drive the
        lesser of the two) and transformers, ``unbalance_fraction`` of motors on three phases,
        ``usable_fraction`` their product (1 for other machines), ``load_over_usable`` the load
        fraction over it (missing without a load, infinite where a motor should not run at all),
        ``air_mass_fraction`` of compressors (missing for others).

    Raises
    ------
    InputError
        For a height or an unbalance out of range.

    Notes
    -----
    `altitude_factor`, `equipment_catalog.drives.drive_altitude_factor`,
    `equipment_catalog.motor_voltage_unbalance.unbalance_derate`,
    `equipment_catalog.compressed_air.delivered_mass_fraction`.
    """
    height = machines["site"].map(dict(altitude_m)).fillna(0.0).to_numpy(float)
    motor = (machines["kind"] == "motor").to_numpy()
    three_phase = motor & (machines["supply"] == "three_phase").to_numpy()
    drive = motor & (machines["control"] == "drive").to_numpy()
    transformer = (machines["kind"] == "transformer").to_numpy()
    of_motor = np.asarray(altitude_factor("motor", height))
    of_drive = np.minimum(of_motor, drive_altitude_factor(height))
    of_transformer = altitude_factor("transformer", height)
    by_height = np.select([drive, motor, transformer], [of_drive, of_motor, of_transformer], 1.0)
    unbalance = np.nan_to_num(machines["voltage_unbalance_fraction"].to_numpy(float), nan=0.0)
    by_voltage = np.where(three_phase, unbalance_derate(unbalance), 1.0)
    usable = by_height * by_voltage
    load = machines["load_fraction"].to_numpy(float)
    over = np.divide(load, usable, out=np.where(load > 0, np.inf, load), where=usable > 0)
    compressor = (machines["machine_type"] == "compressor").to_numpy()
    return pd.DataFrame(
        {
            "altitude_fraction": by_height,
            "unbalance_fraction": by_voltage,
            "usable_fraction": usable,
            "load_over_usable": over,
            "air_mass_fraction": np.where(compressor, delivered_mass_fraction(height), np.nan),
        },
        index=machines.index,
    )


def derating_notes(
    machines: pd.DataFrame, points: pd.DataFrame, conditions: Conditions
) -> tuple[Note, ...]:
    """Return warnings of motors that give more than height and voltage allow.

    Parameters
    ----------
    machines
        Rows of an inventory.
    points
        Their operating points, with ``hours_per_year``: what never runs is not warned of.
    conditions
        Heights of the sites.
    """
    usable = usable_power(machines, conditions.altitude_m)
    motor = (machines["kind"] == "motor") & (points["hours_per_year"] > 0)
    stopped = motor & (usable["unbalance_fraction"] == 0)
    over = motor & ~stopped & (usable["load_over_usable"] > 1)
    return tuple(_notes(machines, usable, over, stopped))


def _notes(
    machines: pd.DataFrame, usable: pd.DataFrame, over: pd.Series, stopped: pd.Series
) -> Iterator[Note]:
    if over.any():
        yield Note(
            what=message(
                "Motors loaded beyond what height and voltage allow: {tags}",
                tags=listed_tags(machines.index[over]),
            ),
            value=message(
                "up to {load:.0%} of the usable power",
                load=usable.loc[over, "load_over_usable"].max(),
            ),
            source=_source(),
            effect=message(
                "they run hot and fail early unless the air is well below 40 °C: mind it before"
                " a smaller motor is bought"
            ),
            kind="warning",
        )
    if stopped.any():
        yield Note(
            what=message(
                "Motors on more than 5 % voltage unbalance: {tags}",
                tags=listed_tags(machines.index[stopped]),
            ),
            value=message(
                "up to {unbalance:.1%}",
                unbalance=machines.loc[stopped, "voltage_unbalance_fraction"].max(),
            ),
            source=_unbalance_source(),
            effect=message("they should not run: find the loose phase or the uneven load first"),
            kind="warning",
        )


def _source() -> Message:
    row = _rows("motor").query("trust == 'published'").iloc[0]
    return citation(str(row["source"]), int(row["year"]), str(row["trust"]))


def _unbalance_source() -> Message:
    table = read_facts("equipment_catalog", "data/voltage_unbalance_derating.csv")
    row = table.iloc[-1]
    return citation(str(row["source"]), int(row["year"]), str(row["trust"]))


def _rows(kind: str) -> pd.DataFrame:
    table = read_facts("energy_audit", "data/derating.csv")
    return table[table["kind"] == kind]
