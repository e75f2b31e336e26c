"""What a result was made from: files, versions, weather, seed."""

from __future__ import annotations

import hashlib
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from mine_study.layers import scenario_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mine_study.case import Case
    from mine_study.layers import Override
    from mine_study.site_design import SiteDesign

PACKAGES = ("solmina", "numpy", "pandas", "pvlib", "scipy")


def manifest(
    case: Case, designs: Sequence[SiteDesign], overrides: Sequence[Override]
) -> dict[str, Any]:
    """Return the manifest of a run.

    Parameters
    ----------
    case
        What was read.
    designs
        Sites with their weather.
    overrides
        Texts given as ``--set``, and scenario files.
    """
    seeds = {site.name: site.weather.seed for site in case.study.sites}
    return {
        "inputs": {seen_from(case.folder, file): sha256_of(file) for file in case.input_files},
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in PACKAGES},
        "weather": {design.name: _weather(design, seeds[design.name]) for design in designs},
        "seed": case.study.weather.seed,
        "overrides": [one for one in overrides if isinstance(one, str)],
        "scenarios": [
            {"file": seen_from(case.folder, file), "sha256": sha256_of(file)}
            for file in scenario_files(overrides)
        ],
        "created": _now(),
    }


def sha256_of(file: Path) -> str:
    """Return the checksum of a file's bytes."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def seen_from(folder: Path, file: Path) -> str:
    """Return the path of a file as seen from a folder, with ``/`` on every system.

    A file on another drive, which no such path reaches, is named by its full path.

    Examples
    --------
    >>> from pathlib import Path
    >>> seen_from(Path("mine"), Path("mine/weather/sun.csv"))
    'weather/sun.csv'
    """
    try:
        path = os.path.relpath(file, folder)
    except ValueError:
        path = str(file.absolute())
    return path.replace(os.sep, "/")


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
