"""What is wrong with a site although each of its keys is of the right kind."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from equipment_catalog.batteries import battery_technology
from equipment_catalog.column_rules import allowed_names
from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.pv_modules import module
from equipment_catalog.tables import read_rows
from mine_study.component_names import (
    is_listed_inverter,
    require_inverter,
    require_module,
)
from mine_study.mine_calendars import shift_calendar
from mine_study.plant_faults import plant_faults
from mine_study.size_key_faults import size_key_faults
from mine_study.storage_faults import storage_faults
from mine_study.tariff_faults import tariff_faults
from project_finance.export_rules import EXPORT_RULES
from project_finance.tariffs import read_tariff
from pv_design.losses import system_losses
from pv_design.site import parse_coordinates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mine_study.yaml_places import Place

FILE, EMBEDDED, LADDER = "file", "embedded", "ladder"
ANY_COUNTRY = "CO"


def _known(registry: Mapping[str, object], field: str, name: str) -> None:
    if name not in registry:
        raise InputError.of(field, name, allowed=allowed_names(name, list(registry)))


def _weather_source(name: str) -> None:
    """Look into the registry only for a source that is not everybody's: pvlib loads with it."""
    if name not in {FILE, EMBEDDED}:
        from pv_design.weather import SOURCES  # noqa: PLC0415  as said above

        _known({FILE: None, **SOURCES}, "source", name)


NAMES: dict[Place, tuple[type, Callable[[Any], object]]] = {
    ("coordinates",): (str, parse_coordinates),
    ("pv", "module"): (str, require_module),
    ("pv", "inverter"): (str, require_inverter),
    ("pv", "losses"): (dict, system_losses),
    ("tariff", "sheet"): (str, read_tariff),
    ("tariff", "sheet_after"): (str, read_tariff),
    ("tariff", "export_rule"): (str, partial(_known, EXPORT_RULES, "export_rule")),
    ("weather", "source"): (str, _weather_source),
    ("storage", "technology"): (str, battery_technology),
}
"""Keys whose value must be known elsewhere, and who knows it."""


def site_faults(site: Mapping[str, Any], country: str) -> Iterator[tuple[Place, Problem]]:
    """Yield each fault of a site of a country with the place of its key inside the site.

    Works on plain keys, so that what is wrong here is said even when another key of the study
    is of the wrong kind; a key of the wrong kind is left to the model of the study.
    """
    for place, (kind, known) in NAMES.items():
        value = _value(site, place)
        if isinstance(value, kind) and value:
            try:
                known(value)
            except InputError as error:
                yield from ((place, problem) for problem in error.problems)
    yield from _calendars_that_do_not_fit(site)
    yield from _areas_that_stand_twice(site)
    yield from _place_outside(site, country)
    yield from _area_below_a_module(site)
    yield from plant_faults(site.get("pv"))
    yield from _needs_the_limit_of_its_trackers(site)
    yield from _keys_that_need_another(site)
    yield from size_key_faults(site)
    yield from tariff_faults(site.get("tariff"), country)
    yield from storage_faults(site.get("storage"), site.get("pv"))


