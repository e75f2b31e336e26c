"""What is wrong with a site although each of its keys is of the right kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.inverters import inverter
from equipment_catalog.messages import message
from equipment_catalog.pv_modules import module
from project_finance.tariffs import read_tariff
from pv_design.losses import system_losses
from pv_design.site import parse_coordinates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mine_study.study_file import SiteKeys
    from mine_study.yaml_places import Place


def site_faults(site: SiteKeys) -> Iterator[tuple[Place, Problem]]:
    """Yield each fault of a site with the place of its key inside the site."""
    checks: list[tuple[Place, Callable[[], object]]] = [
        (("coordinates",), lambda: parse_coordinates(site.coordinates)),
        (("pv", "module"), lambda: module(site.pv.module)),
        (("pv", "losses"), lambda: system_losses(site.pv.losses)),
    ]
    if site.pv.inverter:
        checks.append((("pv", "inverter"), lambda: inverter(str(site.pv.inverter))))
    if site.tariff.sheet:
        checks.append((("tariff", "sheet"), lambda: read_tariff(str(site.tariff.sheet))))
    for place, check in checks:
        try:
            check()
        except InputError as error:
            yield from ((place, problem) for problem in error.problems)
    yield from _keys_that_need_another(site)


def _keys_that_need_another(site: SiteKeys) -> Iterator[tuple[Place, Problem]]:
    required = message("a value is required")
    if site.weather.source == "file" and not site.weather.file:
        what = message("weather.source is file, but weather.file is missing")
        yield ("weather", "source"), Problem(what=what, allowed=required)
    if site.weather.ghi_kwh_m2_day and not site.weather.ghi_reason:
        what = message("weather.ghi_kwh_m2_day stands without weather.ghi_reason")
        allowed = message("the source of the figure, for the register of assumptions")
        yield ("weather", "ghi_kwh_m2_day"), Problem(what=what, allowed=allowed)
    if site.tariff.export_rule == "creg174" and not site.tariff.sheet:
        what = message("tariff.export_rule creg174 needs the components of a tariff.sheet")
        yield ("tariff", "export_rule"), Problem(what=what, allowed=required)
    if site.tariff.export_rule == "creg174" and site.tariff.spot_price_per_kwh is None:
        what = message("tariff.export_rule creg174 needs tariff.spot_price_per_kwh")
        yield ("tariff", "export_rule"), Problem(what=what, allowed=required)
