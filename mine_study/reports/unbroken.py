"""What stays on one line: a percentage, a currency with its amount, a sign with its word."""

from __future__ import annotations

import re

BREAKING = re.compile(
    r" (?:(?<=\d )(?=%)"  # 98.7 %
    r"|(?<=\b[A-Z]{3} )(?=\d)"  # COP 1,380 million
    r"|(?<=[▲●◐◔○] )(?=\w))"  # ◔ estimated
)
UNBREAKING = "\N{NO-BREAK SPACE}"


def unbroken(page: str) -> str:
    r"""Return a page in which no line ends inside a percentage, an amount or behind a sign.

    Parameters
    ----------
    page
        HTML, or any text.

    Examples
    --------
    >>> unbroken("98.7 % of COP 20, ◔ estimated").split(" ")
    ['98.7\xa0%', 'of', 'COP\xa020,', '◔\xa0estimated']
    """
    return BREAKING.sub(UNBREAKING, page)
