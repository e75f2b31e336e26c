"""Where the numbers of the report come from, written for a reader: a block for each figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message
from mine_study.explain.lines import with_unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mine_study.explain import Explanation, Input
    from mine_study.reports.figures import Figures

FRACTION = "fraction"


@dataclass(frozen=True, kw_only=True)
class OriginLine:
    """One value that goes into a figure."""

    symbol: str
    value: str
    key: str
    """Where it stands in results.json or study.yaml."""
    slug: str | None
    """Of its own block; None where it has none."""
    said: str
    """Who says so and where it was given; empty for figures of the study."""


@dataclass(frozen=True, kw_only=True)
class OriginBlock:
    """Where one figure comes from, written for a reader."""

    slug: str
    chapter: str
    key: str
    name: str
    value: str
    how: str
    formula: str
    """Empty where none gives it, or where it is another figure of the study."""
    put_in: str
    lines: tuple[OriginLine, ...]
    source: str
    is_example: bool
    """Whether it speaks for a whole column by one of its members."""


def origins(asked: Mapping[str, tuple[str, Explanation]], write: Figures) -> dict[str, OriginBlock]:
    """Return the blocks of the section by the keys of their figures.

    Parameters
    ----------
    asked
        As :func:`explanations` gives them.
    write
        The reader.
    """
    slugs = _slugs(asked)
    of_key = {one.key: slugs[shown] for shown, (_, one) in asked.items()}
    of_key |= {shown.removesuffix("[]"): slugs[shown] for shown in asked}
    return {
        shown: _block(chapter, one, slugs[shown], of_key, write, is_example="[]" in shown)
        for shown, (chapter, one) in asked.items()
    }


def _slugs(asked: Mapping[str, tuple[str, Explanation]]) -> dict[str, str]:
    """Return a name for the address of each block, all different."""
    found: dict[str, str] = {}
    for key in asked:
        slug = re.sub(r"[^0-9A-Za-z]+", "-", key).strip("-").lower()
        while slug in found.values():
            slug += "x"
        found[key] = slug
    return found


def _block(
    chapter: str,
    one: Explanation,
    slug: str,
    of_key: Mapping[str, str],
    write: Figures,
    *,
    is_example: bool,
) -> OriginBlock:
    say = write.say
    formula = "" if one.formula is None or one.formula.isidentifier() else one.formula
    return OriginBlock(
        slug=slug,
        chapter=chapter,
        key=one.key,
        name=say(one.what),
        value=_value(one, write),
        how="" if one.how is None else say(one.how),
        formula=formula,
        put_in=say(one.put_in) if formula and one.put_in is not None else "",
        lines=tuple(_line(part, of_key, write) for part in one.inputs),
        source="" if one.source is None else say(one.source),
        is_example=is_example,
    )


def _value(one: Explanation, write: Figures) -> str:
    """Return a figure with its unit, a fraction as a percentage."""
    if one.unit is not None and one.unit.template == FRACTION:
        return write.percent(one.value, 2)
    return with_unit(one.shown, one.unit, write.reader)


def _line(part: Input, of_key: Mapping[str, str], write: Figures) -> OriginLine:
    said = (part.where, write.say(part.source) if isinstance(part.source, Message) else "")
    return OriginLine(
        symbol=part.symbol,
        value=with_unit(part.value, part.unit, write.reader),
        key=part.key,
        slug=of_key.get(part.key),
        said="; ".join(text for text in said if text),
    )
