"""The charts of a page, drawn by one process or by two."""

from __future__ import annotations

import copy
import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from pilot_runs import QUICK, studied

from mine_study.best_plan import parts
from mine_study.best_plan.best_of_study import BestPlan
from mine_study.child_processes import ask_a_copy, copying, may_copy
from mine_study.commands.run import _add
from mine_study.reports import galleries as page_charts
from mine_study.reports.galleries import OF_THE_BEST_PLAN, begin_drawing, galleries
from mine_study.reports.kept import kept_of_last
from mine_study.size_sweep import _kept as swept
from mine_study.size_sweep import size_sweep

FEW = ("pareto", "cumulative_cash", "best_plan_frontier")

on_linux = pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="no process can be copied here"
)
pytestmark = pytest.mark.usefixtures("spared", "few_charts")


@pytest.fixture(scope="module")
def result():
    return studied(QUICK)


@pytest.fixture
def few_charts(monkeypatch):
    """Three charts are enough to tell who draws."""
    monkeypatch.setattr(page_charts, "CHARTS", {name: page_charts.CHARTS[name] for name in FEW})
    monkeypatch.setattr(page_charts, "SITE_CHARTS", {})


@pytest.fixture
def spared(monkeypatch):
    """A processor to spare, whatever pytest has running, and no chart that was drawn before."""
    monkeypatch.setattr(page_charts, "may_copy", lambda: True)
    forget(monkeypatch)


def forget(monkeypatch):
    for name in ("_promised", "_pictures"):
        fresh = kept_of_last(getattr(page_charts, name).__wrapped__)
        monkeypatch.setattr(page_charts, name, fresh)


@on_linux
def test_two_processes_draw_what_one_draws(result, monkeypatch):
    alone = galleries(result, "en").whole
    forget(monkeypatch)
    begin_drawing(result, ("en", "es"))
    promised = page_charts._promised(result, "charts")
    assert {chart.language for chart in promised} == {"en", "es"}
    promised_first = next(iter(promised.values())).result()
    beside = galleries(result, "en").whole
    assert tuple(beside) == FEW
    assert dict(beside) == dict(alone)
    assert beside[FEW[0]] == promised_first


@on_linux
def test_charts_of_the_best_plan_are_left_to_the_process_that_waits_for_it(result):
    begin_drawing(result, ("en",))
    names = {chart.name for chart in page_charts._promised(result, "charts")}
    assert names == set(FEW) - OF_THE_BEST_PLAN
    assert OF_THE_BEST_PLAN & set(FEW)


@on_linux
def test_a_second_process_that_is_ended_costs_nothing_but_time(result, monkeypatch):
    alone = galleries(result, "en").whole
    forget(monkeypatch)
    monkeypatch.setattr(page_charts, "_drawn_beside", _end_it)
    begin_drawing(result, ("en",))
    assert dict(galleries(result, "en").whole) == dict(alone)


@on_linux
def test_what_both_processes_tell_is_reckoned_before_there_are_two(result):
    begin_drawing(result, ("en",))
    asked = swept.cache_info().misses
    for design in (None, *result.sites):
        size_sweep(result, design)
    assert swept.cache_info().misses == asked


def test_drawing_leaves_the_search_for_unused_objects_as_it_was(result):
    usual = gc.get_threshold()
    galleries(result, "en")
    assert gc.get_threshold() == usual


def _end_it(_chart):
    os.kill(os.getpid(), signal.SIGKILL)


def test_no_copy_is_made_of_a_process_with_other_threads():
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert not may_copy()
    finally:
        done.set()
        other.join()


def test_a_gallery_forgets_what_another_page_has_placed(result):
    first = galleries(result, "en").whole
    assert first[FEW[0]] not in first.rest()
    assert first[FEW[0]] in galleries(result, "en").whole.rest()


@on_linux
@pytest.mark.parametrize("kind", [ValueError, SystemExit])
def test_what_a_copy_cannot_find_is_found_or_told_by_the_process_that_asked(kind):
    first = os.getpid()

    def only_here():
        if os.getpid() != first:
            raise kind
        return "found here"

    assert ask_a_copy(only_here).get() == "found here"


