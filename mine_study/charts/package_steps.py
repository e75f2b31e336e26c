"""From today's energy to that after the measures: one step a kind of measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energy_audit.measures import MEASURES
from equipment_catalog.messages import message
from mine_study.charts.style import ACCENT, HATCH, PALE, write_numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.study import StudyResult


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw today's energy, what each kind of measure takes away, and what is left."""
    audit = result.audit
    before, after = audit.before.annual_kwh, audit.after.annual_kwh
    saved = [float(step.saved_kw.to_numpy().sum()) for step in audit.steps]
    names = [reader.say(MEASURES[step.kind].name) for step in audit.steps]
    share = reader.percent(1 - after / before, 1)
    title = message("The measures take {share} off today's electricity", share=share)
    axes.set_title(reader.say(title), loc="left")
    left = before - np.cumsum(saved)
    places = np.arange(len(saved) + 2)
    ends = (places[[0, -1]], [before, after])
    axes.barh(*ends, height=0.8, color=PALE, edgecolor=ACCENT, linewidth=0.8)
    axes.barh(places[1:-1], saved, left=left, color=ACCENT, hatch=HATCH, height=0.8)
    said = [reader.say(message("today")), *names, reader.say(message("after the measures"))]
    steps = [_signed(-kwh, reader) for kwh in saved]
    figures = [reader.number(before), *steps, reader.number(after)]
    for place, name, figure in zip(places, said, figures, strict=True):
        axes.text(0.01 * before, float(place), f"{name}: {figure}", va="center")
    axes.set_yticks([])
    axes.invert_yaxis()
    axes.set_xlabel(reader.say(message("kWh a year")))
    write_numbers(axes.xaxis, reader)


def _signed(kwh: float, reader: Reader) -> str:
    """Return a change with its sign, since a bank of capacitors adds energy."""
    return f"+{reader.number(kwh)}" if round(kwh) > 0 else reader.number(kwh)
