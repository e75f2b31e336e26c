"""What a result was made from: files, versions, weather, seed."""

from __future__ import annotations

import hashlib
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mine_study.case import Case
    from mine_study.site_design import SiteDesign

PACKAGES = ("solmina", "numpy", "pandas", "pvlib", "scipy")


def manifest(case: Case, designs: Sequence[SiteDesign], overrides: Sequence[str]) -> dict[str, Any]:
    """Return the manifest of a run.

    Parameters
    ----------
    case
        What was read.
    designs
        Sites with their weather.
    overrides
        Texts given as ``--set``.
    """
    seeds = {site.name: site.weather.seed for site in case.study.sites}
    return {
        "inputs": {
            os.path.relpath(file, case.folder).replace(os.sep, "/"): hashlib.sha256(
                file.read_bytes()
            ).hexdigest()
            for file in case.input_files
        },
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in PACKAGES},
        "weather": {design.name: _weather(design, seeds[design.name]) for design in designs},
        "seed": case.study.weather.seed,
        "overrides": list(overrides),
        "created": _now(),
    }


def _weather(design: SiteDesign, seed: int) -> dict[str, Any]:
    weather = design.weather
    return {
        "source": str(weather.source),
        "period": str(weather.period),
        "sha256": weather.sha256 or None,
        "horizon": str(weather.horizon.source) if weather.horizon else None,
        "ghi_kwh_m2_year": weather.annual_ghi_kwh_m2,
        "sigma_resource_fraction": weather.sigma_resource_fraction,
        "seed": None if weather.sha256 else seed,
    }


def _now() -> str:
    """Return the time of the run; SOURCE_DATE_EPOCH fixes it for reproducible builds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return now.isoformat(timespec="seconds")
