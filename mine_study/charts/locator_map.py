"""Where the sites lie in their country, on an outline that ships with the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.country_names import COUNTRIES
from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts
from mine_study.charts.style import ACCENT, GREY, INK, PALE, write_numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.study import StudyResult

ROOM_DEG = 1.0
"""Free part around the outline and the sites."""
APART_DEG = 0.75
"""Sites closer than this are one mark on a map of a country."""


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw the outline of the country and one mark for sites that lie close together."""
    table = read_facts("mine_study", "data/country_outlines.csv")
    outline = table[table["country"] == result.study.study.country]
    longitude, latitude = outline["longitude_deg"].to_numpy(), outline["latitude_deg"].to_numpy()
    first = result.sites[0]
    said = message(
        "{site} of {name} lies in {country}, at latitude {latitude:.2f}°, longitude "
        "{longitude:.2f}°",
        site=first.name,
        name=result.study.study.name,
        country=COUNTRIES[result.study.study.country],
        latitude=first.latitude,
        longitude=first.longitude,
    )
    axes.set_title(reader.say(said), loc="left")
    axes.fill(longitude, latitude, facecolor=PALE, edgecolor=GREY, linewidth=0.8)
    marks = _marks(result)
    for (east, north), names in marks:
        axes.plot(east, north, marker="o", markersize=6, color=ACCENT, markeredgecolor="white")
        axes.annotate(
            names,
            (east, north),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
            color=INK,
        )
    places = np.array([place for place, _ in marks])
    axes.set_xlim(*_ends(longitude, places[:, 0]))
    axes.set_ylim(*_ends(latitude, places[:, 1]))
    axes.set_aspect(1 / np.cos(np.radians(np.mean(axes.get_ylim()))), anchor="W")
    write_numbers(axes.xaxis, reader)
    write_numbers(axes.yaxis, reader)
    axes.set_xlabel(reader.say(message("longitude [°]")))
    axes.set_ylabel(reader.say(message("latitude [°]")))


def _marks(result: StudyResult) -> list[tuple[tuple[float, float], str]]:
    """Return place and names of each group of sites that a map of a country cannot tell apart."""
    groups: list[tuple[tuple[float, float], list[str]]] = []
    for design in result.sites:
        here = (design.longitude, design.latitude)
        near = next(
            (one for one in groups if np.hypot(*np.subtract(one[0], here)) < APART_DEG), None
        )
        if near is None:
            groups.append((here, [design.name]))
        else:
            near[1].append(design.name)
    return [(place, ", ".join(names)) for place, names in groups]


def _ends(outline: np.ndarray, places: np.ndarray) -> tuple[float, float]:
    both = np.concatenate([outline, places])
    return float(both.min()) - ROOM_DEG, float(both.max()) + ROOM_DEG
