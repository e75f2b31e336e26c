"""The suppliers' quotations of a study, held against what its measures look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from energy_audit.measures import MEASURES
from energy_audit.operation.load_evidence import settle_machines
from energy_audit.quotations import Quotations, read_quotations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    import pandas as pd


def case_quotations(
    path: Path,
    merged: Mapping[str, Any],
    machines: pd.DataFrame,
    *,
    frequency_hz: int | None,
    sites: Iterable[str],
) -> Quotations:
    """Read the quotations of a study and find everything that is wrong with them.

    Parameters
    ----------
    path
        The file.
    merged
        Plain keys of the study, right or wrong.
    machines
        The inventory, as far as it could be read.
    frequency_hz
        Of the supply [Hz]; None where study or inventory are wrong, so that no measure can tell
        what it looks at and any tag or site may be quoted for.
    sites
        Names of all sites.
    """
    identity = merged.get("study")
    currency = identity.get("currency") if isinstance(identity, dict) else None
    return read_quotations(
        path,
        known=_known(machines, frequency_hz, sites),
        currency=currency if isinstance(currency, str) else None,
    )


def _known(
    machines: pd.DataFrame, frequency_hz: int | None, sites: Iterable[str]
) -> dict[str, Collection[str] | None]:
    """Return what each measure looks at; of a wrong inventory all tags that were read."""
    if frequency_hz is not None:
        settled = settle_machines(machines, frequency_hz=frequency_hz)
        return {kind: measure.judges(settled.machines) for kind, measure in MEASURES.items()}
    tags = machines.index.astype(str) if len(machines) else ()
    return dict.fromkeys(MEASURES, [*tags, *sites] if len(tags) else None)
