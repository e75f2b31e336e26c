"""What `results.json` says of the electrical design of a plant."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pv_design.electrical.single_line import strings_of_inverters

if TYPE_CHECKING:
    from mine_study.language import Reader
    from mine_study.site_electrical import SiteElectrical
    from pv_design.electrical.cables import Cable
    from pv_design.electrical.design import ElectricalDesign

OF_THE_PLAN = (
    "modules_in_series",
    "strings",
    "strings_per_tracker",
    "most_per_tracker",
    "fuses",
    "string_current_a",
)


def electrical_results(electrical: SiteElectrical, reader: Reader) -> dict[str, Any]:
    """Return strings, cables, protections, rows and materials of the plant of one site.

    Parameters
    ----------
    electrical
        Of the site; without a design, `refusal` says why and `strings` and the rest are None.
    reader
        Whose language the texts are in.
    """
    extremes, design, layout = electrical.extremes, electrical.design, electrical.layout
    return {
        "refusal": reader.say(electrical.refusal) if electrical.refusal else None,
        "coldest_air_c": extremes.coldest_air_c,
        "hottest_cell_c": extremes.hottest_cell_c,
        "peak_poa_w_m2": extremes.peak_poa_w_m2,
        "irradiance_factor": extremes.irradiance_factor,
        "rows": asdict(layout) if layout else None,
        "strings": _strings(design, reader) if design else None,
        "cables": _cables(design, reader) if design else None,
        "protections": _protections(design, reader) if design else None,
        "materials": _materials(design, reader) if design else None,
    }


def _strings(design: ElectricalDesign, reader: Reader) -> dict[str, Any]:
    size, plan = design.size, design.plan
    return {
        "fewest_in_series": size.fewest,
        "most_in_series": size.most,
        "limits": [reader.say(limit) for limit in size.limits],
        "voc_coldest_v": plan.modules_in_series * size.voc_coldest_v,
        "vmp_hottest_v": plan.modules_in_series * size.vmp_hottest_v,
        **{name: getattr(plan, name) for name in OF_THE_PLAN},
        "modules_wired": plan.modules,
        "strings_by_inverter": list(strings_of_inverters(plan.strings, plan.inverters)),
        "dc_ac_ratio": design.dc_ac_ratio,
    }


def _cables(design: ElectricalDesign, reader: Reader) -> dict[str, Any]:
    return {
        "string": _cable(design.string_cable, reader),
        "ac": _cable(design.ac_cable, reader),
        "loss_fraction": design.cable_loss_fraction,
    }


def _cable(cable: Cable, reader: Reader) -> dict[str, Any]:
    return {**asdict(cable), "what": reader.say(cable.what)}


def _protections(design: ElectricalDesign, reader: Reader) -> list[dict[str, Any]]:
    return [
        {**asdict(device), "what": reader.say(device.what), "why": reader.say(device.why)}
        for device in design.protections
    ]


def _materials(design: ElectricalDesign, reader: Reader) -> list[dict[str, Any]]:
    return [{**asdict(item), "what": reader.say(item.what)} for item in design.materials]
