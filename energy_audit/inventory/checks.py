"""What no single cell of an inventory can tell: values of a machine that contradict each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from equipment_catalog.unit_words import unit_factor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from equipment_catalog.checked_table import CheckedTable
    from equipment_catalog.errors import Problem

SITE_EQUIPMENT = ("transformer", "capacitor")
PHASE_FACTOR = {"three_phase": 3**0.5, "single_phase": 1.0, "dc": 1.0}
WATTS_A_KILOWATT = 1000


@dataclass(frozen=True, kw_only=True)
class _Fault:
    """One thing that can be wrong with a machine."""

    column: str
    rows: pd.Series
    """Rows in which it is wrong."""
    what: Callable[[pd.Series], Message]
    allowed: Callable[[pd.Series], Message]


def machine_problems(table: CheckedTable, *, frequency_hz: int) -> Iterator[Problem]:
    """Yield one problem for each value that is due and missing, or that contradicts another.

    Cells that were refused already, and what they would have been compared with, are passed over.

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
    for fault in (
        *_missing(known, filled_cells(table)),
        *_measured_faults(known),
        *_nameplate_faults(known),
        *_order_faults(known),
        *_misplaced(known),
    ):
        for row in known.index[fault.rows.fillna(value=False).astype(bool)].tolist():
            if (row, fault.column) not in table.refused:
                machine = known.loc[row]
                yield table.problem(
                    row,
                    fault.column,
                    fault.what(machine),
                    fault.allowed(machine),
                    record=str(machine["tag"]),
                )


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
    power_factor = machines["rated_power_factor"].fillna(_fact("usual_power_factor"))
    efficiency = machines["efficiency_fraction"].fillna(_fact("usual_efficiency"))
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
    window = _fact("horsepower_window") * expected
    suspect = motors & (ratio - expected).abs().le(window)
    if suspect.any():
        yield Note(
            what=message("Motors whose kW may be HP"),
            value=", ".join(machines.index[suspect].astype(str)),
            source=message("volts, amps and power factor of their nameplates"),
            effect=message("their energy would be a third too high; look at the nameplates"),
            kind="warning",
        )


