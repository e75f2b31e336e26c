"""The explanation of a figure as plain lines, and as a document for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.explain.explanation import Explanation, Input
    from mine_study.language import Reader


def explanation_lines(explanation: Explanation, reader: Reader) -> Iterator[str]:
    """Yield what is said of a figure, one line a thing.

    Parameters
    ----------
    explanation
        As ``explain`` gives it.
    reader
        Whose language and separators it is written in.
    """
    say = reader.say
    yield f"{explanation.key} = {with_unit(explanation.shown, explanation.unit, reader)}"
    yield say(explanation.what)
    if explanation.why_null is not None:
        yield say(message("Why there is none: {why}", why=explanation.why_null))
    if explanation.how is not None:
        yield say(message("How: {how}", how=explanation.how))
    if explanation.formula is not None:
        yield say(message("Formula: {formula}", formula=explanation.formula))
    if explanation.put_in is not None:
        yield say(message("With its numbers: {numbers}", numbers=explanation.put_in))
    if explanation.inputs:
        yield say(message("From:"))
        yield from (f"  {input_line(one, reader)}" for one in explanation.inputs)
    if explanation.source is not None:
        yield say(message("Source: {source}", source=explanation.source))


def with_unit(shown: Message | None, unit: Message | None, reader: Reader) -> str:
    """Return a value with its unit; without one where there is no value.

    Examples
    --------
    >>> from mine_study.language import Reader
    >>> with_unit(Message("{v:,.0f}", {"v": 1234.0}), Message("kWh"), Reader("en", "CO"))
    '1,234 kWh'
    """
    if shown is None:
        return reader.say(message("no figure"))
    return reader.say(shown) if unit is None else f"{reader.say(shown)} {reader.say(unit)}"


def input_line(one: Input, reader: Reader) -> str:
    """Return one value that goes into a figure, with who says so and where it was given."""
    symbol = f"{one.symbol} ({reader.say(one.name)})" if one.name else one.symbol
    said = f"{symbol} = {with_unit(one.value, one.unit, reader)}  ← {one.key}"
    born = [text for text in (one.where, reader.say(one.source) if one.source else "") if text]
    return f"{said} ({'; '.join(born)})" if born else said


def explanation_document(explanation: Explanation, reader: Reader) -> dict[str, Any]:
    """Return what is said of a figure as plain types, its texts in the reader's language.

    Parameters
    ----------
    explanation
        As ``explain`` gives it.
    reader
        Whose language and separators the texts are written in.
    """

    def said(text: Message | None) -> str | None:
        return None if text is None else reader.say(text)

    return {
        "key": explanation.key,
        "value": explanation.value,
        "unit": said(explanation.unit),
        "what": said(explanation.what),
        "how": said(explanation.how),
        "why_null": said(explanation.why_null),
        "formula": explanation.formula,
        "put_in": said(explanation.put_in),
        "recomputed": explanation.recomputed,
        "inputs": [
            {
                "symbol": one.symbol,
                "name": said(one.name),
                "key": one.key,
                "value": said(one.value),
                "unit": said(one.unit),
                "source": said(one.source),
                "where": one.where or None,
                "trust": one.trust or None,
            }
            for one in explanation.inputs
        ],
        "source": said(explanation.source),
    }
