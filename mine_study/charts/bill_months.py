"""Twelve bills of a meter: what was billed, and what a kWh came to in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from mine_study.charts.panels import stacked
from mine_study.charts.style import (
    ACCENT,
    INK,
    PALE,
    mark_months,
    month_names,
    say_why_empty,
    write_numbers,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from equipment_catalog.messages import Message
    from mine_study.language import Reader
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult

GAP = 0.12


def draw(result: StudyResult, axes: Axes, reader: Reader, design: SiteDesign) -> None:
    """Draw the billed energy above and the amount of each bill over its energy below."""
    of_site = result.billed.index.get_level_values("site") == design.name
    own = result.billed[of_site].droplevel("site").reindex(range(1, 13))
    billed, amount = own["kwh"], own["amount"]
    price = (amount / billed.where(billed > 0)).to_numpy(float)
    if np.isnan(price).all():
        why = message("{site}: no bill tells both energy and amount", site=design.name)
        say_why_empty(axes, reader, why)
        return
    currency = result.study.study.currency
    decimals = 0 if np.nanmax(price) >= 100 else 3  # noqa: PLR2004  three digits are seen
    finding = message(
        "{site}: {kwh} kWh billed; all charges over the kWh are {mean} {currency} {spread}",
        site=design.name,
        kwh=reader.number(float(billed.sum())),
        mean=reader.number(float(amount.sum() / billed[amount.notna()].sum()), decimals),
        currency=currency,
        spread=_spread(price, decimals, reader),
    )
    axes.set_title(reader.say(finding), loc="left")
    upper, lower = stacked(axes, 2, gap=GAP)
    places = np.arange(12)
    upper.bar(places, billed, width=0.62, color=PALE, edgecolor=ACCENT, linewidth=0.8)
    upper.set_ylabel(reader.say(message("billed\n[kWh a month]")))
    lower.plot(places, price, color=INK, marker="o", markersize=4, linewidth=1.2)
    lower.set_ylim(0, 1.15 * float(np.nanmax(price)) or 1.0)
    lower.set_ylabel(reader.say(message("bill over energy\n[{currency}/kWh]", currency=currency)))
    for panel, places_after in ((upper, 0), (lower, decimals)):
        mark_months(panel, reader)
        write_numbers(panel.yaxis, reader, places_after)
    upper.tick_params(labelbottom=False)


def _spread(price: NDArray[np.float64], decimals: int, reader: Reader) -> Message:
    """Return in which months a kWh is cheap and dear, or that all are alike."""
    low, high = int(np.nanargmin(price)), int(np.nanargmax(price))
    least, most = (reader.number(price[month], decimals) for month in (low, high))
    if least == most:
        return message("in every month")
    names = month_names(reader)
    return message(
        "on the mean, from {least} in {cheap} to {most} in {dear}",
        least=least,
        cheap=names[low],
        most=most,
        dear=names[high],
    )
