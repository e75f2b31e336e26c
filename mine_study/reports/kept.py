"""What was written of the last result: paper need not draw again what the screen shows."""

from __future__ import annotations

import weakref
from functools import wraps
from typing import TYPE_CHECKING, Generic, TypeVar, TypeVarTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Of = TypeVar("Of")
Words = TypeVarTuple("Words")
Found = TypeVar("Found")


class _Kept(Generic[Found]):
    """Answers about one object, as long as it lives and no other is asked about."""

    def __init__(self) -> None:
        self.about: weakref.ref[object] | None = None
        self.answers: dict[object, Found] = {}

    def turn_to(self, asked: object) -> None:
        """Forget all answers if they are about another object."""
        if self.about is None or self.about() is not asked:
            self.about, self.answers = weakref.ref(asked), {}


def kept_of_last(function: Callable[[Of, *Words], Found]) -> Callable[[Of, *Words], Found]:
    """Keep what a function gives of the last object it was asked about, by its other arguments.

    Parameters
    ----------
    function
        Takes an object that nobody changes, and words or nothing else.

    Examples
    --------
    >>> class Mine: pass
    >>> asked = []
    >>> page = kept_of_last(lambda mine, language: asked.append(language))
    >>> mine = Mine()
    >>> page(mine, "es"), page(mine, "es"), page(mine, "en"), page(Mine(), "es")
    (None, None, None, None)
    >>> asked
    ['es', 'en', 'es']
    """
    kept = _Kept[Found]()

    @wraps(function)
    def answered(of: Of, *words: *Words) -> Found:
        kept.turn_to(of)
        if words not in kept.answers:
            kept.answers[words] = function(of, *words)
        return kept.answers[words]

    return answered