@on_linux
def test_a_copy_that_is_killed_costs_nothing_but_time():
    first = os.getpid()

    def killed_elsewhere():
        if os.getpid() != first:
            os.kill(os.getpid(), signal.SIGKILL)
        return "found here"

    assert ask_a_copy(killed_elsewhere).get() == "found here"


@on_linux
def test_one_copy_takes_no_answer_away_from_the_process_that_asked():
    answer = ask_a_copy(os.getpid)
    third = ask_a_copy(lambda: (os.getpid(), answer.get())).get()
    assert third[0] == third[1]
    assert answer.get() not in {*third, os.getpid()}


@on_linux
def test_an_interrupt_waits_until_a_copy_has_begun():
    went_on = []

    def interrupted():
        with copying():
            signal.raise_signal(signal.SIGINT)
            went_on.append(True)

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert went_on == [True]


class _Reckoned(BestPlan):
    """A best plan whose parts are numbers of processes."""

    def parts(self):
        return {"selection": os.getpid(), "order": os.getpid()}


@on_linux
def test_the_parts_of_a_best_plan_are_found_by_a_copy_and_waited_for_once(monkeypatch):
    best = _Reckoned(offered=None, limits=None)
    monkeypatch.setattr(parts, "may_copy", lambda: True)
    parts.find_beside(best)
    assert best.selection == best.order != os.getpid()
    assert best.elsewhere == []


@on_linux
@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copied_plan_leaves_the_answer_to_the_plan_that_asked(monkeypatch, copied):
    best = _Reckoned(offered=None, limits=None)
    monkeypatch.setattr(parts, "may_copy", lambda: True)
    parts.find_beside(best)
    assert copied(best).elsewhere == []
    assert best.selection == best.order != os.getpid()


def test_all_that_is_told_of_a_best_plan_is_found_beside():
    told = {"choices", "selection", "ranked", "compared", "by_budget", "by_carbon", "next_step"}
    found = {name for name, kept in vars(BestPlan).items() if isinstance(kept, parts.Part)}
    assert told | {"cover_binds", "reach", "order", "bars"} == found


WITH_A_CHILD = """
import os, sys, time
from concurrent.futures import ProcessPoolExecutor
import multiprocessing
from mine_study.reports.galleries import _take_over
pool = ProcessPoolExecutor(
    1, mp_context=multiprocessing.get_context("fork"),
    initializer=_take_over, initargs=(None, os.getpid()),
)
print(pool.submit(os.getpid).result(), flush=True)
time.sleep(60)
"""


@on_linux
@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGKILL])
def test_the_second_process_ends_when_the_first_is_killed(ended_by):
    first = subprocess.Popen([sys.executable, "-c", WITH_A_CHILD], stdout=subprocess.PIPE)
    second = int(first.stdout.readline())
    first.send_signal(ended_by)
    first.communicate()
    assert any(not _runs(second) or time.sleep(0.05) for _ in range(100))


def _runs(process):
    """Tell whether a process is there and no corpse that waits for its parent."""
    try:
        state = (
            Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        )
    except OSError:
        return False
    return state not in "ZX"


@on_linux
def test_an_interrupt_while_a_report_is_written_waits_for_no_more_charts(result, monkeypatch):
    monkeypatch.setattr(page_charts, "_drawn_beside", _slowly)
    monkeypatch.setattr(page_charts, "OF_THE_BEST_PLAN", set())
    languages = ("en", "es")

    def interrupted(_result):
        begin_drawing(result, languages)
        raise KeyboardInterrupt

    monkeypatch.setattr("mine_study.reports.REPORTS", {"html": interrupted})
    with pytest.raises(KeyboardInterrupt):
        _add({}, "report.html", "html", result)
    promised = page_charts._promised(result, "charts").values()
    assert len(promised) == len(languages) * len(FEW)
    begun_already = 2  # what is being drawn, and what the pool has handed over after it
    assert sum(not one.cancelled() for one in promised) <= begun_already


def _slowly(_chart):
    time.sleep(0.3)
