"""Keys of the size of a plant that contradict one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import Problem
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mine_study.yaml_places import Place


def size_key_faults(site: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    """Yield each fault with the place of its key inside the site.

    Works on plain keys; a key of the wrong kind is left to the model of the study.

    Parameters
    ----------
    site
        Keys of a site, defaults filled in.

    Examples
    --------
    >>> site = {"pv": {"orientation": "best", "mounting": "roof"}}
    >>> [str(fault.what) for _, fault in size_key_faults(site)]
    ['pv.orientation is best, but the modules cannot be turned freely']
    """
    keys = site.get("pv")
    pv = keys if isinstance(keys, dict) else {}
    is_bound = pv.get("mounting") == "roof" or pv.get("tracking") == "one_axis" or pv.get("planes")
    if pv.get("orientation") == "best" and is_bound:
        what = message("pv.orientation is best, but the modules cannot be turned freely")
        allowed = message("given on a roof, with trackers and with pv.planes")
        yield ("pv", "orientation"), Problem(what=what, allowed=allowed)
    if pv.get("ground_m2") is not None and pv.get("mounting") == "roof":
        what = message("pv.ground_m2 stands beside pv.mounting: roof")
        allowed = message("pv.area_m2 for a roof; pv.ground_m2 for rows on the ground")
        yield ("pv", "ground_m2"), Problem(what=what, allowed=allowed)
