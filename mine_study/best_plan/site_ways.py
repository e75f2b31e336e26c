"""What may be done for a whole meter: capacitors and transformers, with the charges they avoid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.consumption import consume
from energy_audit.measures import MEASURES
from mine_study.best_plan.machine_ways import Way, open_offers
from mine_study.reactive import reactive_today

if TYPE_CHECKING:
    from collections.abc import Iterator

    from energy_audit.consumption import Consumption
    from mine_study.audited import Audited
    from mine_study.chooser import Chooser


def site_ways(audited: Audited, chooser: Chooser) -> tuple[Way, ...]:
    """Return the ways to treat each meter of a mine, each on the mine as it is.

    Parameters
    ----------
    audited
        The mine as it is.
    chooser
        Prices; sites of which nothing is proven.
    """
    return tuple(_ways(audited, chooser))


def _ways(audited: Audited, chooser: Chooser) -> Iterator[Way]:
    mine, conditions = audited.before, audited.conditions
    today = {str(site): charges(audited, chooser, str(site), mine) for site in mine.site_demand_kw}
    for measure in MEASURES.values():
        if measure.scope != "site":
            continue
        for _, offer in open_offers(measure, mine, conditions, chooser).iterrows():
            chosen = offer.to_frame().T.infer_objects().set_index("tag")
            after = consume(measure.apply(mine.machines, chosen, conditions), conditions)
            site = str(offer["tag"])
            saved_kw = mine.site_demand_kw[site] - after.site_demand_kw[site]
            yield Way(
                offers=(offer,),
                site=site,
                capex=float(offer["capex"]),
                saved_kw=saved_kw.to_numpy(),
                saved_charges=today[site] - charges(audited, chooser, site, after),
            )


def charges(audited: Audited, chooser: Chooser, site: str, mine: Consumption) -> float:
    """Return what a site pays in a year for reactive energy without a plant [money].

    Parameters
    ----------
    audited
        Prices of reactive energy.
    chooser
        Checked keys of the study.
    site
        Name of the site.
    mine
        Its demand.
    """
    price = audited.reactive[site]
    if not price.is_charged:
        return 0.0
    keys = next(one for one in chooser.study.sites if one.name == site)
    kw, kvar = mine.site_demand_kw[site], mine.site_demand_kvar[site]
    return price.per_kvarh * reactive_today(chooser.study, keys, kw, kvar).charged_kvarh
