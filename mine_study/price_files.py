"""The files of prices that the sites of a study name, read once so that all faults show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.year_hours import hours_of_year
from mine_study.site_tariff import power_terms
from project_finance.tariffs.spot_prices import read_spot_prices

if TYPE_CHECKING:
    from pathlib import Path

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
    keys = [site.tariff for site in study.sites]
    names = [name for one in keys for name in (one.prices_file, one.spot_price_file) if name]
    return tuple(dict.fromkeys(folder / name for name in names)), tuple(problems)


def _read(study: Study, site: SiteKeys, folder: Path) -> None:
    """Read the files of a site; raise what is wrong with them."""
    if site.tariff.option is not None:
        power_terms(study, site, folder)
    if site.tariff.spot_price_file is not None:
        hours = hours_of_year(study.study.year, 0)
        read_spot_prices(folder / site.tariff.spot_price_file, hours)
