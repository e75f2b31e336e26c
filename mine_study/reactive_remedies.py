"""What would rid a site of its excess reactive energy once the plant runs, and what each costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.measures.bank_limits import nonlinear_share
from equipment_catalog.capacitors import (
    bank_step_kvar,
    capacitor_fact,
    fixed_banks_kvar,
    stepped_bank_kvar,
)
from equipment_catalog.messages import Message, message
from equipment_catalog.supply_prices import installed_bank_price_usd
from project_finance.loan import payment
from project_finance.reactive_remedy import (
    ReactiveRemedy,
    controlled_source,
    fixed_bank,
    inverter_kvar,
    kvar_needed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from energy_audit.consumption import Consumption
    from mine_study.meter_hours import MeterHours
    from mine_study.site_design import SiteDesign
    from mine_study.study_file import Study
    from project_finance.reactive_energy import ReactiveBill

PAY_THE_CHARGE = message("pay the charge")
"""The remedy that changes nothing."""


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """One way to deal with the excess, and what it costs."""

    kind: str
    """``nothing``, ``stepped_bank``, ``fixed_bank`` or ``inverters``."""
    name: Message
    """What it is."""
    kvar: float
    """Its size [kvar]; the most the inverters supply in an hour."""
    capex: float
    """Outlay [money]; nothing where the inverters are only set."""
    first_year: ReactiveBill
    """What is still charged in the first year."""
    lasting: ReactiveBill
    """What is still charged once the factor on the price has risen as far as it goes."""
    cost_per_year: float
    """Outlay spread over its life, and what is still charged when it lasts [money a year]."""


def remedies(
    hours: MeterHours,
    design: SiteDesign,
    mine: Consumption,
    study: Study,
    *,
    price_per_kvarh: float,
) -> tuple[Remedy, ...]:
    """Return what can be done about the excess beside the plant, nothing first; the cheapest wins.

    Parameters
    ----------
    hours
        The meter with the plant.
    design
        The site with its plant.
    mine
        The mine after the measures, whose drives decide on reactors.
    study
        Prices and rates.
    price_per_kvarh
        What is charged [money/kvarh].

    Returns
    -------
    tuple
        Empty where there is no excess, or no plant to blame.
    """
    if design.plant is None or not hours.bill(hours.kvar).excess_kvarh > 0:
        return ()
    nothing = Offer(kind="nothing", name=PAY_THE_CHARGE, kvar=0.0, capex_usd=0.0)
    untouched = [(nothing, hours.kvar)]
    solved = [*_banks(hours, design, mine), _inverters(hours, design)]
    return tuple(
        _priced(offer, kvar, hours, study, price_per_kvarh) for offer, kvar in untouched + solved
    )


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A remedy before its effect is billed."""

    kind: str
    name: Message
    kvar: float
    capex_usd: float


def _banks(
    hours: MeterHours, design: SiteDesign, mine: Consumption
) -> Iterator[tuple[Offer, pd.Series]]:
    """Yield a stepped bank, and a fixed one, which leads while the mine rests."""
    need = kvar_needed(hours.import_kw, hours.kvar, hours.rules)
    share = float(nonlinear_share(mine).get(design.name, 0.0))
    is_detuned = share > capacitor_fact("nonlinear_share_detuned").value
    powers, free = (hours.import_kw, hours.kvar), hours.supply_fraction
    size = stepped_bank_kvar(need)
    step = bank_step_kvar(size)
    stepped = controlled_source(*powers, available_kvar=size, step_kvar=step, free_fraction=free)
    yield _bank(size, stepped, hours, is_stepped=True, is_detuned=is_detuned)
    ratings = fixed_banks_kvar(need)
    if ratings.size:
        most = float(ratings[-1])
        always = fixed_bank(*powers, bank_kvar=most, free_fraction=free)
        yield _bank(most, always, hours, is_stepped=False, is_detuned=is_detuned)


def _bank(
    size: float, remedy: ReactiveRemedy, hours: MeterHours, *, is_stepped: bool, is_detuned: bool
) -> tuple[Offer, pd.Series]:
    name = (
        message("stepped bank of {kvar:g} kvar", kvar=size)
        if is_stepped
        else message("fixed bank of {kvar:g} kvar", kvar=size)
    )
    price = installed_bank_price_usd(size, is_stepped=is_stepped, is_detuned=is_detuned)
    kind = "stepped_bank" if is_stepped else "fixed_bank"
    offer = Offer(kind=kind, name=name, kvar=size, capex_usd=float(price))
    return offer, pd.Series(remedy.kvar, hours.kvar.index)


def _inverters(hours: MeterHours, design: SiteDesign) -> tuple[Offer, pd.Series]:
    """Return the inverters of the plant set to supply what is needed beside their power."""
    flows, rated_kva = design.flows, design.plant.ac_kw if design.plant else 0.0
    fed_kw = np.clip(flows.ac_kw - flows.curtailed_kw, 0.0, rated_kva)
    remedy = controlled_source(
        hours.import_kw,
        hours.kvar,
        available_kvar=inverter_kvar(fed_kw, rated_kva=rated_kva),
        free_fraction=hours.supply_fraction,
    )
    offer = Offer(
        kind="inverters",
        name=message("the plant's own inverters"),
        kvar=float(remedy.supplied_kvar.max(initial=0.0)),
        capex_usd=0.0,
    )
    return offer, pd.Series(remedy.kvar, hours.kvar.index)


def _priced(
    offer: Offer, kvar: pd.Series, hours: MeterHours, study: Study, price_per_kvarh: float
) -> Remedy:
    capex = offer.capex_usd * study.prices.measure_price_factor * study.prices.usd_rate
    life = int(capacitor_fact("life_years").value)
    lasting = hours.bill(kvar, lasting=True)
    yearly = payment(study.finance.discount_rate, life, capex)
    return Remedy(
        kind=offer.kind,
        name=offer.name,
        kvar=offer.kvar,
        capex=capex,
        first_year=hours.bill(kvar),
        lasting=lasting,
        cost_per_year=yearly + lasting.charged_kvarh * price_per_kvarh,
    )
