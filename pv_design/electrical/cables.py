"""Sections of copper cables by ampacity and by drop of voltage."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts
from pv_design.electrical.string_window import electrical_fact

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from equipment_catalog.messages import Message

CableKind = Literal["dc", "ac"]
_COPPER_C = 20.0
_PHASES = (1, 3)


@dataclass(frozen=True, kw_only=True)
class Cable:
    """One run of cable, as it is to be laid."""

    what: Message
    """Which run."""
    kind: CableKind
    """dc: two conductors; ac: two, or three with the phases."""
    section_mm2: float
    """Of one conductor [mm2]."""
    runs: int
    """Cables in parallel."""
    conductors: int
    """Loaded conductors of one cable."""
    length_m: float
    """One way [m]."""
    design_current_a: float
    """What it must carry for good [A]."""
    ampacity_a: float
    """What it carries in its heat and company, all cables together [A]."""
    drop_fraction: float
    """Voltage drop at the working current over the working voltage."""
    loss_w: float
    """Heat in the cable at the working current [W]."""


def copper_resistivity(conductor_c: float) -> float:
    """Return the resistivity of copper [ohm mm2/m].

    Parameters
    ----------
    conductor_c
        Temperature of the conductor [degC].

    Examples
    --------
    >>> round(copper_resistivity(70.0), 5)  # 0.017241 x (1 + 0.00393 x 50)
    0.02063
    """
    rise = electrical_fact("copper_temperature_coefficient").value * (conductor_c - _COPPER_C)
    return electrical_fact("copper_resistivity").value * (1 + rise)


def voltage_drop_fraction(
    *,
    current_a: float,
    voltage_v: float,
    length_m: float,
    section_mm2: float,
    conductor_c: float,
    phases: int = 1,
) -> float:
    """Return the drop of voltage along a copper cable over the voltage.

    Two conductors carry the current of DC and of one phase, three that of three phases at unity
    power factor; the reactance is left out, which matters above 95 mm2. 0 without current.

    Parameters
    ----------
    current_a
        In one conductor [A].
    voltage_v
        Between the conductors [V].
    length_m
        One way [m].
    section_mm2
        Of one conductor [mm2].
    conductor_c
        Temperature of the conductor [degC].
    phases
        1, also for DC, or 3.

    Raises
    ------
    InputError
        If the phases are neither.

    Examples
    --------
    >>> round(voltage_drop_fraction(current_a=13.0, voltage_v=800.0, length_m=60.0,
    ...                             section_mm2=6.0, conductor_c=70.0), 5)
    0.0067
    """
    if phases not in _PHASES:
        raise InputError.of("phases", phases, allowed=message("1 or 3"))
    path = math.sqrt(3) if phases == max(_PHASES) else 2.0
    resistance = copper_resistivity(conductor_c) * length_m / section_mm2
    return path * resistance * current_a / voltage_v


def choose_cable(
    kind: CableKind,
    *,
    what: Message,
    design_current_a: float,
    working_current_a: float,
    voltage_v: float,
    length_m: float,
    phases: int = 1,
    ambient_c: float | None = None,
    grouping_fraction: float | None = None,
    drop_max_fraction: float | None = None,
) -> Cable:
    """Return the thinnest copper cable that carries a current and keeps a drop of voltage.

    Ampacities of the table, by the heat of the air (square root of the rise left) and the
    company of other cables. Where no section suffices, cables are doubled. The drop counts at
    the temperature the conductor has with its working current.

    Parameters
    ----------
    kind
        `dc` for solar cable, `ac` for XLPE.
    what
        Which run.
    design_current_a
        Largest current for good [A].
    working_current_a
        At rated power, for the drop [A].
    voltage_v
        Between the conductors at rated power [V].
    length_m
        One way [m].
    phases
        1, also for DC, or 3.
    ambient_c, grouping_fraction, drop_max_fraction
        None for the defaults of the kind: 70 degC, 0.7, 1.5 % for DC; 40 degC, 0.8, 2 % for AC.

    Raises
    ------
    InputError
        If a current, voltage or length is not above 0, the air is too hot for the cable, or not
        even six cables suffice.

    Examples
    --------
    >>> run = choose_cable("dc", what=message("string"), design_current_a=17.5,
    ...                    working_current_a=13.0, voltage_v=800.0, length_m=60.0)
    >>> run.section_mm2, run.runs
    (4, 1)
    """
    _check(design_current_a, working_current_a, voltage_v, length_m)
    ambient = _or_fact(ambient_c, f"ambient_{kind}")
    grouping = _or_fact(grouping_fraction, f"grouping_{kind}")
    drop_most = _or_fact(drop_max_fraction, f"drop_max_{kind}")
    table = read_facts("pv_design", "data/electrical_cables.csv")
    rows = table[table["kind"] == kind].to_dict("records")
    for runs in range(1, int(electrical_fact("runs_most").value) + 1):
        for row in rows:
            ampacity = runs * _ampacity_a(row, ambient_c=ambient, grouping=grouping)
            share = working_current_a / ampacity if ampacity > 0 else math.inf
            rise = (row["conductor_max_c"] - ambient) * min(share, 1) ** 2
            drop = voltage_drop_fraction(
                current_a=working_current_a / runs,
                voltage_v=voltage_v,
                length_m=length_m,
                section_mm2=row["section_mm2"],
                conductor_c=ambient + rise,
                phases=phases,
            )
            if ampacity >= design_current_a and drop <= drop_most:
                return Cable(
                    what=what,
                    kind=kind,
                    section_mm2=row["section_mm2"],
                    runs=runs,
                    conductors=3 if phases == max(_PHASES) else 2,
                    length_m=length_m,
                    design_current_a=design_current_a,
                    ampacity_a=ampacity,
                    drop_fraction=drop,
                    loss_w=drop * voltage_v * working_current_a * _power_paths(phases),
                )
    allowed = message("a shorter run, a higher voltage, cooler air or a wider drop")
    raise InputError.of("design_current_a", design_current_a, allowed=allowed)


def _power_paths(phases: int) -> float:
    return math.sqrt(3) if phases == max(_PHASES) else 1.0


def _ampacity_a(row: Mapping[Hashable, Any], *, ambient_c: float, grouping: float) -> float:
    rise, rated_rise = row["conductor_max_c"] - ambient_c, row["conductor_max_c"] - row["ambient_c"]
    return float(row["ampacity_a"] * grouping * math.sqrt(max(rise, 0) / rated_rise))


def _or_fact(given: float | None, key: str) -> float:
    value = electrical_fact(key).value if given is None else given
    if not -math.inf < value < math.inf:
        raise InputError.of(key, value, allowed=message("a number"))
    return value


def _check(design_a: float, working_a: float, voltage_v: float, length_m: float) -> None:
    values = {
        "design_current_a": design_a,
        "working_current_a": working_a,
        "voltage_v": voltage_v,
        "length_m": length_m,
    }
    for field, value in values.items():
        if not 0 < value < math.inf:
            raise InputError.of(field, value, allowed=message("a number above 0"))
