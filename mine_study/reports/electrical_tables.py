"""Tables of the electrical design of a plant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.reports.table import Table, numbers, words
from pv_design.electrical.single_line import strings_of_inverters

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures
    from mine_study.site_electrical import SiteElectrical
    from pv_design.electrical.design import ElectricalDesign
    from pv_design.electrical.layout import RowLayout

Line = tuple[Message, str, str]


def electrical_tables(
    site: str, electrical: SiteElectrical | None, write: Figures
) -> dict[str, Table]:
    """Return the tables of a site's electrical design under the names the template knows.

    Parameters
    ----------
    site
        Its name.
    electrical
        None without a plant; without a design only its extremes and rows are shown.
    write
        Language and currency of the reader.
    """
    if electrical is None:
        return {}
    tables = {"strings": string_table(site, electrical, write)}
    if electrical.design is not None:
        tables["cables"] = cable_table(site, electrical.design, write)
        tables["protections"] = protection_table(site, electrical.design, write)
    if electrical.layout is not None:
        tables["rows"] = row_table(site, electrical.layout, write)
    if electrical.design is not None:
        tables["materials"] = material_table(site, electrical.design, write)
    return tables


def string_table(site: str, electrical: SiteElectrical, write: Figures) -> Table:
    """Return the strings of a plant, and the cold and heat they stand on."""
    say, extremes = write.say, electrical.extremes
    coldest = say(extremes.coldest_air_source)
    lines: list[Line] = [
        (message("record low of the air [°C]"), write.number(extremes.coldest_air_c, 1), coldest),
        (message("hottest cells [°C]"), write.number(extremes.hottest_cell_c, 1), ""),
        (
            message("largest over rated current of a string"),
            write.number(extremes.irradiance_factor, 2),
            "",
        ),
    ]
    if electrical.design is not None:
        lines += _string_lines(electrical.design, write)
    if electrical.refusal is not None:
        reason = say(electrical.refusal)
        lines.append((message("cannot be wired"), write.number(None), reason))
    return Table(
        caption=say(message("{site}: strings of modules", site=site)),
        columns=(
            *words(say(message("Quantity"))),
            *numbers(say(message("Value"))),
            *words(say(message("What decides"))),
        ),
        rows=tuple((say(name), value, why) for name, value, why in lines),
    )


def _string_lines(design: ElectricalDesign, write: Figures) -> list[Line]:
    size, plan, number = design.size, design.plan, write.number
    most, fewest = (write.say(limit) for limit in size.limits[:2])
    shared = strings_of_inverters(plan.strings, plan.inverters)
    each = " + ".join(number(count) for count in shared)
    length = plan.modules_in_series
    return [
        (message("fewest modules in series"), number(size.fewest), fewest),
        (message("most modules in series"), number(size.most), most),
        (message("modules in series, chosen"), number(length), ""),
        (message("strings"), number(plan.strings), ""),
        (message("strings of each inverter"), each, ""),
        (
            message("strings on the fullest tracker"),
            number(plan.strings_per_tracker),
            write.say(message("at most {count}", count=plan.most_per_tracker)),
        ),
        (message("modules wired"), number(plan.modules), ""),
        (message("string, open circuit, coldest [V]"), number(length * size.voc_coldest_v, 1), ""),
        (message("string, working, hottest [V]"), number(length * size.vmp_hottest_v, 1), ""),
        (message("DC over AC as wired"), number(design.dc_ac_ratio, 2), ""),
    ]


def cable_table(site: str, design: ElectricalDesign, write: Figures) -> Table:
    """Return sections, currents and drops of the cables."""
    say, number = write.say, write.number
    return Table(
        caption=say(message("{site}: cables", site=site)),
        columns=(
            *words(say(message("Run"))),
            *numbers(
                say(message("Section [mm²]")),
                say(message("Cables in parallel")),
                say(message("One way [m]")),
                say(message("Must carry [A]")),
                say(message("Carries [A]")),
                say(message("Voltage drop")),
            ),
        ),
        rows=tuple(
            (
                say(cable.what),
                number(cable.section_mm2, 1),
                number(cable.runs),
                number(cable.length_m),
                number(cable.design_current_a, 1),
                number(cable.ampacity_a, 1),
                write.percent(cable.drop_fraction, 2),
            )
            for cable in (design.string_cable, design.ac_cable)
        ),
    )


def protection_table(site: str, design: ElectricalDesign, write: Figures) -> Table:
    """Return the protective devices and what asks for them."""
    say, number = write.say, write.number
    return Table(
        caption=say(message("{site}: protections", site=site)),
        columns=(
            *words(say(message("Device"))),
            *numbers(say(message("Count")), say(message("Rating [A]")), say(message("Rating [V]"))),
            *words(say(message("What asks for it"))),
        ),
        rows=tuple(
            (
                say(device.what),
                number(device.count),
                number(device.rating_a, 1),
                number(device.rating_v),
                say(device.why),
            )
            for device in design.protections
        ),
    )


def row_table(site: str, layout: RowLayout, write: Figures) -> Table:
    """Return how the rows stand on level ground."""
    say, number = write.say, write.number
    lines = (
        (message("rows"), number(layout.rows)),
        (message("modules of a full row"), number(layout.modules_per_row)),
        (message("row pitch [m]"), number(layout.pitch_m, 2)),
        (message("free ground between rows [m]"), number(layout.gap_m, 2)),
        (message("ground cover ratio"), number(layout.gcr, 2)),
        (message("width of a full row [m]"), number(layout.row_width_m, 1)),
        (message("depth of the field [m]"), number(layout.depth_m, 1)),
        (message("ground, without the way around [m²]"), number(layout.ground_area_m2)),
        (
            message("hours before and after noon without shade of rows"),
            number(layout.free_hours, 1),
        ),
    )
    return Table(
        caption=say(message("{site}: rows on the ground", site=site)),
        columns=(*words(say(message("Quantity"))), *numbers(say(message("Value")))),
        rows=tuple((say(name), value) for name, value in lines),
    )


def material_table(site: str, design: ElectricalDesign, write: Figures) -> Table:
    """Return what an installer buys, without spares and civil works."""
    say = write.say
    units = {"pc": message("pieces"), "m": message("m"), "m2": message("m²")}
    return Table(
        caption=say(message("{site}: bill of materials", site=site)),
        columns=(
            *words(say(message("Material"))),
            *numbers(say(message("Count"))),
            *words(say(message("Unit"))),
        ),
        rows=tuple(
            (say(item.what), write.number(item.count), say(units[item.unit]))
            for item in design.materials
        ),
    )
