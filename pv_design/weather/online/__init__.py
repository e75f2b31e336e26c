"""Weather that services on the network hold: asked for once, kept for ever, never guessed."""

from __future__ import annotations

from pv_design.weather.online.access import Access
from pv_design.weather.online.exchange import Limits
from pv_design.weather.online.source_failure import SourceFailure

__all__ = ["Access", "Limits", "SourceFailure"]
