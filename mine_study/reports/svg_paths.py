"""Shorter drawings: fewer digits in paths, no letters that are understood, no groups of nothing."""

from __future__ import annotations

import re

PATH = re.compile(r'(?<= d=")[^"]*')
COMMAND = re.compile(r"([MLCQz])([^MLCQz]*)")
NUMBER_IN_TAG = re.compile(r"(\d\.\d\d)\d+")
TAG = re.compile(r"<[^>]*>")
GROUP = re.compile(r"(<g(?: [^>]*)?>|</g>)\n?")
UNSEEN = re.compile(r'<path d="[^"]*" style="fill: none"/>\n?')
"""Backgrounds without a colour."""
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


def flatter(drawing: str) -> str:
    r"""Return a drawing without groups that say nothing of what they hold, and what nobody sees.

    They are three of ten parts of a drawing of matplotlib; a printer takes its time for each.

    Parameters
    ----------
    drawing
        SVG with closed groups.

    Examples
    --------
    >>> flatter('<g>\n<g clip-path="url(#a)">\n<g>\n<path d="M0 0H5"/>\n</g>\n</g>\n</g>\n')
    '<g clip-path="url(#a)">\n<path d="M0 0H5"/>\n</g>\n'
    """
    is_kept: list[bool] = []

    def kept(tag: re.Match[str]) -> str:
        if tag[1] != "</g>":
            is_kept.append(tag[1] != "<g>")
            return tag[0] if is_kept[-1] else ""
        return tag[0] if is_kept.pop() else ""

    return GROUP.sub(kept, UNSEEN.sub("", drawing))
