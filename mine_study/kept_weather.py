"""Whether the sun that a study asks a service for lies in the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from pv_design.site import parse_coordinates
from pv_design.weather.online import Access, SourceFailure
from pv_design.weather.online.ladder import LADDER
from pv_design.weather.online.online_sources import ONLINE_SOURCES, fetch_record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mine_study.study_file import SiteKeys


def network_remarks(sites: Iterable[SiteKeys], study: Path) -> tuple[Note, ...]:
    """Return a remark for each site whose service has no answer in the cache yet.

    Nobody is asked. A site that takes the ladder needs one answer of any of its services.

    Parameters
    ----------
    sites
        Checked keys.
    study
        Folder or file, for the command that helps.
    """
    return tuple(
        Note(
            what=message("The sun of {site} needs the network once", site=site.name),
            value=site.weather.source,
            source=message("cache of answers"),
            effect=message("solmina weather fetch {study}", study=str(study)),
        )
        for site in sites
        if not any(_is_kept(name, site) for name in _services(site)) and _services(site)
    )


def _services(site: SiteKeys) -> tuple[str, ...]:
    """Return the services that may give the sun of a site; none for a file or the embedded."""
    name = site.weather.source
    return LADDER if name == "ladder" else tuple({name} & set(ONLINE_SOURCES))


def _is_kept(name: str, site: SiteKeys) -> bool:
    latitude, longitude = parse_coordinates(site.coordinates)
    try:
        fetch_record(name, latitude, longitude, access=Access(offline=True))
    except SourceFailure:
        return False
    return True
