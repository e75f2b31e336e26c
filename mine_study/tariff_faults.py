"""What is wrong between the keys of a tariff: an option, its price sheet, its earlier powers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from equipment_catalog.column_rules import allowed_names
from equipment_catalog.errors import InputError, Problem, shown
from equipment_catalog.messages import message
from mine_study.tariff_sheet_faults import SECTION, UNSOLD, sheet_faults
from project_finance.grid_rules import read_grid_rules
from project_finance.grid_rules.billed_power import earlier_powers, mean_of_highest
from project_finance.tariffs.power_tariff import countries_with_options, options_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.yaml_places import Place

EARLIER = ("earlier_peak_kw", "earlier_offpeak_kw")
WITHOUT_EFFECT = (
    *("sheet", "price_per_kwh", "spot_price_file", "contribution_fraction"),
    *("sheet_file", "hours_file", "contribution_from_year", "sheet_after"),
    "sheet_file_after",
)
"""Keys that a tariff option leaves nothing to do."""


def tariff_faults(keys: object, country: str) -> Iterator[tuple[Place, Problem]]:
    """Yield each fault of a site's tariff with the place of its key inside the site.

    Works on plain keys; a key of the wrong kind is left to the model of the study.

    Parameters
    ----------
    keys
        The plain keys of the section.
    country
        Two letters.

    Examples
    --------
    >>> for place, fault in tariff_faults({"prices_file": "prices.csv"}, "PE"):
    ...     print(place, fault.what)
    ('tariff', 'prices_file') tariff.prices_file stands without tariff.option
    """
    if not isinstance(keys, Mapping):
        return
    yield from sheet_faults(keys, country)
    option = keys.get("option")
    if isinstance(option, str):
        yield from _of_option(keys, option, country)
        return
    for name in ("prices_file", *EARLIER):
        if keys.get(name) is not None:
            what = message("tariff.{name} stands without tariff.option", name=name)
            allowed = message("the tariff option of the bill, as MT3")
            yield (SECTION, name), Problem(what=what, allowed=allowed)


def _of_option(
    keys: Mapping[str, Any], option: str, country: str
) -> Iterator[tuple[Place, Problem]]:
    if option not in options_of(country):
        yield (SECTION, "option"), _unknown_option(option, country)
        return
    if keys.get("prices_file") is None:
        what = message("tariff.option needs its prices in tariff.prices_file")
        allowed = message("a price sheet as solmina init --country PE writes it")
        yield (SECTION, "option"), Problem(what=what, allowed=allowed)
    for name in WITHOUT_EFFECT:
        if keys.get(name):
            what = message("tariff.{name} has no effect on a tariff option", name=name)
            allowed = message("prices in tariff.prices_file, or no tariff.option")
            yield (SECTION, name), Problem(what=what, allowed=allowed)
    if isinstance(rule := keys.get("export_rule"), str) and rule != UNSOLD:
        what = message("tariff.export_rule {rule} cannot stand beside a tariff option", rule=rule)
        yield (SECTION, "export_rule"), Problem(what=what, allowed=message("none"))
    yield from _of_earlier_months(keys, country)


def _unknown_option(option: str, country: str) -> Problem:
    """Return that a country has no such option, and who has one."""
    known = options_of(country)
    if known:
        allowed = allowed_names(option, known)
    else:
        allowed = message(
            "study.country is {country}; tariff options are known for: {countries}",
            country=country,
            countries=", ".join(countries_with_options()),
        )
    return Problem(what=message("{value} is not accepted", value=shown(option)), allowed=allowed)


def _of_earlier_months(keys: Mapping[str, Any], country: str) -> Iterator[tuple[Place, Problem]]:
    """Yield a fault where the powers of the months before are not enough, or not both given."""
    given = [keys.get(name) for name in EARLIER]
    power = read_grid_rules(country).power
    if power is None or given == [None, None] or not all(map(_are_numbers, given)):
        return
    months, highest = int(power.distribution_power_months), int(power.distribution_power_highest)
    try:
        for powers in earlier_powers(*given) or ():
            mean_of_highest([0.0], months=months, highest=highest, earlier_kw=powers)
    except InputError as error:
        yield from (((SECTION, EARLIER[0]), problem) for problem in error.problems)


def _are_numbers(powers: object) -> bool:
    return powers is None or (
        isinstance(powers, list) and all(isinstance(power, int | float) for power in powers)
    )
