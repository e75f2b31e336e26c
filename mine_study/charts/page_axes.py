"""Axes of a drawing in a page: marks, words and lines take three artists, not five a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.axis import Axis, XAxis, YAxis
from matplotlib.lines import Line2D
from matplotlib.markers import TICKDOWN, TICKLEFT
from matplotlib.patches import Rectangle, StepPatch
from matplotlib.text import Text

from mine_study.charts.style import POINTS_PER_INCH

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt
    from matplotlib.artist import Artist
    from matplotlib.axis import Tick
    from matplotlib.backend_bases import RendererBase
    from matplotlib.patches import Patch
    from matplotlib.transforms import Bbox, Transform

    Floats = npt.NDArray[np.float64]

Of = TypeVar("Of")
EDGE_FRACTION = 1e-10
"""Of the width of a view: a mark so near outside its edge is inside."""


class _PlainAxis(Axis):
    """An axis with major marks alone, below or at the left; sloping words end at their mark.

    What `tick_params` and `grid` set is drawn. There are no single marks to set anything on.
    """

    majorTicks: ClassVar[tuple[Tick, ...]] = ()  # type: ignore[assignment,misc]  # noqa: N815
    minorTicks: ClassVar[tuple[Tick, ...]] = ()  # type: ignore[assignment,misc]  # noqa: N815
    axis_name: str
    side: ClassVar[Literal["bottom", "left"]]
    marker: ClassVar[int]

    def get_major_ticks(self, numticks: int | None = None) -> list[Tick]:
        """Return no object, whatever the number of marks."""
        del numticks
        return []

    def draw(self, renderer: RendererBase) -> None:
        """Draw lines across the axes, marks, the word of each mark and the name of the axis."""
        if not self.get_visible():
            return
        look = self.get_tick_params()
        places, words = self._in_view()
        length = self._length(look) if look.get(self.side, True) and len(places) else 0.0
        if look["gridOn"]:
            self._lines(places).draw(renderer)
        if length:
            self._marks(places, length).draw(renderer)
        extents: list[Bbox] = []
        if look.get(f"label{self.side}", True):
            extents = self._write(renderer, places, words, look)
        if self.get_label_text():
            self._put_name_beside(extents, self._pixels(length))
            self.label.draw(renderer)

    def _in_view(self) -> tuple[Floats, list[str]]:
        """Return the places that are seen, and what is written at each."""
        places = np.asarray(self.get_majorticklocs(), dtype=float)
        words = self.get_major_formatter().format_ticks(places.tolist())
        low, high = sorted(self.get_view_interval())
        edge = EDGE_FRACTION * (high - low)
        seen = (places >= low - edge) & (places <= high + edge)
        return places[seen], [word for word, is_seen in zip(words, seen, strict=True) if is_seen]

    def _lines(self, places: Floats) -> Artist:
        """Return the lines across the axes as one that is lifted after each."""
        along = np.column_stack([places, places, np.full(len(places), np.nan)]).ravel()
        across = np.tile([0.0, 1.0, np.nan], len(places))
        lines = Line2D(
            *self._point(along, across),
            color=rcParams["grid.color"],
            linewidth=rcParams["grid.linewidth"],
            linestyle=rcParams["grid.linestyle"],
        )
        self._place(lines, self._across("grid"))
        lines.set_clip_path(self.axes.patch)
        return lines

    def _marks(self, places: Floats, length: float) -> Artist:
        marks = Line2D(
            *self._point(places, np.zeros(len(places))),
            linestyle="none",
            marker=self.marker,
            markeredgecolor=self._usual("color"),
            markersize=length,
            markeredgewidth=self._usual("major.width"),
        )
        self._place(marks, self._across("tick1"))
        return marks

    def _write(
        self, renderer: RendererBase, places: Floats, words: list[str], look: Mapping[str, Any]
    ) -> list[Bbox]:
        """Write each word, by one artist; return where they stand."""
        transform, upright, level = self._beside(self._usual("major.pad") + self._length(look))
        slope = look.get("rotation", 0.0)
        word = Text(
            color=self._usual("color"),
            fontsize=look.get("labelsize", self._usual("labelsize")),
            rotation=slope,
        )
        word.set(verticalalignment=upright, horizontalalignment="right" if slope else level)
        self._place(word, transform)
        extents = []
        for place, said in zip(places.tolist(), words, strict=True):
            word.set_position(self._point(place, 0.0))
            word.set_text(said)
            extents.append(self._stand(word, renderer))
            word.draw(renderer)
        return extents

    def _stand(self, word: Text, renderer: RendererBase) -> Bbox:
        """Return where a word stands."""
        return word.get_window_extent(renderer)

    def _usual(self, setting: str) -> Any:  # noqa: ANN401  a colour, a size or a width
        return rcParams[f"{self.axis_name}tick.{setting}"]

    def _length(self, look: Mapping[str, Any]) -> float:
        return float(look.get("length", self._usual("major.size")))

    def _place(self, artist: Artist, transform: Transform) -> None:
        artist.set_figure(self.axes.figure)
        artist.axes = self.axes
        artist.set_transform(transform)

    def _pixels(self, points: float) -> float:
        return points * float(self.axes.figure.dpi) / POINTS_PER_INCH

    def _point(self, along: Of, across: Of) -> tuple[Of, Of]:
        """Return x and y of what lies along the axis and across it."""
        raise NotImplementedError

    def _across(self, which: Literal["grid", "tick1"]) -> Transform:
        """Return what takes data along the axis, and parts of the axes across it, to pixels."""
        raise NotImplementedError

    def _beside(self, points: float) -> tuple[Transform, str, str]:
        """Return the place of words so far from the axes, and how they are aligned there."""
        raise NotImplementedError

    def _put_name_beside(self, words: list[Bbox], marks_pixels: float) -> None:
        """Put the name of the axis beyond words and marks."""
        raise NotImplementedError


class _PlainXAxis(_PlainAxis, XAxis):
    side, marker = "bottom", TICKDOWN

    def get_ticks_position(self) -> Literal["bottom"]:
        """Return the only side that has marks."""
        return "bottom"

    def _point(self, along: Of, across: Of) -> tuple[Of, Of]:
        return along, across

    def _across(self, which: Literal["grid", "tick1"]) -> Transform:
        return self.axes.get_xaxis_transform(which)

    def _beside(self, points: float) -> tuple[Transform, str, str]:
        return self.axes.get_xaxis_text1_transform(points)

    def _stand(self, word: Text, renderer: RendererBase) -> Bbox:
        """Return where a word stands, which is moved back if it leaves the drawing."""
        extent = super()._stand(word, renderer)
        beyond = extent.x1 - float(self.axes.figure.bbox.x1)
        if beyond <= 0:
            return extent
        to_pixels = word.get_transform()
        x, y = to_pixels.transform(word.get_position())
        along, across = to_pixels.inverted().transform((x - beyond, y))
        word.set_position((along, across))
        return extent.translated(-beyond, 0.0)

    def _put_name_beside(self, words: list[Bbox], marks_pixels: float) -> None:
        edge = min([self.axes.bbox.y0 - marks_pixels, *(word.y0 for word in words)])
        self.label.set_y(edge - self._pixels(float(self.labelpad or 0.0)))


class _PlainYAxis(_PlainAxis, YAxis):
    side, marker = "left", TICKLEFT

    def get_ticks_position(self) -> Literal["left"]:
        """Return the only side that has marks."""
        return "left"

    def _point(self, along: Of, across: Of) -> tuple[Of, Of]:
        return across, along

    def _across(self, which: Literal["grid", "tick1"]) -> Transform:
        return self.axes.get_yaxis_transform(which)

    def _beside(self, points: float) -> tuple[Transform, str, str]:
        return self.axes.get_yaxis_text1_transform(points)

    def _put_name_beside(self, words: list[Bbox], marks_pixels: float) -> None:
        edge = min([self.axes.bbox.x0 - marks_pixels, *(word.x0 for word in words)])
        self.label.set_x(edge - self._pixels(float(self.labelpad or 0.0)))


class PageAxes(Axes):
    """Axes that are drawn once, with marks below and at the left."""

    def add_patch(self, p: Patch) -> Patch:
        """Add a patch; the corners of one without curves tell how far it reaches."""
        if p.is_transform_set() or not isinstance(p, Rectangle | StepPatch):
            return super().add_patch(p)
        self.add_artist(p)
        self.update_datalim(p.get_patch_transform().transform(p.get_path().vertices))
        return p

    def _init_axis(self) -> None:
        self.xaxis = _PlainXAxis(self, clear=False)
        self.yaxis = _PlainYAxis(self, clear=False)
        for side in ("bottom", "top"):
            self.spines[side].register_axis(self.xaxis)
        for side in ("left", "right"):
            self.spines[side].register_axis(self.yaxis)
