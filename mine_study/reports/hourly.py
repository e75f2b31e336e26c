"""The hours of the year: power of each area, before and after, and what each measure saves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from mine_study.study import StudyResult

DECIMALS = 4


def hourly_csv(result: StudyResult) -> str:
    """Return 8,760 lines of active and reactive power by site and area, and by step of the package.

    Columns are named ``before kW | site | area``, ``after kvar | site | area`` and
    ``saved kW | measure | site``; the first column is the start of the hour, with its offset from
    UTC. Numbers have a decimal point, whatever the language.
    """
    audit = result.audit
    frames = {
        "before kW": audit.before.demand_kw,
        "before kvar": audit.before.demand_kvar,
        "after kW": audit.after.demand_kw,
        "after kvar": audit.after.demand_kvar,
    }
    columns = {
        " | ".join((name, *map(str, place))): frame[place]
        for name, frame in frames.items()
        for place in frame.columns
    }
    for step in audit.steps:
        for unit, saved in (("kW", step.saved_kw), ("kvar", step.saved_kvar)):
            by_site = saved.T.groupby(level="site", sort=False).sum().T
            for site in by_site:
                columns[f"saved {unit} | {step.kind} | {site}"] = by_site[site]
    table = pd.DataFrame(columns).round(DECIMALS) + 0.0
    return table.rename_axis("hour").to_csv(lineterminator="\n")
