"""Feed reactive power at the mine: a fixed or a stepped bank of capacitors for each meter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from energy_audit.measures.bank_limits import nonlinear_share
from energy_audit.measures.bank_sizing import Bank, bank_area, fixed_bank, stepped_bank
from energy_audit.measures.measure import OFFER_COLUMNS, Measure
from energy_audit.shift_calendar import window_hours
from energy_audit.site_equipment import STEPPED
from equipment_catalog.capacitors import capacitor_fact
from equipment_catalog.column_rules import column_rules
from equipment_catalog.messages import Message, message
from equipment_catalog.supply_prices import installed_bank_price_usd, supply_price_note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption

PLACED = ("area", "rated_kvar", "schedule", "hours_per_day")


def sites(machines: pd.DataFrame) -> pd.Index:
    """Return the sites of an inventory, each of which has its meter."""
    metered: pd.Index = pd.Index(machines["site"].unique())
    return metered


def bank_offers(mine: Consumption, conditions: Conditions) -> pd.DataFrame:
    """Return a fixed and a stepped bank for each meter that needs one.

    Where drives and rectifiers draw much of the power, reactors go with either; where they draw
    most of it, harmonics are to be measured first.

    Parameters
    ----------
    mine
        The mine as it is, with the banks it has.
    conditions
        Working time, supply, free reactive energy.

    Returns
    -------
    DataFrame
        One row an offer, ``tag`` being the site; ``remark`` says what to mind, or is missing.
    """
    rows = [row for site in sites(mine.machines) for row in _of_site(str(site), mine, conditions)]
    return pd.DataFrame(
        rows, columns=[*OFFER_COLUMNS, "variant_name", *PLACED, "is_detuned", "remark"]
    )


def _of_site(site: str, mine: Consumption, conditions: Conditions) -> Iterator[dict[str, Any]]:
    area = bank_area(site, mine)
    nonlinear = float(nonlinear_share(mine)[site])
    machines = mine.machines
    has_bank = bool(((machines["site"] == site) & (machines["kind"] == "capacitor")).any())
    for bank in (
        fixed_bank(site, area, mine, conditions),
        stepped_bank(site, mine, conditions),
    ):
        if bank.rated_kvar > 0:
            hours = window_hours(conditions.calendar(site, area), bank.schedule)
            place = {"tag": site, "area": area, "hours_per_day": hours}
            yield place | _offer(bank, nonlinear, is_additional=has_bank)


def _offer(bank: Bank, nonlinear: float, *, is_additional: bool) -> dict[str, Any]:
    is_detuned = nonlinear > capacitor_fact("nonlinear_share_detuned").value
    name = _name(bank, is_detuned=is_detuned)
    price = installed_bank_price_usd(
        bank.rated_kvar, is_stepped=bank.variant == STEPPED, is_detuned=is_detuned
    )
    return {
        "variant": bank.variant,
        "variant_name": _additional(name) if is_additional else name,
        "timing": "now",
        "capex_usd": price,
        "life_years": capacitor_fact("life_years").value,
        "price_source": message("model price"),
        "is_proven": nonlinear <= capacitor_fact("nonlinear_share_filter").value,
        "model_sigma_fraction": capacitor_fact("model_sigma_fraction").value,
        "rated_kvar": bank.rated_kvar,
        "schedule": bank.schedule,
        "is_detuned": is_detuned,
        "remark": _remark(bank, nonlinear, is_detuned=is_detuned),
    }


def _name(bank: Bank, *, is_detuned: bool) -> Message:
    if bank.variant == STEPPED and is_detuned:
        return message("stepped bank of {kvar:g} kvar with detuned reactors", kvar=bank.rated_kvar)
    if bank.variant == STEPPED:
        return message("stepped bank of {kvar:g} kvar", kvar=bank.rated_kvar)
    if is_detuned:
        return message("fixed bank of {kvar:g} kvar with detuned reactors", kvar=bank.rated_kvar)
    return message("fixed bank of {kvar:g} kvar", kvar=bank.rated_kvar)


def _additional(bank: Message) -> Message:
    return message("additional {bank}", bank=bank)


def _remark(bank: Bank, nonlinear: float, *, is_detuned: bool) -> Message | None:
    """Return the first thing to mind about a bank, None where there is nothing."""
    if is_detuned:
        return message(
            "drives and rectifiers are {share:.0%} of the load: without reactors the bank could "
            "resonate with their harmonics",
            share=nonlinear,
        )
    if bank.leading_kvarh > 0:
        return message(
            "leads by {kvarh:,.0f} kvarh a year in hours of low load", kvarh=bank.leading_kvarh
        )
    return None


def with_banks(
    machines: pd.DataFrame,
    chosen: pd.DataFrame,
    conditions: Conditions,  # noqa: ARG001  every measure is applied under conditions
) -> pd.DataFrame:
    """Return the inventory with a row for each bank that was chosen.

    Parameters
    ----------
    machines
        Rows of an inventory.
    chosen
        Offers of banks, indexed by site.
    conditions
        Not needed here.
    """
    rows = [
        _empty_row()
        | {"site": site, "equipment": "capacitor", "kind": "capacitor", "evidence": "nameplate"}
        | {"control": STEPPED if bank["variant"] == STEPPED else "none"}
        | {name: bank[name] for name in PLACED}
        for site, bank in chosen.to_dict("index").items()
    ]
    tags = [_free_tag(str(site), machines.index) for site in chosen.index]
    banks = pd.DataFrame(rows, index=pd.Index(tags, name=machines.index.name))
    banks = banks.reindex(columns=machines.columns).astype(machines.dtypes.to_dict())
    return pd.concat([machines, banks])


def _empty_row() -> dict[str, Any]:
    """Return a row of an inventory with nothing but the defaults of its schema."""
    rules = column_rules("energy_audit", "data/inventory_columns.csv")
    numeric = {rule.column for rule in rules if rule.type in {"number", "integer"}}
    return {
        rule.column: rule.default or (np.nan if rule.column in numeric else "") for rule in rules
    }


def _free_tag(site: str, taken: pd.Index) -> str:
    tags = [f"KVAR-{site}", *(f"KVAR-{site}-{number}" for number in range(2, len(taken) + 3))]
    return next(tag for tag in tags if tag not in taken)


CAPACITOR_BANK = Measure(
    kind="capacitor_bank",
    name=message("Capacitor bank"),
    scope="site",
    options=bank_offers,
    apply=with_banks,
    judges=sites,
    without_option=message("its power factor already meets the target"),
    without_saving=message("{variant} would save no reactive energy that is charged"),
    ipmvp_option="C",
    to_measure=message(
        "kWh and kvarh of the meter every 15 minutes for two weeks, and the harmonics where "
        "drives run; afterwards the kvarh of the bills"
    ),
    notes=lambda _offers: (supply_price_note(),),
)
