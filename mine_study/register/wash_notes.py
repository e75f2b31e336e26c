"""Notes on washing: how often it pays at each site whose dust is followed day by day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.site_soiling import site_rain, wash_note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from equipment_catalog.notes import Note
    from mine_study.audited import Audited
    from mine_study.case import Case
    from mine_study.site_design import SiteDesign


def wash_notes(case: Case, audited: Audited, designs: Sequence[SiteDesign]) -> Iterator[Note]:
    """Yield the best wash interval of each site where the study gives the cost of a wash.

    A kWh more is worth the price of energy bought, in the share that the site uses itself; what
    exports bring is not counted, so that a wash that pays here pays anyway.

    Parameters
    ----------
    case
        What was asked.
    audited
        For the price of energy.
    designs
        Each site with its plant and flows.
    """
    for site, design in zip(case.study.sites, designs, strict=True):
        if site.pv.wash_cost is None or design.plant is None:
            continue
        used = design.flows.self_consumption_fraction
        note = wash_note(
            site.pv,
            site_rain(site.pv, case.folder),
            design.plant.production,
            price=used * audited.tariffs[site.name].price_per_kwh,
        )
        yield replace(note, what=message("{site}: {what}", site=site.name, what=note.what))
