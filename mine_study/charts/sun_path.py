"""The way of the sun over a site in the middle of each month, and the terrain it stands behind."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pvlib.solarposition import get_solarposition

from equipment_catalog.messages import message
from mine_study.charts.style import ACCENT, GREY, HATCH, INK, PALE, month_names

if TYPE_CHECKING:
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult

    Floats = npt.NDArray[np.float64]

MIDDLE_DAY = 15
STEP_MINUTES = 20
RINGS_DEG = (0, 30, 60)
DRAWN = (12, 1, 2, 3, 4, 5, 6)
"""Months from one solstice to the other; the sun comes back the same way."""
PAIRS = {1: 11, 2: 10, 3: 9, 4: 8, 5: 7}
"""The months of the way back."""
STYLES = ("-", ":", "--", "-", "--", ":", "-")
"""A line for each month, alike on both sides of the equinox."""
EDGE_DEG = 90.0


def draw(
    result: StudyResult,  # noqa: ARG001  every chart of a site is called alike
    axes: Axes,
    reader: Reader,
    design: SiteDesign,
) -> None:
    """Draw the sky from above: the zenith in the middle, the horizon around, north on top."""
    noon = noon_heights_deg(design)
    names = month_names(reader)
    low, high = int(noon.argmin()), int(noon.argmax())
    horizon = design.weather.horizon
    sentence = message(
        "{site}: the noon sun stands from {low}° ({dull}) to {high}° ({bright}) high",
        site=design.name,
        low=reader.number(noon[low]),
        dull=names[low],
        high=reader.number(noon[high]),
        bright=names[high],
    )
    if horizon is not None:
        sentence = message(
            "{finding}; the terrain rises to {top}°",
            finding=sentence,
            top=reader.number(float(horizon.elevation_deg.max())),
        )
    axes.set_title(reader.say(sentence), loc="left")
    _draw_sky(axes, reader)
    if horizon is not None:
        directions = np.arange(0.0, 361.0, 5.0)
        _shade(axes, reader, directions, horizon.elevation_at(directions))
    for month, style in zip(DRAWN, STYLES, strict=True):
        _draw_month(axes, design, month, style=style, name=_pair(month, names))
    axes.set_xlabel(reader.say(message("azimuth round the edge, height above the horizon [°]")))
    axes.legend(loc="center left", bbox_to_anchor=(1.08, 0.5), handlelength=2.6, reverse=True)


def sun_of_day(design: SiteDesign, month: int) -> pd.DataFrame:
    """Return where the sun stands on the middle day of a month, every twenty minutes.

    Parameters
    ----------
    design
        The site; times are those of its weather's clock.
    month
        From 1 on.

    Returns
    -------
    DataFrame
        ``elevation`` and ``azimuth`` [deg], 0 north and 90 east.
    """
    hours = pd.DatetimeIndex(design.weather.data.index)
    start = pd.Timestamp(year=int(hours[0].year), month=month, day=MIDDLE_DAY, tz=hours.tz)
    return _day_of_sun(design.latitude, design.longitude, start)


@lru_cache(maxsize=48)
def _day_of_sun(latitude: float, longitude: float, start: pd.Timestamp) -> pd.DataFrame:
    """Return the day that begins at a time; months are asked for by chart and table alike."""
    times = pd.date_range(start, periods=24 * 60 // STEP_MINUTES + 1, freq=f"{STEP_MINUTES}min")
    position: pd.DataFrame = get_solarposition(times, latitude, longitude)
    return position[["elevation", "azimuth"]]


def noon_heights_deg(design: SiteDesign) -> Floats:
    """Return the greatest height of the sun in the middle of each month [deg]."""
    return np.array([sun_of_day(design, month)["elevation"].max() for month in range(1, 13)])


def on_sky(elevation_deg: Floats, azimuth_deg: Floats) -> tuple[Floats, Floats]:
    """Return places of a sky seen on a map: the zenith is 0, 0, north up and east at the right.

    Parameters
    ----------
    elevation_deg, azimuth_deg
        Above the horizon, and 0 north, 90 east [deg].

    Examples
    --------
    >>> x, y = on_sky(np.array([0.0, 90.0]), np.array([90.0, 0.0]))
    >>> x.round(6).tolist(), y.round(6).tolist()
    ([90.0, 0.0], [0.0, 0.0])
    """
    distance, azimuth = EDGE_DEG - elevation_deg, np.radians(azimuth_deg)
    return distance * np.sin(azimuth), distance * np.cos(azimuth)


def _draw_sky(axes: Axes, reader: Reader) -> None:
    turn = np.arange(0.0, 361.0, 5.0)
    for ring in RINGS_DEG:
        x, y = on_sky(np.full(len(turn), float(ring)), turn)
        axes.plot(x, y, color=GREY, linewidth=1.2 if ring == 0 else 0.6)
        if ring:
            axes.text(2, EDGE_DEG - ring, f"{ring}°", fontsize=7, color=GREY, va="bottom")
    sides = ((0, message("N")), (90, message("E")), (180, message("S")), (270, message("W")))
    for azimuth, letter in sides:
        x, y = on_sky(np.array([-10.0]), np.array([float(azimuth)]))
        axes.text(x[0], y[0], reader.say(letter), ha="center", va="center", fontweight="bold")
    axes.set_aspect("equal")
    axes.set_xlim(-102, 102)
    axes.set_ylim(-104, 104)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)


def _shade(axes: Axes, reader: Reader, directions: Floats, elevation_deg: Floats) -> None:
    """Draw the terrain between the edge of the sky and its top."""
    out_x, out_y = on_sky(np.zeros(len(directions)), directions)
    in_x, in_y = on_sky(elevation_deg, directions)
    axes.fill(
        np.concatenate([out_x, in_x[::-1]]),
        np.concatenate([out_y, in_y[::-1]]),
        facecolor=PALE,
        edgecolor=GREY,
        hatch=HATCH,
        linewidth=0.8,
        label=reader.say(message("terrain")),
    )


def _draw_month(axes: Axes, design: SiteDesign, month: int, *, style: str, name: str) -> None:
    position = sun_of_day(design, month)
    up = position[position["elevation"] > 0]
    x, y = on_sky(up["elevation"].to_numpy(), up["azimuth"].to_numpy())
    is_solstice = month in {6, 12}
    axes.plot(
        x,
        y,
        color=INK if month in {12, 1, 2} else ACCENT,
        linestyle=style,
        linewidth=1.8 if is_solstice else 1.1,
        label=name,
    )


def _pair(month: int, names: list[str]) -> str:
    other = PAIRS.get(month)
    return names[month - 1] if other is None else f"{names[month - 1]}, {names[other - 1]}"
