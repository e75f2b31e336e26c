"""What the worth of other sizes says about the plant of the study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.charts.style import rounded_money

if TYPE_CHECKING:
    from mine_study.size_sweep import SizeSweep
    from mine_study.size_worth import SizeWorth

AS_GOOD_FRACTION = 0.001
"""Part of the best worth below which a size loses nothing that a study could tell."""


def site_of_sizes(sweep: SizeSweep, site: str) -> Message | str:
    """Return the name of a site, and what the figures of its sizes leave out there."""
    if not sweep.meter.leaves_out_storage:
        return site
    return message("{site}, without battery and outages", site=site)


def size_finding(worth: SizeWorth, site: Message | str, currency: str) -> Message:
    """Return which size is worth most, and what the plant of the study loses against it."""
    own, best = (message("{dc:,.0f} kWp", dc=worth.dc_kw[n]) for n in (worth.chosen, worth.best))
    if worth.best == 0:
        return message(
            "{site}: the plant of {own} takes {lost} off the worth of the plan, and no size "
            "adds to it",
            site=site,
            own=own,
            lost=rounded_money(worth.lost, currency),
        )
    added = rounded_money(float(worth.plant_npv[worth.chosen]), currency)
    if worth.best == worth.chosen:
        return message(
            "{site}: no other size is worth more than the plant of {own}, which adds {npv}",
            site=site,
            own=own,
            npv=added,
        )
    if worth.lost_fraction < AS_GOOD_FRACTION:
        return message(
            "{site}: the plant of {own} adds {npv}, as good as the best size, {best}",
            site=site,
            own=own,
            npv=added,
            best=best,
        )
    return message(
        "{site}: the plant of {own} is worth {lost} less than one of {best}, the best size",
        site=site,
        own=own,
        best=best,
        lost=rounded_money(worth.lost, currency),
    )
