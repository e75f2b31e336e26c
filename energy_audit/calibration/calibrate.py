"""The inventory calibrated against the bills, within the uncertainty of each of its values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import ndtri

from energy_audit.balance import Balance, balance_with_bills
from energy_audit.calibration.bill_evidence import calibration_fact, site_bills
from energy_audit.calibration.machine_prior import MachinePrior, machine_prior
from energy_audit.calibration.notes import calibration_notes
from energy_audit.calibration.settling_data import settling_data
from energy_audit.calibration.site_fit import Rounds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.calibration.site_fit import SiteFit
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from equipment_catalog.notes import Note


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """What the bills tell about the machines, and what stays unexplained."""

    mine: Consumption
    """What the calibrated inventory draws."""
    balance: Balance
    """The calibrated inventory against the bills."""
    changes: pd.DataFrame
    """Every value that moved: ``tag, site, column, before, after, relative_change,
    sigma_fraction, at_bound``."""
    by_site: pd.DataFrame
    """Indexed by site: ``inventory_kwh`` as listed, ``calibrated_kwh``, ``billed_kwh``,
    ``unexplained_kwh`` and ``unexplained_fraction`` of the bills after calibration (missing
    without bills), ``likelihood_ratio`` of an energy that the machines do not explain against
    chance (negative for a surplus), ``is_admitted``, one sigma of the energy of the listed machines
    ``inventory_sigma_kwh`` before and ``calibrated_sigma_kwh`` after."""
    posterior: pd.DataFrame
    """Indexed by tag: ``load_sigma_fraction, hours_sigma_fraction`` that remain, as fractions of
    the calibrated values, and ``load_site_correlation, hours_site_correlation`` of each value with
    the energy of its site's machines."""
    needed: pd.DataFrame
    """What would settle a large unexplained share, see `energy_audit.calibration.settling_data`."""
    notes: tuple[Note, ...]
    """For the register."""

    @property
    def machines(self) -> pd.DataFrame:
        """The calibrated inventory."""
        return self.mine.machines


def calibrate(
    mine: Consumption, bills: pd.DataFrame, conditions: Conditions, sigmas: pd.DataFrame
) -> Calibration:
    """Return the most likely inventory under its own uncertainty and the bills.

    Load and hours of each machine may move within two of their sigmas and what is physically
    possible. An energy that the machines do not explain is admitted, along the site's own profile,
    where it makes the evidence likelier by more than chance; then it stays unexplained. No bill
    tells an unlisted load from an error that one auditor made in all machines alike, so such an
    error stays unexplained too, and is not spread.

    Parameters
    ----------
    mine
        What the inventory draws.
    bills
        Indexed by site and month number: ``kwh`` and, where billed, ``kvarh`` and ``max_kw``.
    conditions
        Working time, hours, supply.
    sigmas
        Indexed by tag: ``load_sigma_fraction`` and ``hours_sigma_fraction``, one sigma of the
        independent error of each value as a fraction of it; zero for what is certain.

    Returns
    -------
    Calibration
        Machines of sites without bills stay as they are, and so does a load or an hour that is
        zero. Sites without machines stand in the balance only.

    Raises
    ------
    InputError
        If a machine has no sigma, or one that is missing, negative or not finite.

    Notes
    -----
    Maximum a posteriori by Gauss-Newton rounds of a bounded linear least-squares problem. What is
    admitted is judged by its likelihood ratio, by chance a chi-square of one degree (Wilks 1938).
    """
    prior = machine_prior(mine.machines, conditions, sigmas)
    sites = [str(site) for site in mine.machines["site"].unique()]
    of_meter = bills.index.get_level_values("site")
    evidence = {site: site_bills(bills[of_meter == site].droplevel("site")) for site in sites}
    rounds = Rounds(mine, conditions, prior, evidence)
    fits = rounds.run(dict.fromkeys(sites, True))
    ratios = {site: fit.likelihood_ratio for site, fit in fits.items()}
    chance = float(ndtri((1 + calibration_fact("admission_confidence").value) / 2) ** 2)
    admitted = {site: abs(ratio) > chance for site, ratio in ratios.items()}
    if not all(admitted.values()):
        fits = rounds.run(admitted)
    after = rounds.mine_of(fits)
    balance = balance_with_bills(after.demand_kw, bills, demand_kvar=after.demand_kvar)
    by_site = _by_site(mine, balance, fits)
    by_site["likelihood_ratio"] = pd.Series(ratios)
    by_site["is_admitted"] = pd.Series(admitted)
    changes = prior.changes(mine.machines, rounds.moves(fits))
    return Calibration(
        mine=after,
        balance=balance,
        changes=changes,
        by_site=by_site,
        posterior=_posterior(mine.machines, prior, fits),
        needed=settling_data(_spreads(mine.machines, prior, fits), by_site),
        notes=tuple(calibration_notes(by_site, changes)),
    )


def _by_site(mine: Consumption, balance: Balance, fits: Mapping[str, SiteFit]) -> pd.DataFrame:
    sites = list(fits)
    sums = balance.by_site.loc[sites]
    spread = [fits[site].spread for site in sites]
    return pd.DataFrame(
        {
            "inventory_kwh": mine.site_demand_kw.sum()[sites],
            "calibrated_kwh": sums["inventory_kwh"],
            "billed_kwh": sums["billed_kwh"],
            "unexplained_kwh": sums["billed_kwh"] - sums["inventory_kwh"],
            "unexplained_fraction": sums["unexplained_fraction"],
            "inventory_sigma_kwh": [part.before_kwh for part in spread],
            "calibrated_sigma_kwh": [part.after_kwh for part in spread],
        },
        index=pd.Index(sites, name="site"),
    )


def _posterior(
    machines: pd.DataFrame, prior: MachinePrior, fits: Mapping[str, SiteFit]
) -> pd.DataFrame:
    """Return what remains of each sigma, and how each value goes with the energy of its site."""
    sigma, correlation = np.zeros_like(prior.sigma), np.zeros_like(prior.sigma)
    for fit in fits.values():
        own, spread = fit.response.machines, fit.spread
        moved = 1 + fit.moves * prior.sigma[:, own]
        sigma[:, own] = spread.sigmas * prior.sigma[:, own] / moved
        correlation[:, own] = spread.correlations
    return pd.DataFrame(
        {
            "load_sigma_fraction": sigma[0],
            "hours_sigma_fraction": sigma[1],
            "load_site_correlation": correlation[0],
            "hours_site_correlation": correlation[1],
        },
        index=machines.index,
    )


def _spreads(
    machines: pd.DataFrame, prior: MachinePrior, fits: Mapping[str, SiteFit]
) -> pd.DataFrame:
    """Return what one sigma of each load and of each hours means for a year's energy."""
    kwh = np.zeros_like(prior.sigma)
    for fit in fits.values():
        kwh[:, fit.response.machines] = fit.kwh_per_sigma[:-1].reshape(2, -1)
    return pd.DataFrame(
        {
            "site": machines["site"],
            "load_kwh": kwh[0],
            "load_sigma_fraction": prior.sigma[0],
            "hours_kwh": kwh[1],
            "hours_sigma_fraction": prior.sigma[1],
        },
        index=machines.index,
    )
