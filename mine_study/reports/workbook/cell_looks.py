"""How cells of the workbook look: each kind of number, as an input, a total, in grey; heads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

Kind = Literal[
    "text",
    "whole",
    "tenth",
    "hundredth",
    "thousandth",
    "percent",
    "money",
    "unit_price",
    "plain",
    "factor",
    "year",
    "hour",
]
WITHOUT_CENTS = frozenset({"COP"})
READ_FROM_LEFT = frozenset({"text", "plain"})
"""Kinds whose cells stand at the left; a word among numbers stands at the right as they do."""
GREY = "#56626A"
"""Of remarks, and of figures that follow no change of an input."""
Look = Mapping[str, str | float | bool]
AT_THE_RIGHT: Look = {"align": "right"}
WRAPPED: Look = {"text_wrap": True}
OF_A_KIND: Mapping[str, Look] = {
    "": {},
    " input": {"bg_color": "#FFF2CC", "border": 1, "border_color": "#BFBFBF"},
    " total": {"bold": True, "top": 1},
    " as run": {"font_color": GREY},
}
"""What each ending of a kind's name adds to it."""
HEAD: Look = {"bold": True, **WRAPPED, "valign": "top", "bottom": 1, "bg_color": "#DDEBF7"}
OTHERS: Mapping[str, Look] = {
    "head": HEAD,
    "number head": {**HEAD, **AT_THE_RIGHT},
    "title": {"bold": True, "font_size": 14},
    "section": {"bold": True, "font_color": "#12506B"},
    "remark": {"font_color": GREY, **WRAPPED, "valign": "top"},
    "aside": {"font_color": GREY},
}


def number_formats(currency: str) -> dict[str, str]:
    """Return the number format of each kind; Excel shows it with its own separators.

    Parameters
    ----------
    currency
        Three letters: pesos are shown without cents.

    Examples
    --------
    >>> number_formats("COP")["money"], number_formats("PEN")["money"]
    ('#,##0', '#,##0.00')
    """
    money = "#,##0" if currency in WITHOUT_CENTS else "#,##0.00"
    return {
        "text": "@",
        "whole": "#,##0",
        "tenth": "#,##0.0",
        "hundredth": "#,##0.00",
        "thousandth": "#,##0.000",
        "percent": "0.0%",
        "money": money,
        "unit_price": "#,##0.0" if currency in WITHOUT_CENTS else "#,##0.000",
        "plain": "General",
        "factor": "0.0000",
        "year": "0",
        "hour": "yyyy-mm-dd hh:mm",
    }


def looks(book: Workbook, currency: str) -> dict[str, Format]:
    """Return the formats of a workbook by name: each kind, as a total, as an input, in grey.

    Parameters
    ----------
    book
        Open workbook of xlsxwriter.
    currency
        Of its amounts, three letters.
    """
    kinds = {
        kind: {
            "num_format": text,
            "valign": "top",
            **(WRAPPED if kind in READ_FROM_LEFT else AT_THE_RIGHT),
        }
        for kind, text in number_formats(currency).items()
    }
    made = {
        f"{kind}{ending}": {**own, **more}
        for ending, more in OF_A_KIND.items()
        for kind, own in kinds.items()
    }
    return {name: book.add_format(look) for name, look in {**made, **OTHERS}.items()}
