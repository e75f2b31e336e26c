"""When the mine draws: hour by weekday."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.cm import ScalarMappable
from matplotlib.colors import BoundaryNorm
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator

from equipment_catalog.messages import message
from mine_study.charts.style import ROUND_STEPS, day_names

if TYPE_CHECKING:
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.study import StudyResult

SUNRISE, SUNSET = 6, 18
SHADES = 8
"""At most: neighbours are told apart on a grey copy."""
CORNERS = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
CODES = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY]


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw the mean demand of each hour of the week as today's shades, dark where it is high."""
    total = result.audit.before.demand_kw.sum(axis=1)
    hours = pd.DatetimeIndex(total.index)
    light = total[(hours.hour >= SUNRISE) & (hours.hour < SUNSET)].sum() / (total.sum() or 1.0)
    axes.set_title(
        reader.say(
            message(
                "{share} of the electricity is used from {sunrise:d} to {sunset:d} h, "
                "when the sun can shine",
                share=reader.percent(light),
                sunrise=SUNRISE,
                sunset=SUNSET,
            )
        ),
        loc="left",
    )
    _draw_shades(axes, reader, mean_week_kw(result).to_numpy())
    axes.set_xlim(0, 24)
    axes.set_ylim(7, 0)
    axes.set_yticks(np.arange(7) + 0.5, day_names(reader))
    axes.set_xticks(np.arange(0, 25, 3))
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_xlabel(reader.say(message("hour of the day [h]")))


def mean_week_kw(result: StudyResult) -> pd.DataFrame:
    """Return today's mean demand, a row a weekday from Monday on, a column an hour [kW].

    Parameters
    ----------
    result
        The study.
    """
    total = result.audit.before.demand_kw.sum(axis=1)
    hours = pd.DatetimeIndex(total.index)
    week: pd.DataFrame = total.groupby([hours.day_of_week, hours.hour]).mean().unstack()
    return week


def _draw_shades(axes: Axes, reader: Reader, week: npt.NDArray[np.float64]) -> None:
    """Draw all hours of one shade as one shape, and the scale of the shades."""
    locator = MaxNLocator(nbins=SHADES, steps=ROUND_STEPS)
    edges = np.asarray(locator.tick_values(0, max(float(week.max()), 1e-3)))
    shade = np.digitize(week, edges[1:-1])
    colours = colormaps["Blues"].resampled(len(edges) - 1)
    for number in np.unique(shade):
        places = np.argwhere(shade == number)[:, ::-1]
        points = (places[:, None, :] + CORNERS).reshape(-1, 2)
        path = Path(points, CODES * len(places))
        axes.add_patch(
            PathPatch(path, facecolor=colours(int(number)), edgecolor="white", linewidth=0.6)
        )
    norm = BoundaryNorm(edges, colours.N)
    scale = axes.figure.colorbar(ScalarMappable(norm, colours), ax=axes, pad=0.02, ticks=edges)
    scale.outline.set_visible(False)
    decimals = int(np.clip(np.ceil(-np.log10(edges[1] - edges[0])), 0, 3))
    scale.ax.yaxis.set_major_formatter(lambda value, _position: reader.number(value, decimals))
    scale.ax.tick_params(length=0)
    scale.set_label(reader.say(message("mean demand [kW]")))