def _missing(frame: pd.DataFrame, filled: pd.DataFrame) -> Iterator[_Fault]:
    motor, supply = frame["kind"] == "motor", frame["supply"]
    alternating = motor & (supply != "dc")
    yield _fault(
        "poles",
        alternating & frame["poles"].isna(),
        message("a motor needs its poles"),
        message("allowed: {listed}", listed="2, 4, 6, 8"),
    )
    for kind, column, what in (
        ("transformer", "rated_kva", message("a transformer needs its rated_kva")),
        ("capacitor", "rated_kvar", message("a capacitor needs its rated_kvar")),
    ):
        yield _fault(
            column,
            (frame["kind"] == kind) & frame[column].isna(),
            what,
            message("the rating on its nameplate"),
        )
    runs = ~frame["kind"].isin(SITE_EQUIPMENT)
    yield _fault(
        "rated_kw",
        runs & frame["rated_kw"].isna(),
        message("the rated power is missing"),
        message("the power on the nameplate, in kW, or with its unit such as 10 HP"),
    )
    yield _fault(
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


def _measured_faults(frame: pd.DataFrame) -> Iterator[_Fault]:
    efficiency = frame["efficiency_fraction"].fillna(_fact("least_usual_efficiency"))
    rated_input_kw = frame["rated_kw"] / efficiency.where(frame["kind"] == "motor", 1.0)
    limit = _fact("measured_over_rated_limit")
    runs = ~frame["kind"].isin(SITE_EQUIPMENT)
    yield _Fault(
        column="measured_kw",
        rows=runs & (frame["measured_kw"] > limit * rated_input_kw),
        what=lambda row: message(
            "{measured:g} kW were measured on a machine of {rated:.3g} kW",
            measured=row["measured_kw"],
            rated=row["rated_kw"],
        ),
        allowed=lambda _: message(
            "the input of one machine, not of all {column}", column="quantity"
        ),
    )
    yield from _line_faults(frame, runs=runs, most_kw=limit * rated_input_kw)
    free = (frame["kind"] == "motor") & (frame["supply"] != "dc") & (frame["control"] != "drive")
    yield _Fault(
        column="measured_rpm",
        rows=free & (frame["measured_rpm"] >= frame["synchronous_rpm"]),
        what=lambda row: message(
            "{rpm:g} rpm are at or above the synchronous speed", rpm=row["measured_rpm"]
        ),
        allowed=_speed_allowed,
    )


def _line_faults(frame: pd.DataFrame, *, runs: pd.Series, most_kw: pd.Series) -> Iterator[_Fault]:
    """Yield amps, and powers of volts, amps and power factor, that the machine cannot draw."""
    yield _Fault(
        column="measured_a",
        rows=frame["measured_a"] > _fact("measured_over_rated_amps") * frame["rated_a"],
        what=lambda row: message(
            "{measured:g} A were measured on a nameplate of {rated:g} A",
            measured=row["measured_a"],
            rated=row["rated_a"],
        ),
        allowed=lambda _: message(
            "at most {times:g} times the nameplate, running and not starting",
            times=_fact("measured_over_rated_amps"),
        ),
    )
    volt_amps = frame["supply"].map(PHASE_FACTOR) * frame["measured_v"] * frame["measured_a"]
    apparent_kva = volt_amps / WATTS_A_KILOWATT
    factor = frame["measured_power_factor"].where(frame["supply"] != "dc", 1.0)
    known = frame["rated_kw"].notna() & frame["measured_kw"].isna()
    yield _Fault(
        column="measured_v",
        rows=runs & known & (apparent_kva * factor > most_kw),
        what=lambda row: message(
            "{volts:g} V and {amps:g} A at their power factor are too much for {rated:.3g} kW",
            volts=row["measured_v"],
            amps=row["measured_a"],
            rated=row["rated_kw"],
        ),
        allowed=lambda _: message("volts between lines, and amps of one line of one machine"),
    )
    yield _Fault(
        column="measured_kw",
        rows=runs & (frame["measured_kw"] > apparent_kva * (1 + _fact("power_over_volt_amps"))),
        what=lambda row: message(
            "{measured:g} kW are more than {volts:g} V and {amps:g} A can carry",
            measured=row["measured_kw"],
            volts=row["measured_v"],
            amps=row["measured_a"],
        ),
        allowed=lambda _: message("volts between lines, and amps of one line of one machine"),
    )


def _nameplate_faults(frame: pd.DataFrame) -> Iterator[_Fault]:
    alternating = (frame["kind"] == "motor") & (frame["supply"] != "dc")
    synchronous = frame["synchronous_rpm"]
    too_fast = frame["rated_rpm"] > synchronous * (1 + _fact("speed_tolerance"))
    too_slow = frame["rated_rpm"] < synchronous * (1 - _fact("largest_slip"))
    yield _Fault(
        column="rated_rpm",
        rows=alternating & (too_fast | too_slow),
        what=lambda row: message(
            "{rpm:g} rpm do not fit {poles:g} poles", rpm=row["rated_rpm"], poles=row["poles"]
        ),
        allowed=_speed_allowed,
    )
    ratio = frame["rated_kw"] / frame["nameplate_kw"]
    most = _fact("nameplate_disagreement")
    yield _Fault(
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
    yield _fault(
        "ie_class",
        (frame["supply"] == "dc") & ~frame["ie_class"].isin(["unknown", ""]),
        message("a motor on direct current has no class of IEC 60034-30-1"),
        message("unknown, with efficiency_fraction where the nameplate shows it"),
    )


def _order_faults(frame: pd.DataFrame) -> Iterator[_Fault]:
    for smaller, larger in (
        ("needed_hours_per_day", "hours_per_day"),
        ("needed_pressure_bar", "pressure_bar"),
        ("idle_load_fraction", "load_fraction"),
    ):
        yield _Fault(
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


def _misplaced(frame: pd.DataFrame) -> Iterator[_Fault]:
    """Yield values that stand with a machine which cannot have them."""
    stated = frame["machine_type"] != ""
    other = stated & (frame["machine_type"] != "compressor")
    for column in ("leak_fraction", "pressure_bar", "needed_pressure_bar"):
        yield _fault(
            column,
            other & frame[column].notna(),
            message("{column} belongs to a compressor", column=column),
            message("machine_type compressor, or an empty cell"),
        )
    yield _fault(
        "lamp_type",
        (frame["lamp_type"] != "") & (frame["kind"] != "lighting"),
        message("{column} belongs to lighting", column="lamp_type"),
        message("kind lighting, or an empty cell"),
    )


def _speed_allowed(machine: pd.Series) -> Message:
    return message("less than {rpm:g} rpm, or other poles", rpm=machine["synchronous_rpm"])


def _fault(column: str, rows: pd.Series, what: Message, allowed: Message) -> _Fault:
    return _Fault(column=column, rows=rows, what=lambda _: what, allowed=lambda _: allowed)


def _fact(key: str) -> float:
    return read_fact("energy_audit", "data/inventory_checks.csv", key).value
