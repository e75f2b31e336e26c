"""The files of prices that the sites of a study name, read once so that all faults show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.year_hours import hours_of_year
from mine_study.case_files import named_prices
from mine_study.power_tariffs import power_terms, power_terms_after
from mine_study.site_tariff import site_sheet, site_sheet_after
from project_finance.tariffs.hour_bands import read_hour_bands
from project_finance.tariffs.spot_prices import read_spot_prices

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from equipment_catalog.errors import Problem
    from mine_study.study_file import SiteKeys, Study


def price_files(study: Study, folder: Path) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """Return the files of prices of all sites, each once, and what is wrong with them.

    Parameters
    ----------
    study
        Checked keys.
    folder
        Folder of the study.
    """
    problems: list[Problem] = []
    for site in study.sites:
        try:
            _read(study, site, folder)
        except InputError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    names = [name for site in study.sites for name in named_prices(site.tariff)]
    return tuple(dict.fromkeys(folder / name for name in names)), tuple(problems)


def _read(study: Study, site: SiteKeys, folder: Path) -> None:
    """Read the files of a site; raise all that is wrong with them."""
    keys = site.tariff
    problems: list[Problem] = []
    readers: tuple[tuple[object, Callable[[], object]], ...] = (
        (keys.option, lambda: power_terms(study, site, folder)),
        (keys.option_after, lambda: power_terms_after(study, site, folder)),
        (keys.sheet_file, lambda: site_sheet(study, site, folder)),
        (keys.sheet_file_after, lambda: site_sheet_after(study, site, folder)),
        (keys.hours_file, lambda: read_hour_bands(folder / str(keys.hours_file))),
        (keys.spot_price_file, lambda: _spot(study, folder / str(keys.spot_price_file))),
    )
    for is_named, read in readers:
        if is_named is None:
            continue
        try:
            read()
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)


def _spot(study: Study, path: Path) -> None:
    read_spot_prices(path, hours_of_year(study.study.year, 0))
