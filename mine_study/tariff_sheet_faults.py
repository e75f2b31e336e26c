"""What is wrong between the keys of a tariff's sheets: level, components, what holds later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equipment_catalog.column_rules import allowed_names
from equipment_catalog.errors import InputError, Problem, shown
from equipment_catalog.messages import Message, message
from project_finance.export_rules import EXPORT_RULES
from project_finance.tariffs import read_tariff, tariff_names
from project_finance.tariffs.power_tariff import options_of
from project_finance.tariffs.sheets import sheet_of_level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mine_study.yaml_places import Place

SECTION = "tariff"
UNSOLD = "none"
COMPONENTS_NEEDED = message(
    "a sheet with its components, which decide the worth of a credit, in tariff.sheet_file; or "
    "tariff.export_rule: none"
)


def sheet_faults(keys: Mapping[str, Any], country: str) -> Iterator[tuple[Place, Problem]]:
    """Yield each fault of the sheets of a site with the place of its key inside the site.

    Works on plain keys; a key of the wrong kind is left to the model of the study.

    Parameters
    ----------
    keys
        The plain keys of the section.
    country
        Two letters.

    Examples
    --------
    >>> for place, fault in sheet_faults({"tax_fraction": 0.18}, "PE"):
    ...     print(place, fault.what)
    ('tariff', 'tax_fraction') tariff.tax_fraction stands without a price sheet
    """
    yield from _of_level(keys)
    yield from _without_components(keys)
    yield from _of_contribution(keys)
    yield from _of_sheet_after(keys)
    yield from _of_sheet_file_after(keys)
    yield from _of_option_after(keys, country)
    tax, options = keys.get("tax_fraction"), (keys.get("option"), keys.get("option_after"))
    if isinstance(tax, int | float) and tax > 0 and options == (None, None):
        what = message("tariff.tax_fraction stands without a price sheet")
        allowed = message("0: the price of the bills is what was paid; or a tariff.option")
        yield _at("tax_fraction", what, allowed)


def _at(name: str, what: Message, allowed: Message) -> tuple[Place, Problem]:
    return (SECTION, name), Problem(what=what, allowed=allowed)


def _text(keys: Mapping[str, Any], name: str) -> str | None:
    value = keys.get(name)
    return value if isinstance(value, str) and value else None


def _sheet(keys: Mapping[str, Any]) -> str | None:
    """Return the shipped sheet whose shares count; None where none does, or there is none such."""
    name, level = _text(keys, "sheet"), keys.get("voltage_level")
    if name not in tariff_names() or _text(keys, "sheet_file"):
        return None
    if not isinstance(level, int) or name is None:
        return name
    try:
        return sheet_of_level(name, level)
    except InputError:
        return None


def _of_level(keys: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    """Yield a fault where no sheet of the level ships, or the level chooses nothing."""
    name, level = _text(keys, "sheet"), keys.get("voltage_level")
    if not isinstance(level, int):
        return
    if name is None or _text(keys, "sheet_file"):
        what = message("tariff.voltage_level chooses between sheets that ship")
        yield _at("voltage_level", what, message("a tariff.sheet, and no tariff.sheet_file"))
    elif name in tariff_names():
        try:
            sheet_of_level(name, level)
        except InputError as error:
            yield from (((SECTION, "voltage_level"), problem) for problem in error.problems)


def _without_components(keys: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    """Yield a fault where credits go by components of a sheet of which only the total is known."""
    rule = EXPORT_RULES.get(str(keys.get("export_rule")))
    if rule is None or not rule.needs_components:
        return
    after = _text(keys, "sheet_after")
    named = {"sheet": _sheet(keys), "sheet_after": after if after in tariff_names() else None}
    for key, name in named.items():
        if name is not None and not read_tariff(name).is_divided:
            what = message("the sheet {name} has no components", name=name)
            by_level = key == "sheet" and keys.get("voltage_level") is not None
            yield _at("voltage_level" if by_level else key, what, COMPONENTS_NEEDED)


def _of_contribution(keys: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    """Yield a fault where a year is given and no contribution."""
    names = ("contribution_from_year", "contribution_then_fraction")
    year, then = (keys.get(name) for name in names)
    if year is not None and then is None:
        what = message(
            "tariff.contribution_from_year stands without tariff.contribution_then_fraction"
        )
        allowed = message("the contribution that begins in that year, as 0.2")
        yield _at("contribution_from_year", what, allowed)
    if keys.get("contribution_by_date") == "counted" and then is None:
        what = message(
            "tariff.contribution_by_date counts what tariff.contribution_then_fraction does not say"
        )
        allowed = message("the contribution that begins later, as 0.2; or shown")
        yield _at("contribution_by_date", what, allowed)


def _of_sheet_after(keys: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    """Yield a fault where the price with the plant cannot follow from two sheets."""
    name = _text(keys, "sheet_after")
    if name is None or name not in tariff_names():
        return
    today = _sheet(keys)
    month = read_tariff(name).valid_from
    if today is None:
        what = message("tariff.sheet_after stands without tariff.sheet")
        allowed = message("two sheets that ship; beside tariff.sheet_file: tariff.sheet_file_after")
        yield _at("sheet_after", what, allowed)
    elif read_tariff(today).valid_from != month or today.split("-")[1] != name.split("-")[1]:
        what = message(
            "{after} and {today} are of other months or operators", after=name, today=today
        )
        yield _at("sheet_after", what, message("two sheets of one operator and one month"))


def _of_sheet_file_after(keys: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    """Yield a fault where a sheet of one's own for the meter with its plant has no other."""
    if _text(keys, "sheet_file_after") is None or _text(keys, "option"):
        return
    if _text(keys, "option_after") or _text(keys, "sheet_after"):
        what = message("tariff.sheet_file_after stands beside another tariff with the plant")
        yield _at("sheet_file_after", what, message("one tariff for the meter with its plant"))
    elif _text(keys, "sheet_file") is None and _text(keys, "sheet") is None:
        what = message("tariff.sheet_file_after stands without a sheet of today")
        allowed = message("tariff.sheet_file, of the same month")
        yield _at("sheet_file_after", what, allowed)


def _of_option_after(keys: Mapping[str, Any], country: str) -> Iterator[tuple[Place, Problem]]:
    """Yield what is wrong with the option that holds once the plant runs."""
    option, file = _text(keys, "option_after"), _text(keys, "prices_file_after")
    if (option is None) != (file is None):
        given = "option_after" if option else "prices_file_after"
        what = message("tariff.{name} stands alone", name=given)
        allowed = message("tariff.option_after and its prices in tariff.prices_file_after")
        yield _at(given, what, allowed)
    if option is None:
        return
    if option not in options_of(country):
        what = message("{value} is not accepted", value=shown(option))
        known = options_of(country)
        none = message("no option: the country has none")
        yield _at("option_after", what, allowed_names(option, known) if known else none)
    if _text(keys, "sheet_after"):
        what = message("tariff.sheet_after has no effect beside tariff.option_after")
        yield _at("sheet_after", what, message("one tariff for the meter with its plant"))
    rule = _text(keys, "export_rule")
    if rule not in (None, UNSOLD):
        what = message("tariff.export_rule {rule} cannot stand beside a tariff option", rule=rule)
        yield _at("export_rule", what, message("none"))
