"""Reactive energy of a site hour by hour: what is charged today, after the measures, with sun."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from mine_study.meter_hours import MeterHours
from mine_study.reactive import ReactivePrice, reactive_rules, reactive_today
from mine_study.reactive_remedies import Remedy, remedies
from project_finance.grid_rules import read_grid_rules
from project_finance.reactive_energy import ReactiveBill, reactive_change

if TYPE_CHECKING:
    import pandas as pd

    from mine_study.audited import Audited
    from mine_study.site_design import SiteDesign
    from mine_study.study_file import SiteKeys, Study


@dataclass(frozen=True, kw_only=True)
class SiteReactive:
    """What reactive energy costs a meter in a year, in the three cases."""

    price: ReactivePrice
    """What is charged for it, and whether it is."""
    today: ReactiveBill
    after_measures: ReactiveBill
    with_plant: ReactiveBill
    """Import falls in the sun while the motors go on drawing reactive power."""
    hours: MeterHours
    """What the meter sees with the plant."""
    remedies: tuple[Remedy, ...]
    """What could be done about it beside the plant, nothing first; empty where nothing need be."""
    notes: tuple[Note, ...]
    """What was found."""

    @property
    def charged_today(self) -> float:
        """Charges of the first year where nothing is done, 0 where none are made [money]."""
        return self._charge(self.today)

    @property
    def saved_by_measures(self) -> float:
        """Charges the measures avoid in the first year, 0 where none are made [money]."""
        return self._charge(self.today) - self._charge(self.after_measures)

    @property
    def added_by_plant(self) -> float:
        """Charges the plant adds in the first year, 0 where none are made [money]."""
        return self._charge(self.with_plant) - self._charge(self.after_measures)

    def added_with(self, import_kw: pd.Series) -> float:
        """Return the charges that another import would add in the first year [money].

        Parameters
        ----------
        import_kw
            Hourly import with a plant of another size [kW].
        """
        return self.with_import(import_kw).added_by_plant

    def with_import(self, import_kw: pd.Series) -> SiteReactive:
        """Return the same meter with another plant, as it is where nothing is charged.

        Parameters
        ----------
        import_kw
            Hourly import with a plant of another size [kW].
        """
        if not self.price.is_charged:
            return self
        hours = replace(self.hours, import_kw=import_kw)
        return replace(self, hours=hours, with_plant=hours.bill(hours.kvar))

    @property
    def cheapest(self) -> Remedy | None:
        """The remedy of the least yearly cost, or to pay; None where nothing need be done."""
        return min(self.remedies, key=lambda remedy: remedy.cost_per_year, default=None)

    def cost(self, bill: ReactiveBill) -> float:
        """Return what a bill's reactive energy costs, or would cost were it charged [money]."""
        return bill.charged_kvarh * self.price.per_kvarh

    def _charge(self, bill: ReactiveBill) -> float:
        return self.cost(bill) if self.price.is_charged else 0.0


def site_reactive(
    study: Study, site: SiteKeys, audited: Audited, design: SiteDesign
) -> SiteReactive:
    """Return the reactive energy of a site in the three cases, and what could be done.

    Parameters
    ----------
    study, site
        Checked keys.
    audited
        The mine before and after the measures.
    design
        The site with its plant.
    """
    charged = reactive_charges(study, site, audited, design)
    per_kvarh = charged.price.per_kvarh
    found = replace(
        charged,
        remedies=remedies(charged.hours, design, audited.after, study, price_per_kvarh=per_kvarh),
    )
    is_told = not found.remedies or audited.tariffs[site.name].power is not None
    doubtful = () if is_told else read_grid_rules(study.study.country).notes
    best = _remedy_notes(found, study.study.currency)
    return replace(found, notes=(*found.notes, *best, *doubtful))


def reactive_charges(
    study: Study, site: SiteKeys, audited: Audited, design: SiteDesign
) -> SiteReactive:
    """Return the reactive energy of a site in the three cases, remedies not looked for.

    Parameters
    ----------
    study, site
        Checked keys.
    audited
        The mine before and after the measures.
    design
        The site with its plant.
    """
    kvar = _metered(audited.site_demand_kvar(site.name, after=True), design)
    price, rules = audited.reactive[site.name], reactive_rules(study, site)
    months = site.tariff.months_of_reactive_excess
    change = reactive_change(
        _metered(audited.site_demand_kw(site.name, after=True), design),
        design.flows.import_kw,
        kvar,
        rules,
        months_over_before=months,
    )
    hours = MeterHours(import_kw=design.flows.import_kw, kvar=kvar, rules=rules, months_over=months)
    return SiteReactive(
        price=price,
        today=reactive_today(
            study,
            site,
            _metered(audited.site_demand_kw(site.name, after=False), design),
            _metered(audited.site_demand_kvar(site.name, after=False), design),
        ),
        after_measures=change.before,
        with_plant=change.after,
        hours=hours,
        remedies=(),
        notes=change.notes,
    )


def _metered(demand: pd.Series, design: SiteDesign) -> pd.Series:
    """Return what the meter sees of a demand: nothing while the grid is away."""
    outages = design.outages
    return outages.metered(outages.demand(demand)) if outages else demand


def _remedy_notes(found: SiteReactive, currency: str) -> tuple[Note, ...]:
    """Return the cheapest way to deal with the excess, where there is any."""
    best = found.cheapest
    if best is None:
        return ()
    paying = found.remedies[0]
    return (
        Note(
            what=message("Cheapest answer to the reactive energy that the plant leaves"),
            value=best.name,
            source=message(
                "outlay over its life and what is still charged once the factor on the price "
                "has risen as far as it goes"
            ),
            effect=message(
                "{best:,.0f} {currency} a year against {paying:,.0f} if nothing is done; "
                "the cash flow counts the charge of the first year and no remedy",
                best=best.cost_per_year,
                currency=currency,
                paying=paying.cost_per_year,
            ),
            kind="finding",
        ),
    )