def _areas(site: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    areas = site.get("areas")
    for number, area in enumerate(areas if isinstance(areas, list) else []):
        if isinstance(area, dict):
            yield number, area


def _calendars_that_do_not_fit(site: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    """Yield a fault where the keys of a calendar are right one by one but not together."""
    calendars: dict[Place, Any] = {("calendar",): site.get("calendar")}
    calendars |= {("areas", n, "calendar"): area.get("calendar") for n, area in _areas(site)}
    for place, keys in calendars.items():
        try:
            shift_calendar(keys, ANY_COUNTRY)
        except ValidationError:
            continue
        except InputError as error:
            yield from (((*place, problem.field), problem) for problem in error.problems)


def _areas_that_stand_twice(site: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    seen: set[str] = set()
    for number, area in _areas(site):
        name = str(area.get("name"))
        if name in seen:
            what = message("the area {name!r} stands twice", name=name)
            yield ("areas", number, "name"), Problem(what=what, allowed=message("each area once"))
        seen.add(name)


def _area_below_a_module(site: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    area_m2, name = _value(site, ("pv", "area_m2")), _value(site, ("pv", "module"))
    if not isinstance(area_m2, int | float) or not isinstance(name, str | None):
        return
    try:
        chosen = module(name)
    except InputError:
        return
    least_m2 = chosen.area_m2
    if least_m2 is not None and 0 < area_m2 < least_m2:
        what = message("{area:g} m² do not hold one module", area=area_m2)
        allowed = message("at least {least:.2f} m² for {name}", least=least_m2, name=chosen.name)
        yield ("pv", "area_m2"), Problem(what=what, allowed=allowed)


def _needs_the_limit_of_its_trackers(site: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    """Yield a fault where an inverter of the CEC list stands without what the list leaves out."""
    name, given = (_value(site, ("pv", key)) for key in ("inverter", "inverter_isc_max_a"))
    if isinstance(name, str) and given is None and is_listed_inverter(name):
        what = message("an inverter of the CEC list stands without pv.inverter_isc_max_a")
        allowed = message("the largest short-circuit current of a tracker, from the data sheet")
        yield ("pv", "inverter"), Problem(what=what, allowed=allowed)


def _place_outside(site: Mapping[str, Any], country: str) -> Iterator[tuple[Place, Problem]]:
    """Yield a fault where the coordinates lie outside the country, and how they may be mended."""
    coordinates = _value(site, ("coordinates",))
    boxes = {row["country"]: row for row in read_rows("mine_study", "data/countries.csv")}
    if not isinstance(coordinates, str) or country not in boxes:
        return
    try:
        latitude, longitude = parse_coordinates(coordinates)
    except InputError:
        return
    sides = ("south", "north", "west", "east")
    south, most_north, west, most_east = (float(boxes[country][side]) for side in sides)

    def inside(north: float, east: float) -> bool:
        return south <= north <= most_north and west <= east <= most_east

    if inside(latitude, longitude):
        return
    what = message(
        "{latitude:g}, {longitude:g} lies outside {country}",
        latitude=latitude,
        longitude=longitude,
        country=country,
    )
    allowed = message("latitude first, south and west negative; or another study.country")
    if inside(longitude, latitude):
        allowed = message("latitude and longitude seem to be exchanged")
    yield ("coordinates",), Problem(what=what, allowed=allowed)


def _value(site: Mapping[str, Any], place: Place) -> Any:  # noqa: ANN401  YAML holds any type
    node: Any = site
    for part in place:
        node = node.get(part) if isinstance(node, dict) else None
    return node


def _keys_that_need_another(site: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    required = message("a value is required")
    if _value(site, ("weather", "source")) == "file" and not _value(site, ("weather", "file")):
        what = message("weather.source is file, but weather.file is missing")
        yield ("weather", "source"), Problem(what=what, allowed=required)
    level, reason = ("weather", "ghi_kwh_m2_day"), ("weather", "ghi_reason")
    if _value(site, level) is not None and not _value(site, reason):
        what = message("weather.ghi_kwh_m2_day stands without weather.ghi_reason")
        allowed = message("the source of the figure, for the register of assumptions")
        yield level, Problem(what=what, allowed=allowed)
    source = _value(site, ("weather", "source"))
    if _value(site, level) is not None and source not in {None, EMBEDDED, LADDER}:
        what = message("weather.ghi_kwh_m2_day has no effect on source {source}", source=source)
        allowed = message("source embedded or ladder, or no level")
        yield level, Problem(what=what, allowed=allowed)
    rule = ("tariff", "export_rule")
    known = EXPORT_RULES.get(str(_value(site, rule)))
    if known is None or not known.needs_components:
        return
    if not any(_value(site, ("tariff", name)) for name in ("sheet", "sheet_file")):
        what = message("tariff.export_rule needs the components of a tariff.sheet")
        emptied = "sheet" in _value(site, ("tariff",))
        yield ("tariff", "sheet") if emptied else rule, Problem(what=what, allowed=required)
    spot = ("spot_price_per_kwh", "spot_price_file")
    if all(_value(site, ("tariff", name)) is None for name in spot):
        what = message("tariff.export_rule needs tariff.spot_price_per_kwh")
        yield rule, Problem(what=what, allowed=required)
