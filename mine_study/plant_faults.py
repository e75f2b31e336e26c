"""What is wrong between keys of a plant although each of them may stand alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import Problem
from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mine_study.study_file import PvKeys
    from mine_study.yaml_places import Place

SHARES_OFF = 1e-6
"""Shares typed with six decimals add up."""


def plant_faults(section: object) -> Iterator[tuple[Place, Problem]]:
    """Yield each fault of the section ``pv`` of a site with the place of its key.

    Works on plain keys; a key of the wrong kind is left to the model of the study.

    Examples
    --------
    >>> for place, fault in plant_faults({"bifaciality": 0.7}):
    ...     print(place, fault.what)
    ('pv', 'bifaciality') pv.bifaciality stands without pv.gcr
    """
    if not isinstance(section, dict):
        return
    for key, fault in (*_rows(section), *_planes(section), *_dust(section), *_files(section)):
        yield ("pv", key), fault


def named_files(keys: PvKeys) -> tuple[str, ...]:
    """Return the names of the files beside the study file that a plant is described with."""
    given = (keys.rain_file, keys.module_file, keys.inverter_file)
    return tuple(name for name in given if name is not None)


def _rows(keys: Mapping[str, Any]) -> Iterator[tuple[str, Problem]]:
    if keys.get("bifaciality") is not None and keys.get("gcr") is None:
        what = message("pv.bifaciality stands without pv.gcr")
        allowed = message("the light on the back depends on the distance of the rows")
        yield "bifaciality", Problem(what=what, allowed=allowed)
    if keys.get("tracking") == "one_axis" and keys.get("mounting") == "roof":
        what = message("trackers do not stand on a roof")
        yield "tracking", Problem(what=what, allowed=message("pv.mounting: open_rack"))
    if keys.get("tracking") != "one_axis" and keys.get("tracker_max_angle_deg") is not None:
        yield _alone("tracker_max_angle_deg", message("pv.tracking: one_axis"))


def _planes(keys: Mapping[str, Any]) -> Iterator[tuple[str, Problem]]:
    planes = keys.get("planes")
    if not isinstance(planes, list) or not planes:
        return
    if keys.get("tracking") == "one_axis":
        what = message("planes that look different ways stand still")
        yield "planes", Problem(what=what, allowed=message("pv.tracking: fixed, or no planes"))
    rows = [plane for plane in planes if isinstance(plane, dict)]
    names = [str(plane.get("name")) for plane in rows]
    if len(set(names)) < len(names):
        what = message("two planes share a name")
        yield "planes", Problem(what=what, allowed=message("each plane with a name of its own"))
    shares = [plane.get("share_fraction") for plane in rows]
    numbers = [share for share in shares if isinstance(share, int | float)]
    total = math.fsum(numbers)
    if len(numbers) == len(planes) and abs(total - 1) > SHARES_OFF:
        what = message("the shares of the planes add up to {total:g}", total=total)
        yield "planes", Problem(what=what, allowed=message("shares that add up to 1"))


def _dust(keys: Mapping[str, Any]) -> Iterator[tuple[str, Problem]]:
    if keys.get("soiling_model") != "kimber":
        for key in ("soiling_rate_per_day", "rain_file", "rainy_days", "wash_days"):
            if keys.get(key):
                yield _alone(key, message("pv.soiling_model: kimber"))
        if keys.get("wash_cost") is not None:
            yield _alone("wash_cost", message("pv.soiling_model: kimber"))
        return
    rains = [key for key in ("rain_file", "rainy_days") if keys.get(key) is not None]
    if len(rains) != 1:
        what = message("pv.soiling_model is kimber, which needs the rain from one place")
        allowed = message("either pv.rain_file or pv.rainy_days")
        yield "soiling_model", Problem(what=what, allowed=allowed)
    losses = keys.get("losses")
    for name in ("soiling", "total"):
        if isinstance(losses, dict) and name in losses:
            what = message("pv.losses names {name}, which pv.soiling_model finds", name=name)
            yield "losses", Problem(what=what, allowed=message("one of the two"))


def _files(keys: Mapping[str, Any]) -> Iterator[tuple[str, Problem]]:
    endings = {
        "module": (".pan", ".csv", ".yaml", ".yml"),
        "inverter": (".ond", ".csv", ".yaml", ".yml"),
    }
    for kind, allowed_endings in endings.items():
        name = keys.get(f"{kind}_file")
        if not isinstance(name, str):
            continue
        if keys.get(kind) is not None:
            what = message("pv.{kind} and pv.{kind}_file both name one", kind=kind)
            yield f"{kind}_file", Problem(what=what, allowed=message("one of the two"))
        if not name.casefold().endswith(allowed_endings):
            what = message("{name} is no file that can be read here", name=name)
            allowed = message("a file ending with {endings}", endings=", ".join(allowed_endings))
            yield f"{kind}_file", Problem(what=what, allowed=allowed)


def _alone(key: str, needed: Message) -> tuple[str, Problem]:
    what = message("pv.{key} has no effect alone", key=key)
    return key, Problem(what=what, allowed=needed)
