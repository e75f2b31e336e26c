"""Shorter paths in a drawing: fewer digits, and no letters that are understood."""

from __future__ import annotations

import re

PATH = re.compile(r'(?<= d=")[^"]*')
COMMAND = re.compile(r"([MLCQz])([^MLCQz]*)")
NUMBER_IN_TAG = re.compile(r"(\d\.\d\d)\d+")
TAG = re.compile(r"<[^>]*>")
LARGE = 10.0
"""Numbers from here on, in points, need one decimal; markers, which are smaller, two."""


def shorter(drawing: str) -> str:
    r"""Return a drawing with short paths; its words stay as they are.

    Parameters
    ----------
    drawing
        SVG of matplotlib, whose paths have absolute coordinates.

    Examples
    --------
    >>> shorter('<path d="M 0 20.123456 \nL 15.04 20.123456 \nL 15.04 30 \nz"/> 1.23456')
    '<path d="M0 20.1H15V30z"/> 1.23456'
    """
    return TAG.sub(_short_tag, drawing)


def _short_tag(tag: re.Match[str]) -> str:
    paths = PATH.sub(lambda path: _short_path(path[0]), tag[0])
    return NUMBER_IN_TAG.sub(r"\1", paths)


def _short_path(path: str) -> str:
    """Return a path in which level and upright lines name one coordinate."""
    parts: list[str] = []
    at = ("", "")
    for letter, numbers in COMMAND.findall(path):
        written = [_number(number) for number in numbers.split()]
        if letter == "L" and written[1] == at[1]:
            parts.append(f"H{written[0]}")
        elif letter == "L" and written[0] == at[0]:
            parts.append(f"V{written[1]}")
        else:
            parts.append(letter + " ".join(written))
        at = (written[-2], written[-1]) if written else ("", "")
    return "".join(parts)


def _number(text: str) -> str:
    value = float(text)
    return f"{value:.{1 if abs(value) >= LARGE else 2}f}".rstrip("0").rstrip(".")
