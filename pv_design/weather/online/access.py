"""From where answers may come, and what each source does its own way."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.weather.online.exchange import Limits, Request, service_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from equipment_catalog.notes import Note
    from pv_design.weather.online.answer_cache import KeptAnswer
    from pv_design.weather.online.source_failure import SourceFailure

T = TypeVar("T")
OFFLINE_VARIABLE = "SOLMINA_OFFLINE"


@dataclass(frozen=True, kw_only=True)
class Access:
    """From where answers may come.

    Raises
    ------
    InputError
        If both `refresh` and `offline` are set.

    Examples
    --------
    >>> Access(offline=True).refresh
    False
    """

    cache: Path | None = None
    """Folder of kept answers; None for SOLMINA_CACHE or the user's cache folder."""
    refresh: bool = False
    """Ask again although an answer is kept."""
    offline: bool = field(default_factory=lambda: bool(os.environ.get(OFFLINE_VARIABLE)))
    """Never go out: what is kept or nothing; without it, whether SOLMINA_OFFLINE is set."""
    limits: Limits = field(default_factory=Limits)
    """How long and how often a service is asked."""
    urls: Mapping[str, str] = field(default_factory=dict)
    """Addresses that stand in for those of `data/services.csv`, by their key there."""

    def __post_init__(self) -> None:
        """Refuse what contradicts itself."""
        if self.refresh and self.offline:
            allowed = message("one of refresh and offline: offline nothing can be asked again")
            raise InputError.of("refresh", value=True, allowed=allowed)

    def url(self, key: str) -> str:
        """Return the address of a service, or what stands in for it."""
        return self.urls.get(key) or service_value(key)


@dataclass(frozen=True, kw_only=True)
class Way:
    """What one source does its own way when an answer is to be had."""

    sign: Callable[[Request], Request] = lambda request: request
    """Adds the secrets, only when the service is really asked."""
    instead: Callable[[Request, SourceFailure], Request | None] = lambda _request, _failure: None
    """What to ask for instead after a refusal; None to give up."""


@dataclass(frozen=True, kw_only=True)
class Obtained(Generic[T]):
    """What a service gave, read."""

    value: T
    kept: KeptAnswer
    notes: tuple[Note, ...]
    """When it was asked for, and what went wrong with what was kept."""
