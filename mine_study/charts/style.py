"""How every chart looks: one accent, greys and hatches that survive a black-and-white copy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from babel.dates import get_day_names, get_month_names
from matplotlib import rc_context
from matplotlib.ticker import MaxNLocator

from equipment_catalog.messages import message

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

    from equipment_catalog.messages import Message
    from mine_study.language import Reader

MARKS = 5
ROUND_STEPS = [1, 2, 5, 10]
HUNDRED_MILLION, TEN_MILLION, MILLION, HUNDRED_THOUSAND, TEN_THOUSAND = 1e8, 1e7, 1e6, 1e5, 1e4
SIGNIFICANT_DIGITS = 3
POINTS_PER_INCH = 72.0
ACCENT, SOFT, PALE, GREY, INK = "#12506b", "#86b3c6", "#dce9ef", "#8a9299", "#1c2429"
HATCH = "////"
STYLE = {
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.family": ["DejaVu Sans"],
    "font.size": 8.5,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titley": 1.0,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "hatch.linewidth": 0.6,
    "hatch.color": "#ffffff",
    "legend.frameon": False,
    "legend.fontsize": 8,
    "grid.color": "#e3e7ea",
    "grid.linewidth": 0.7,
}
"""Settings under which charts are drawn; text of the user is never read as mathematics."""


def drawing(salt: str = "solmina") -> AbstractContextManager[None]:
    """Return the context in which a figure is made, drawn and saved.

    Parameters
    ----------
    salt
        Makes the identifiers inside a drawing; drawings that stand on one page need different ones.
    """
    context: AbstractContextManager[None] = rc_context(STYLE | {"svg.hashsalt": salt})
    return context


def write_numbers(axis: Axis, reader: Reader, decimals: int = 0) -> None:
    """Write an axis' few numbers with the reader's separators."""
    axis.set_major_locator(MaxNLocator(nbins=MARKS, steps=ROUND_STEPS))
    axis.set_major_formatter(lambda value, _position: reader.number(value, decimals))


def write_percents(axis: Axis, reader: Reader) -> None:
    """Write an axis' few fractions as percentages."""
    axis.set_major_locator(MaxNLocator(nbins=MARKS, steps=ROUND_STEPS))
    axis.set_major_formatter(lambda value, _position: reader.percent(value))


def month_names(reader: Reader) -> list[str]:
    """Return the twelve short names of the months.

    Examples
    --------
    >>> from mine_study.language import Reader
    >>> month_names(Reader("es", "CO"))[0]
    'ene'
    """
    names = get_month_names("abbreviated", context="stand-alone", locale=reader.language)
    return [names[number].rstrip(".") for number in range(1, 13)]


def day_names(reader: Reader) -> list[str]:
    """Return the seven names of the days, Monday first.

    Examples
    --------
    >>> from mine_study.language import Reader
    >>> day_names(Reader("en", "CO"))[6]
    'Sunday'
    """
    names = get_day_names("wide", context="stand-alone", locale=reader.language)
    return [names[number] for number in range(7)]


def mark_months(axes: Axes, reader: Reader) -> None:
    """Write the months under bars that stand at 0 to 11."""
    axes.set_xticks(np.arange(12), month_names(reader))
    axes.tick_params(axis="x", length=0)
    axes.grid(axis="y")


def legend_above(axes: Axes, columns: int) -> None:
    """Put the legend between the title and the axes."""
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(-0.01, 1.0),
        ncols=columns,
        borderaxespad=0.2,
        handlelength=1.8,
        columnspacing=1.4,
    )


def say_why_empty(axes: Axes, reader: Reader, why: Message) -> None:
    """Write into empty axes why there is nothing to draw."""
    axes.set_axis_off()
    axes.set_title(reader.say(why), loc="left")


def shortened(name: str, letters: int) -> str:
    """Return a name cut with an ellipsis where it is longer than so many letters.

    Examples
    --------
    >>> shortened("crusher", 8), shortened("primary crusher", 8)
    ('crusher', 'primary…')
    """
    return name if len(name) <= letters else name[: letters - 1].rstrip() + "…"


def no_plant(site: str) -> Message:
    """Return why the charts of a plant are empty."""
    return message("{site}: the study builds no plant here", site=site)


def scale_of_money(largest: float, currency: str) -> tuple[float, Message]:
    """Return what amounts are divided by to be read easily, and the name of that unit.

    Examples
    --------
    >>> divisor, unit = scale_of_money(6.5e8, "COP")
    >>> divisor, str(unit)
    (1000000.0, 'million COP')
    """
    if abs(largest) >= TEN_MILLION:
        return 1e6, message("million {currency}", currency=currency)
    if abs(largest) >= TEN_THOUSAND:
        return 1e3, message("thousand {currency}", currency=currency)
    return 1.0, message("{currency}", currency=currency)


def rounded_money(amount: float, currency: str) -> Message:
    """Return an amount as it is said: three significant digits, in thousands or millions.

    From a thousand millions up it has every whole million, as the tables beside it do.

    Examples
    --------
    >>> str(rounded_money(852_123_456.0, "COP")), str(rounded_money(-315_400.0, "PEN"))
    ('COP 852 million', 'PEN -315 thousand')
    >>> str(rounded_money(1_234_567.0, "PEN")), str(rounded_money(9_876.4, "PEN"))
    ('PEN 1.23 million', 'PEN 9,876')
    >>> str(rounded_money(1_225_734_000.0, "COP"))
    'COP 1,226 million'
    """
    digits = max(SIGNIFICANT_DIGITS, len(f"{abs(amount) / MILLION:.0f}"))
    size = float(f"{abs(amount):.{digits}g}")
    said = math.copysign(size, amount)
    if size >= HUNDRED_MILLION:
        return message("{currency} {amount:,.0f} million", currency=currency, amount=said / MILLION)
    if size >= TEN_MILLION:
        return message("{currency} {amount:,.1f} million", currency=currency, amount=said / MILLION)
    if size >= MILLION:
        return message("{currency} {amount:,.2f} million", currency=currency, amount=said / MILLION)
    if size >= HUNDRED_THOUSAND:
        return message("{currency} {amount:,.0f} thousand", currency=currency, amount=said / 1e3)
    if size >= TEN_THOUSAND:
        return message("{currency} {amount:,.1f} thousand", currency=currency, amount=said / 1e3)
    return message("{currency} {amount:,.0f}", currency=currency, amount=amount)
