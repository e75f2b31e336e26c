"""Rows of a table whose site the study does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.column_rules import allowed_names, placed
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from equipment_catalog.errors import Problem
    from equipment_catalog.user_tables import CheckedTable


def unknown_sites(table: CheckedTable, sites: Collection[str], *, record: str) -> Iterator[Problem]:
    """Yield a problem for each row whose site is not one of the study's.

    Parameters
    ----------
    table
        A table with a column ``site``.
    sites
        Sites of the study; without any there is nothing to compare with.
    record
        Column that names the row in the message.
    """
    for row, site in placed(table.frame["site"]):
        if sites and site and site not in sites:
            what = message("{site!r} is not a site of the study", site=site)
            allowed = allowed_names(site, sorted(sites))
            yield table.problem(row, "site", what, allowed, record=table.frame[record][row])
