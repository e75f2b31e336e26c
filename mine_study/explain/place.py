"""Where an explanation stands, and what it finds from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mine_study.explain.key_paths import value_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from equipment_catalog.messages import Message
    from mine_study.explain.key_paths import Path
    from mine_study.explain.tree import ResultTree
    from mine_study.study import StudyResult


@dataclass(frozen=True, kw_only=True)
class Found:
    """A value and its birth certificate."""

    key: str
    name: Message | None = None
    """What it is; None where nothing says so."""
    value: Any
    """A number, a list of them, or None."""
    is_figure: bool = False
    unit: Message | None = None
    source: Message | None = None
    where: str = ""
    trust: str = ""


@dataclass(frozen=True)
class Place:
    """The figure that is explained, from which references start."""

    result: StudyResult
    tree: ResultTree
    path: Path
    named: Mapping[str, Any]
    """What the ``{names}`` of its pattern stand for."""

    def sibling(self, name: str) -> Any:  # noqa: ANN401  json holds any type
        """Return what stands beside the figure."""
        return value_at(self.tree, (*self.path[:-1], name))
