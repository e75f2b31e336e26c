"""All charts of a page, drawn by a second process while the first one writes the tables."""

from __future__ import annotations

import gc
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mine_study.charts import CHARTS, SITE_CHARTS
from mine_study.child_processes import SELDOM, begin_as_copy, copying, may_copy
from mine_study.language import Reader
from mine_study.reports.kept import kept_of_last
from mine_study.reports.pictures import Gallery, Picture, mine_picture, site_picture
from mine_study.size_sweep import size_sweep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from concurrent.futures import Future

    from mine_study.study import StudyResult

OF_THE_BEST_PLAN = {"best_plan_frontier", "best_plan_abatement"}
"""Charts of what a third process looks for meanwhile: drawn by the first, which waits for it."""
_HANDED_OVER: list[StudyResult] = []
"""What the second process draws; it is born with it, for a result cannot be sent."""


@dataclass(frozen=True)
class _Chart:
    """A chart of a page."""

    language: str
    site: int | None
    """Number of the site; None for one of the whole mine."""
    name: str


@dataclass(frozen=True, kw_only=True)
class Galleries:
    """All charts of a page in one language."""

    whole: Gallery
    """Those of the whole mine."""
    sites: Mapping[str, Gallery]
    """Those of each site."""


def begin_drawing(result: StudyResult, languages: Iterable[str]) -> None:
    """Have the charts drawn by a second process, where the machine has a processor to spare.

    Nothing but time depends on it: `galleries` gives the same charts without.

    Parameters
    ----------
    result
        The study.
    languages
        As ``es``, the one that is needed first in front.
    """
    begun = _promised(result, "charts")
    charts = [chart for language in languages for chart in _charts(result, language)]
    missing = [each for each in charts if each not in begun and each.name not in OF_THE_BEST_PLAN]
    if not missing or not may_copy():
        return
    _reckon_for_both(result)
    with copying():
        pool = ProcessPoolExecutor(
            1,
            mp_context=multiprocessing.get_context("fork"),
            initializer=_take_over,
            initargs=(result, os.getpid()),
        )
        begun |= {chart: pool.submit(_drawn_beside, chart) for chart in missing}
        pool.shutdown(wait=False)


def _reckon_for_both(result: StudyResult) -> None:
    """Reckon what charts and tables both tell, that each process need not do it for itself."""
    for design in (None, *result.sites):
        size_sweep(result, design)
    if result.risk is not None:
        result.risk.drawn  # noqa: B018  a property that is reckoned once


def leave_off_drawing(result: StudyResult) -> None:
    """Have no more charts begun by a second process, so that an end need not wait for them."""
    for promised in _promised(result, "charts").values():
        promised.cancel()


def galleries(result: StudyResult, language: str) -> Galleries:
    """Return all charts of a page, none of them placed yet.

    Parameters
    ----------
    result
        The study.
    language
        As ``es``.
    """
    drawn = _pictures(result, language)
    sites = enumerate(result.sites)
    return Galleries(
        whole=Gallery({name: drawn[_Chart(language, None, name)] for name in CHARTS}),
        sites={
            site.name: Gallery({name: drawn[_Chart(language, at, name)] for name in SITE_CHARTS})
            for at, site in sites
        },
    )


@kept_of_last
def _pictures(result: StudyResult, language: str) -> dict[_Chart, Picture]:
    """Return the charts of a page, drawn here from the last back to what the other has begun."""
    promised = _promised(result, "charts")
    charts = [*_charts(result, language)]
    with _seldom_collected():
        here = {
            chart: _drawn(result, chart)
            for chart in reversed(charts)
            if chart not in promised or promised[chart].cancel()
        }
    return here | {
        chart: _answer(result, chart, promised[chart]) for chart in charts if chart not in here
    }


def _answer(result: StudyResult, chart: _Chart, promised: Future[Picture]) -> Picture:
    try:
        return promised.result()
    except BrokenProcessPool:  # somebody ended it, as a system that runs out of memory does
        return _drawn(result, chart)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Search seldom for unused objects: a search goes through the whole study."""
    usual = gc.get_threshold()
    gc.set_threshold(SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@kept_of_last
def _promised(_result: StudyResult, _of: str) -> dict[_Chart, Future[Picture]]:
    """Return what a second process has been asked for; nothing at first."""
    return {}


def _charts(result: StudyResult, language: str) -> Iterable[_Chart]:
    yield from (_Chart(language, None, name) for name in CHARTS)
    for number in range(len(result.sites)):
        yield from (_Chart(language, number, name) for name in SITE_CHARTS)


def _take_over(result: StudyResult, first: int) -> None:
    begin_as_copy(first)
    _HANDED_OVER.append(result)


def _drawn_beside(chart: _Chart) -> Picture:
    return _drawn(_HANDED_OVER[0], chart)


def _drawn(result: StudyResult, chart: _Chart) -> Picture:
    reader = Reader(chart.language, result.study.study.country)
    if chart.site is None:
        return mine_picture(result, reader, chart.name)
    return site_picture(result, reader, result.sites[chart.site], chart.name)
