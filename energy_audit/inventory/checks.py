"""What no single cell of an inventory can tell: values of a machine that contradict each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from energy_audit.inventory.fault import (
    PHASE_FACTOR,
    SITE_EQUIPMENT,
    WATTS_A_KILOWATT,
    Fault,
    check_fact,
    plain_fault,
    speed_allowed,
)
from energy_audit.inventory.measured_faults import measured_faults
from equipment_catalog.checked_table import missing_column
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.unit_words import unit_factor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from equipment_catalog.checked_table import CheckedTable
    from equipment_catalog.errors import Problem


def machine_problems(table: CheckedTable, *, frequency_hz: int) -> Iterator[Problem]:
    """Yield one problem for each value that is due and missing, or that contradicts another.

    Cells that were refused already, and what they would have been compared with, are passed over.
    A column that no list has and several machines need is one problem of each list.

    Parameters
    ----------
    table
        An inventory with all columns of its schema.
    frequency_hz
        Frequency of the supply [Hz].
    """
    frame = table.frame
    synchronous_rpm = 120 * frequency_hz / frame["poles"]
    known = frame.assign(synchronous_rpm=synchronous_rpm, nameplate_kw=nameplate_kw(frame))
    for fault in _missing(known, filled_cells(table)):
        rows = _wrong_rows(fault, table)
        if fault.column not in table.positions and len(rows) > 1:
            yield from _missing_columns(fault, table, known, rows)
        else:
            yield from _of_machines(fault, table, known, rows)
    for fault in (
        *measured_faults(known),
        *_nameplate_faults(known),
        *_order_faults(known),
        *_misplaced(known),
    ):
        yield from _of_machines(fault, table, known, _wrong_rows(fault, table))


def _wrong_rows(fault: Fault, table: CheckedTable) -> list[int]:
    """Return the rows of a fault whose cell was not refused already."""
    wrong = fault.rows.to_numpy(dtype=bool, na_value=False)
    if not wrong.any():
        return []
    rows = fault.rows.index[wrong].tolist()
    return [row for row in rows if (row, fault.column) not in table.refused]


def _of_machines(
    fault: Fault, table: CheckedTable, machines: pd.DataFrame, rows: list[int]
) -> Iterator[Problem]:
    if not rows:
        return
    for row, (_, machine) in zip(rows, machines.loc[rows].iterrows(), strict=True):
        yield table.problem(
            row,
            fault.column,
            fault.what(machine),
            fault.allowed(machine),
            record=str(machine["tag"]),
        )


def _missing_columns(
    fault: Fault, table: CheckedTable, machines: pd.DataFrame, rows: list[int]
) -> Iterator[Problem]:
    """Yield the problem of each list whose machines need a column that no list has."""
    allowed = fault.allowed(machines.loc[rows].iloc[0])
    for number in table.origin.loc[rows, "source"].unique().tolist():
        yield replace(missing_column(table.sources[number], fault.column), allowed=allowed)


def nameplate_kw(machines: pd.DataFrame) -> pd.Series:
    """Return the shaft power that volts and amps of the nameplates stand for [kW].

    Usual power factor and efficiency are taken where a row gives none; NaN without volts or amps.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"supply": ["three_phase"], "rated_v": [440.0], "rated_a": [18.0],
    ...     "rated_power_factor": [0.85], "efficiency_fraction": [0.91], "kind": ["motor"]}
    >>> round(float(nameplate_kw(pd.DataFrame(row)).iloc[0]), 2)
    10.61
    """
    direct = machines["supply"] == "dc"
    power_factor = machines["rated_power_factor"].fillna(check_fact("usual_power_factor"))
    efficiency = machines["efficiency_fraction"].fillna(check_fact("usual_efficiency"))
    phases = machines["supply"].map(PHASE_FACTOR)
    input_kw = phases * machines["rated_v"] * machines["rated_a"] / WATTS_A_KILOWATT
    is_motor = machines["kind"] == "motor"
    return input_kw * power_factor.where(~direct, 1.0) * efficiency.where(is_motor, 1.0)


def horsepower_notes(machines: pd.DataFrame) -> Iterator[Note]:
    """Yield a warning of motors whose kW look like the HP of their nameplate.

    Only rows with volts, amps and power factor of the nameplate are compared.
    """
    motors = (machines["kind"] == "motor") & machines["rated_power_factor"].notna()
    ratio = machines["rated_kw"] / nameplate_kw(machines)
    expected = 1 / (unit_factor("kW", "HP") or 1.0)
    window = check_fact("horsepower_window") * expected
    suspect = motors & (ratio - expected).abs().le(window)
    if suspect.any():
        yield Note(
            what=message("Motors whose kW may be HP"),
            value=", ".join(machines.index[suspect].astype(str)),
            source=message("volts, amps and power factor of their nameplates"),
            effect=message("their energy would be a third too high; look at the nameplates"),
            kind="warning",
        )


def _missing(frame: pd.DataFrame, filled: pd.DataFrame) -> Iterator[Fault]:
    motor, supply = frame["kind"] == "motor", frame["supply"]
    alternating = motor & (supply != "dc")
    yield plain_fault(
        "poles",
        alternating & frame["poles"].isna(),
        message("a motor needs its poles"),
        message("allowed: {listed}", listed="2, 4, 6, 8"),
    )
    for kind, column, what in (
        ("transformer", "rated_kva", message("a transformer needs its rated_kva")),
        ("capacitor", "rated_kvar", message("a capacitor needs its rated_kvar")),
    ):
        yield plain_fault(
            column,
            (frame["kind"] == kind) & frame[column].isna(),
            what,
            message("the rating on its nameplate"),
        )
    runs = ~frame["kind"].isin(SITE_EQUIPMENT)
    yield plain_fault(
        "rated_kw",
        runs & frame["rated_kw"].isna(),
        message("the rated power is missing"),
        message("the power on the nameplate, in kW, or with its unit such as 10 HP"),
    )
    yield plain_fault(
        "load_fraction",
        runs & ~load_is_told(frame, filled),
        message("nothing tells the load of the machine"),
        message(
            "load_fraction; or measured_kw; or measured_v, measured_a and measured_power_factor;"
            " for motors also measured_a with rated_a, or measured_rpm"
        ),
    )


def filled_cells(table: CheckedTable) -> pd.DataFrame:
    """Return which cells hold something, read or refused."""
    filled = table.frame.notna()
    if not table.refused:
        return filled
    rows, columns = zip(*table.refused, strict=True)
    values = filled.to_numpy().copy()
    places = filled.index.get_indexer(pd.Index(rows)), filled.columns.get_indexer(pd.Index(columns))
    values[places] = True
    return filled.mask(values, other=True).astype(bool)


def load_is_told(frame: pd.DataFrame, there: pd.DataFrame) -> pd.Series:
    """Return for which machines something tells the load, right or wrong.

    Parameters
    ----------
    frame
        An inventory with all columns of its schema.
    there
        Which of its cells hold something.
    """
    alternating = (frame["kind"] == "motor") & (frame["supply"] != "dc")
    by_volts = there["measured_v"] & there["measured_a"] & there["measured_power_factor"]
    direct = (frame["supply"] == "dc") & there["measured_v"] & there["measured_a"]
    by_amps = (frame["kind"] == "motor") & there["measured_a"] & there["rated_a"]
    by_speed = alternating & there["measured_rpm"]
    return there["load_fraction"] | there["measured_kw"] | by_volts | direct | by_amps | by_speed


def _nameplate_faults(frame: pd.DataFrame) -> Iterator[Fault]:
    alternating = (frame["kind"] == "motor") & (frame["supply"] != "dc")
    synchronous = frame["synchronous_rpm"]
    too_fast = frame["rated_rpm"] > synchronous * (1 + check_fact("speed_tolerance"))
    too_slow = frame["rated_rpm"] < synchronous * (1 - check_fact("largest_slip"))
    yield Fault(
        column="rated_rpm",
        rows=alternating & (too_fast | too_slow),
        what=lambda row: message(
            "{rpm:g} rpm do not fit {poles:g} poles", rpm=row["rated_rpm"], poles=row["poles"]
        ),
        allowed=speed_allowed,
    )
    ratio = frame["rated_kw"] / frame["nameplate_kw"]
    most = check_fact("nameplate_disagreement")
    yield Fault(
        column="rated_kw",
        rows=(frame["kind"] == "motor") & ((ratio > most) | (ratio < 1 / most)),
        what=lambda row: message(
            "{rated:.3g} kW do not fit {volts:g} V and {amps:g} A, which are about {kw:.3g} kW",
            rated=row["rated_kw"],
            volts=row["rated_v"],
            amps=row["rated_a"],
            kw=row["nameplate_kw"],
        ),
        allowed=lambda _: message("power, volts and amps of the same nameplate and connection"),
    )
    yield plain_fault(
        "ie_class",
        (frame["supply"] == "dc") & ~frame["ie_class"].isin(["unknown", ""]),
        message("a motor on direct current has no class of IEC 60034-30-1"),
        message("unknown, with efficiency_fraction where the nameplate shows it"),
    )


def _order_faults(frame: pd.DataFrame) -> Iterator[Fault]:
    for smaller, larger in (
        ("needed_hours_per_day", "hours_per_day"),
        ("needed_pressure_bar", "pressure_bar"),
        ("idle_load_fraction", "load_fraction"),
    ):
        yield Fault(
            column=smaller,
            rows=frame[smaller] > frame[larger],
            what=lambda row, small=smaller, large=larger: message(  # type: ignore[misc]
                "{value:g} is more than {other:g} of {column}",
                value=row[small],
                other=row[large],
                column=large,
            ),
            allowed=lambda row, large=larger: message(  # type: ignore[misc]
                "at most {value:g}", value=row[large]
            ),
        )


def _misplaced(frame: pd.DataFrame) -> Iterator[Fault]:
    """Yield values that stand with a machine which cannot have them."""
    stated = frame["machine_type"] != ""
    other = stated & (frame["machine_type"] != "compressor")
    for column in ("leak_fraction", "pressure_bar", "needed_pressure_bar"):
        yield plain_fault(
            column,
            other & frame[column].notna(),
            message("{column} belongs to a compressor", column=column),
            message("machine_type compressor, or an empty cell"),
        )
    yield plain_fault(
        "lamp_type",
        (frame["lamp_type"] != "") & (frame["kind"] != "lighting"),
        message("{column} belongs to lighting", column="lamp_type"),
        message("kind lighting, or an empty cell"),
    )
