"""Parts of the answer about the best plan: found one by one, or all by a copy of this process."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast, overload

from mine_study.child_processes import ask_a_copy, may_copy

if TYPE_CHECKING:
    from mine_study.best_plan.best_of_study import BestPlan

Found = TypeVar("Found")


class Part(cached_property[Found]):
    """A part that is found when it is first asked for; what was found elsewhere is waited for."""

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> Found: ...
    def __get__(self, instance: object, owner: type[Any] | None = None) -> Self | Found:
        """Return the part, which is then kept in the plan under its name."""
        if instance is None:
            return self
        elsewhere = cast("BestPlan", instance).elsewhere
        while elsewhere:
            vars(instance).update(elsewhere.pop().get())
        return super().__get__(instance, owner)


def find_beside(best: BestPlan | None) -> None:
    """Have every part of a best plan found by a copy of this process, where that saves time.

    Parameters
    ----------
    best
        None where the study does not ask for one.
    """
    if best is not None and may_copy():
        best.elsewhere.append(ask_a_copy(best.parts))
