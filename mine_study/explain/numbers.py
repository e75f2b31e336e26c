"""Numbers as they stand in a formula: digits enough to reckon by hand, separators of the reader."""

from __future__ import annotations

import math
from typing import Any

from equipment_catalog.messages import Message, message

WHOLE_FROM, TENTHS_FROM = 1e5, 1e3
MOST_SHOWN = 4


def shown_number(value: Any) -> Message:  # noqa: ANN401  a number, a list of them, or None
    """Return a number, or a list of which the first and the last are shown.

    Examples
    --------
    >>> str(shown_number(606046471.39)), str(shown_number(0.12345678)), str(shown_number(1234.56))
    ('606,046,471', '0.12346', '1,234.6')
    >>> str(shown_number([1.0, 2.0, 3.0, 4.0, 5.0])), str(shown_number([0.5]))
    ('[1; 2; …; 5]', '[0.5]')
    >>> str(shown_number(None))
    'no figure'
    """
    if value is None:
        return message("no figure")
    if not isinstance(value, list):
        return _number(value)
    if len(value) <= MOST_SHOWN:
        gaps = {f"v{place}": shown_number(one) for place, one in enumerate(value)}
    else:
        gaps = {f"v{place}": shown_number(value[place]) for place in (0, 1, -1)}
    texts = [f"{{{name}}}" for name in gaps]
    if len(value) > MOST_SHOWN:
        texts.insert(2, "…")
    return Message(f"[{'; '.join(texts)}]", gaps)


def bracketed(value: Any) -> Message:  # noqa: ANN401  a number or a list of them
    """Return a number as it stands between signs: a negative one in brackets.

    Examples
    --------
    >>> str(bracketed(-2.5)), str(bracketed(2.5))
    ('(-2.5)', '2.5')
    """
    shown = shown_number(value)
    if isinstance(value, list) or value >= 0:
        return shown
    return Message(f"({shown.template})", shown.values)


def _number(value: float) -> Message:
    if isinstance(value, int):
        return Message("{v:d}" if math.fabs(value) < TENTHS_FROM * 3 else "{v:,d}", {"v": value})
    size = math.fabs(value)
    spec = ",.0f" if size >= WHOLE_FROM else ",.1f" if size >= TENTHS_FROM else ".5g"
    return Message(f"{{v:{spec}}}", {"v": value})
