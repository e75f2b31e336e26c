"""Which bank of capacitors a meter needs, how large a fixed one may be, where it stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from energy_audit.measures.bank_limits import motors_bear_kvar
from energy_audit.site_equipment import STEPPED, open_hours_share, site_total
from equipment_catalog.capacitors import (
    capacitor_fact,
    fixed_banks_kvar,
    reactive_share,
    stepped_bank_kvar,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption

FIXED = "fixed"
ALWAYS = "continuous"
CLOCKS = (ALWAYS, "shifts")


@dataclass(frozen=True, kw_only=True)
class Bank:
    """A bank of capacitors for a meter."""

    variant: str
    """``fixed`` or ``stepped``."""
    rated_kvar: float
    """Rating [kvar]; 0 where none fits."""
    schedule: str
    """When it is switched on."""
    leading_kvarh: float
    """Reactive energy of a year that it feeds back into the network [kvarh]."""


def needed_kvar(
    active_kw: npt.NDArray[np.float64],
    inductive_kvar: npt.NDArray[np.float64],
    *,
    free_reactive_fraction: float,
) -> npt.NDArray[np.float64]:
    """Return the capacitors that each hour needs to reach the target power factor.

    The target is that of capacitor_facts.csv, or a little less than the share of reactive energy
    that the tariff leaves free, whichever asks for more.

    Parameters
    ----------
    active_kw, inductive_kvar
        Hourly demand of a meter [kW, kvar].
    free_reactive_fraction
        Reactive over active energy that is free.

    Returns
    -------
    ndarray
        Capacitors [kvar]; 0 in hours that meet the target or lead, and without load.

    Examples
    --------
    >>> needed_kvar(np.array([100.0, 0.0]), np.array([75.0, 0.0]),
    ...     free_reactive_fraction=0.5).round(2).tolist()
    [42.13, 0.0]

    Notes
    -----
    ``Qc = P (tan phi1 - tan phi2)``.
    """
    target = float(reactive_share(capacitor_fact("target_power_factor").value))
    free = free_reactive_fraction * capacitor_fact("free_share_margin").value
    needed: npt.NDArray[np.float64] = np.maximum(
        0.0, inductive_kvar - min(target, free) * active_kw
    )
    return needed


def stepped_bank(site: str, mine: Consumption, conditions: Conditions) -> Bank:
    """Return the stepped bank that covers the highest hourly need of a meter.

    Parameters
    ----------
    site
        Site of the meter.
    mine
        The mine with the banks it has.
    conditions
        Free reactive energy.
    """
    rated_kvar = stepped_bank_kvar(_highest_need_kvar(site, mine, conditions))
    return Bank(variant=STEPPED, rated_kvar=rated_kvar, schedule=ALWAYS, leading_kvarh=0.0)


def fixed_bank(site: str, area: str, mine: Consumption, conditions: Conditions) -> Bank:
    """Return the largest fixed bank that leads little, is needed, and that the motors bear.

    Its clock is set to the whole day or to the shifts, whichever lets it feed more.

    Parameters
    ----------
    site, area
        Where the bank stands.
    mine
        The mine with the banks it has.
    conditions
        Working time, supply, free reactive energy.
    """
    need = _highest_need_kvar(site, mine, conditions)
    ratings = fixed_banks_kvar(min(need, motors_bear_kvar(site, mine, conditions)))
    inductive = np.maximum(0.0, site_total(mine.demand_kvar, site))
    banks = []
    for schedule in CLOCKS:
        on = open_hours_share(site, area, schedule, conditions)
        rated_kvar = _largest_kvar(ratings, on, inductive)
        bank = Bank(
            variant=FIXED,
            rated_kvar=rated_kvar,
            schedule=schedule,
            leading_kvarh=_leading_kvarh(rated_kvar, on, inductive),
        )
        banks.append((rated_kvar * on.sum(), bank))
    return max(banks, key=lambda fed_and_bank: fed_and_bank[0])[1]


def _highest_need_kvar(site: str, mine: Consumption, conditions: Conditions) -> float:
    needed = needed_kvar(
        site_total(mine.demand_kw, site),
        site_total(mine.demand_kvar, site),
        free_reactive_fraction=conditions.free_reactive_fraction,
    )
    return float(needed.max())


def _largest_kvar(
    ratings_kvar: npt.NDArray[np.float64],
    on: npt.NDArray[np.float64],
    inductive_kvar: npt.NDArray[np.float64],
) -> float:
    """Return the largest rating that leads in no more than the share of capacitor_facts.csv.

    What a bank leads with grows faster than the bank, so its share can be bisected.
    """
    allowed = capacitor_fact("leading_share").value

    def leading_share(rated_kvar: float) -> float:
        fed = rated_kvar * float(on.sum())
        return _leading_kvarh(rated_kvar, on, inductive_kvar) / fed if fed > 0 else np.inf

    fitting = bisect_right(ratings_kvar.tolist(), allowed, key=leading_share)
    return float(ratings_kvar[fitting - 1]) if fitting else 0.0


def _leading_kvarh(
    rated_kvar: float, on: npt.NDArray[np.float64], inductive_kvar: npt.NDArray[np.float64]
) -> float:
    return float(np.maximum(0.0, rated_kvar * on - inductive_kvar).sum())


def bank_area(site: str, mine: Consumption) -> str:
    """Return where a bank stands: by the transformer, else where most reactive power is drawn.

    Parameters
    ----------
    site
        Site of the meter.
    mine
        The mine as it is.
    """
    rows = mine.machines[mine.machines["site"] == site]
    transformers = rows.loc[rows["kind"] == "transformer", "area"]
    if not transformers.empty:
        return str(transformers.iloc[0])
    drawn = mine.demand_kvar.sum()
    own = drawn[drawn.index.get_level_values("site") == site]
    areas = own.index.get_level_values("area")
    return str(areas[int(own.to_numpy(float).argmax())])
