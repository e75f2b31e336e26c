"""The hours of the year: power of each area, each measure's saving, the flows of each plant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult

DECIMALS = 4


def hourly_csv(result: StudyResult) -> str:
    """Return 8,760 lines: power by site and area, by step of the package, and beside the plants.

    Columns are named ``before kW | site | area``, ``after kvar | site | area``,
    ``saved kW | measure | site`` and, for a site with a plant, ``with plant kW | flow | site``,
    and ``with plant kWh | stored | site`` at the end of the hour; the first column is the start of
    the hour, with its offset from UTC. Numbers have a decimal point, whatever the language.
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
    for site in result.sites:
        if site.plant is not None:
            columns |= plant_columns(site)
    table = pd.DataFrame(columns).round(DECIMALS) + 0.0
    return table.rename_axis("hour").to_csv(lineterminator="\n")


def plant_columns(site: SiteDesign) -> dict[str, pd.Series[float]]:
    """Return the hours of a plant, and of battery and genset where the site asks for them.

    In every hour load + standby + charge + export + curtailed + genset dumped equals pv + import +
    discharge + genset + unserved.

    Parameters
    ----------
    site
        With its plant.
    """
    flows = site.flows
    power = {
        "pv": flows.ac_kw,
        "self-used": flows.self_used_kw,
        "export": flows.export_kw,
        "curtailed": flows.curtailed_kw,
        "import": flows.import_kw,
    }
    if site.storage is None:
        return {f"with plant kW | {name} | {site.name}": flow for name, flow in power.items()}
    power |= {
        "charge": flows.battery_charge_kw + flows.grid_charge_kw + flows.genset_charge_kw,
        "discharge": flows.battery_out_kw,
        "standby": flows.standby_kw,
        "genset": flows.genset_kw + flows.genset_charge_kw + flows.genset_dumped_kw,
        "genset dumped": flows.genset_dumped_kw,
        "unserved": flows.unserved_kw,
    }
    return {
        **{f"with plant kW | {name} | {site.name}": flow for name, flow in power.items()},
        f"with plant kWh | stored | {site.name}": flows.stored_kw.cumsum(),
    }
