"""The whole electrical design of a plant of known modules and inverters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from pv_design.components.altitude_derating import module_vdc_max_v
from pv_design.components.altitude_notes import altitude_notes
from pv_design.electrical.bill_of_materials import Material, bill_of_materials
from pv_design.electrical.cables import Cable, choose_cable
from pv_design.electrical.parallel_strings import StringPlan, plan_strings
from pv_design.electrical.protections import Protection, ac_current_a, protections
from pv_design.electrical.single_line import SingleLine, single_line
from pv_design.electrical.site_rules import code_note, switchgear_notes
from pv_design.electrical.string_window import electrical_fact
from pv_design.strings import StringSize, size_strings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from equipment_catalog.inverters import Inverter
    from equipment_catalog.pv_modules import PvModule
    from pv_design.electrical.layout import RowLayout
    from pv_design.electrical.site_extremes import SiteExtremes


class _Cables(TypedDict):
    string_cable: Cable
    ac_cable: Cable


@dataclass(frozen=True, kw_only=True)
class ElectricalDesign:
    """What an installer needs of a plant, and what it stands on."""

    size: StringSize
    """Modules in series that the pair allows."""
    plan: StringPlan
    """Strings of the plant."""
    string_cable: Cable
    """From the farthest string to its inverter."""
    ac_cable: Cable
    """From an inverter to the board."""
    protections: tuple[Protection, ...]
    """Protective devices."""
    materials: tuple[Material, ...]
    """What to buy."""
    diagram: SingleLine
    """The single-line diagram as data."""
    dc_ac_ratio: float | None
    """Rated power of the wired modules over that of the inverters; None without a rating."""
    notes: tuple[Note, ...]
    """What was assumed and warned of."""

    @property
    def cable_loss_fraction(self) -> float:
        """Of the power at rated sun, in both cables together."""
        return 1 - (1 - self.string_cable.drop_fraction) * (1 - self.ac_cable.drop_fraction)


def electrical_design(
    module: PvModule,
    inverter: Inverter,
    *,
    strings: int,
    string_modules: int,
    inverters: int,
    extremes: SiteExtremes,
    altitude_m: float,
    country: str,
    string_length_m: float,
    ac_length_m: float,
    ac_voltage_v: float | None = None,
    series_fuse_max_a: float | None = None,
    lightning_rod: bool = False,
    layout: RowLayout | None = None,
) -> ElectricalDesign:
    """Return strings, cables, protections, materials and diagram of a plant.

    Parameters
    ----------
    module, inverter
        Types of the plant.
    strings, string_modules, inverters
        Equal strings of the plant, modules of each, and inverters.
    extremes
        Cold, heat and sun of the site.
    altitude_m
        Above sea level [m]; thin air lowers the system voltage the module bears.
    country
        Two letters, for the installation rules.
    string_length_m
        From the farthest string to its inverter, one way [m].
    ac_length_m
        From an inverter to the board, one way [m].
    ac_voltage_v
        Of the inverter's output [V]; None for 400 V of three phases, 230 V of one.
    series_fuse_max_a
        Maximum series fuse of the module's data sheet [A].
    lightning_rod
        Whether there is an outer lightning protection.
    layout
        Rows on the ground, for the structure.

    Raises
    ------
    InputError
        If the pair is not feasible, the strings do not fit the trackers, or no usual cable, fuse
        or breaker suffices.
    """
    factor = extremes.irradiance_factor
    size = _string_size(module, inverter, extremes, altitude_m=altitude_m)
    plan = plan_strings(
        size,
        strings=strings,
        string_modules=string_modules,
        inverters=inverters,
        irradiance_factor=factor,
    )
    voltage = _standard_voltage_v(inverter) if ac_voltage_v is None else ac_voltage_v
    voc_string = plan.modules_in_series * size.voc_coldest_v
    devices = protections(
        module,
        inverter,
        plan,
        voc_string_v=voc_string,
        ac_voltage_v=voltage,
        irradiance_factor=factor,
        series_fuse_max_a=series_fuse_max_a,
        lightning_rod=lightning_rod,
    )
    fuse_a, breaker_a = (_rating_a(devices, key) for key in ("string_fuse", "ac_breaker"))
    cables: _Cables = {
        "string_cable": _string_cable(module, plan, string_length_m, fuse_a=fuse_a),
        "ac_cable": _ac_cable(inverter, voltage, ac_length_m, breaker_a=breaker_a),
    }
    return ElectricalDesign(
        size=size,
        plan=plan,
        **cables,
        protections=devices,
        materials=bill_of_materials(
            module, inverter, plan, **cables, devices=devices, layout=layout
        ),
        diagram=single_line(module, inverter, plan, **cables, devices=devices),
        dc_ac_ratio=_dc_ac_ratio(module, inverter, plan),
        notes=(
            *extremes.notes,
            *size.notes,
            *plan.notes,
            *altitude_notes(inverter, module, altitude_m=altitude_m),
            *switchgear_notes(altitude_m, voc_string_v=voc_string),
            code_note(country),
            *_ac_voltage_note(inverter, voltage, given=ac_voltage_v is not None),
            _ampacity_note(),
        ),
    )


def _string_size(
    module: PvModule, inverter: Inverter, extremes: SiteExtremes, *, altitude_m: float
) -> StringSize:
    """Return the modules in series that the pair allows in the thin air of the site."""
    return size_strings(
        replace(module, vdc_max_v=module_vdc_max_v(module, altitude_m=altitude_m)),
        inverter,
        coldest_air_c=extremes.coldest_air_c,
        hottest_cell_c=extremes.hottest_cell_c,
        irradiance_factor=extremes.irradiance_factor,
        poa_w_m2=extremes.poa_w_m2,
        cell_c=extremes.cell_c,
    )


def _standard_voltage_v(inverter: Inverter) -> float:
    if inverter.phases not in {1, 3}:
        raise InputError.of("inverter.phases", inverter.phases, allowed=message("1 or 3"))
    return electrical_fact(f"ac_voltage_{inverter.phases}_phase").value


def _string_cable(module: PvModule, plan: StringPlan, length_m: float, *, fuse_a: float) -> Cable:
    needed_a = plan.string_current_a * electrical_fact("continuous_factor").value
    return choose_cable(
        "dc",
        what=message("farthest string to its inverter"),
        design_current_a=max(needed_a, fuse_a),
        working_current_a=module.imp_a,
        voltage_v=plan.modules_in_series * module.vmp_v,
        length_m=length_m,
    )


def _ac_cable(inverter: Inverter, voltage_v: float, length_m: float, *, breaker_a: float) -> Cable:
    current = ac_current_a(inverter, voltage_v=voltage_v)
    return choose_cable(
        "ac",
        what=message("inverter to the board"),
        design_current_a=breaker_a,
        working_current_a=current,
        voltage_v=voltage_v,
        length_m=length_m,
        phases=inverter.phases or 1,
    )


def _rating_a(devices: Sequence[Protection], key: str) -> float:
    ratings = [device.rating_a or 0.0 for device in devices if device.key == key]
    return max(ratings, default=0.0)


def _dc_ac_ratio(module: PvModule, inverter: Inverter, plan: StringPlan) -> float | None:
    if module.power_w is None or inverter.ac_kw is None:
        return None
    return plan.modules * module.power_w / 1000 / (plan.inverters * inverter.ac_kw)


def _ac_voltage_note(inverter: Inverter, voltage_v: float, *, given: bool) -> tuple[Note, ...]:
    if given:
        return ()
    return (
        Note(
            what=message("Voltage of the inverters' output"),
            value=message("{voltage:,g} V", voltage=voltage_v),
            source=electrical_fact(f"ac_voltage_{inverter.phases}_phase").citation,
            effect=message("another voltage of the mine needs a transformer or another inverter"),
        ),
    )


def _ampacity_note() -> Note:
    return Note(
        what=message("Ampacities of the cables"),
        value=message("EN 50618 and IEC 60364-5-52"),
        source=message("from memory, not read in a source"),
        effect=message("sections are a design; the maker's table decides before buying"),
    )
