"""The figures of a study as a tree of which a branch is reckoned only when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from mine_study.finance_results import FINANCE_PARTS
from mine_study.language import Reader
from mine_study.results import PARTS, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from mine_study.study import StudyResult


class Branches(Mapping[str, Any]):
    """A group of ``results.json`` whose members are made on first use.

    Examples
    --------
    >>> branches = Branches({"two": lambda: 2, "never": lambda: 1 / 0})
    >>> branches["two"], list(branches)
    (2, ['two', 'never'])
    """

    def __init__(self, makers: Mapping[str, Callable[[], Any]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  json holds any type
        """Return a member, made now where it was not asked for before."""
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        """Tell whether there is such a member, without making it."""
        return name in self._makers

    def __iter__(self) -> Iterator[str]:
        """Yield the names in the order of ``results.json``."""
        return iter(self._makers)

    def __len__(self) -> int:
        """Return how many members there are."""
        return len(self._makers)


class ResultTree(Branches):
    """The figures of a study, with the rows of its machines and offers beside them."""

    def __init__(self, makers: Mapping[str, Callable[[], Any]], result: StudyResult) -> None:
        super().__init__(makers)
        self._result = result

    @cached_property
    def machines(self) -> dict[Hashable, dict[Hashable, Any]]:
        """The inventory by tag, as the bills have corrected it."""
        return self._result.audit.before.machines.to_dict("index")

    @cached_property
    def offers(self) -> list[dict[Hashable, Any]]:
        """The measures in the order of ``results.json``, with what they were judged by."""
        return self._result.audit.measures.reset_index().to_dict("records")


def result_tree(result: StudyResult) -> ResultTree:
    """Return the figures of ``results.json``, each branch reckoned when it is asked for.

    The best plan and the draws of the risk are those that take their time.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    identity = result.study.study
    reader = Reader(identity.language, identity.country)
    makers: dict[str, Callable[[], Any]] = {
        name: partial(_plain, part, result, reader) for name, part in PARTS.items()
    }
    makers["finance"] = lambda: Branches(
        {name: partial(_plain, part, result) for name, part in FINANCE_PARTS.items()}
    )
    return ResultTree(makers, result)


def _plain(part: Callable[..., Any], *given: object) -> Any:  # noqa: ANN401  json holds any type
    return plain(part(*given))
