"""What may be done to each machine: every offer of the audit, alone and together with others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.measures import MEASURES
from energy_audit.operation.operating_point import operating_point
from energy_audit.places import PLACE
from mine_study.chooser import MOTOR_KINDS, Chooser

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from energy_audit.measures import Measure
    from mine_study.audited import Audited

    Floats = npt.NDArray[np.float64]
    Place = tuple[str, str, str]

ROUNDING = 1e-9
"""Share of a power or an outlay below which two of them are the same."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Way:
    """One way to treat one machine or meter: some offers, one of a kind."""

    offers: tuple[pd.Series, ...]
    """Offers of the audit in the order of their kinds."""
    site: str
    """Meter behind which they save."""
    capex: float
    """What they cost [money]."""
    saved_kw: Floats
    """Load they take away in each hour [kW]; negative where work is moved there."""
    saved_charges: float = 0.0
    """Charges for reactive energy that they avoid in a year without a plant [money]."""

    @property
    def tag(self) -> str:
        """Machine or meter."""
        return str(self.offers[0]["tag"])

    @property
    def machine(self) -> str:
        """What it excludes other ways of: its machine, or its kind at a meter."""
        return self.tag if self.tag != self.site else f"{self.offers[0]['kind']}:{self.site}"

    @property
    def name(self) -> str:
        """What tells it from other ways."""
        return " + ".join(f"{offer['kind']}:{offer['variant']}:{self.tag}" for offer in self.offers)


@dataclass(frozen=True, kw_only=True, eq=False)
class _States:
    """Copies of machines as the offers taken so far leave them."""

    machines: pd.DataFrame
    """Rows of an inventory, numbered."""
    taken: tuple[tuple[pd.Series, ...], ...]
    """Offers of each."""


def open_offers(
    measure: Measure, mine: Consumption, conditions: Conditions, chooser: Chooser
) -> pd.DataFrame:
    """Return the offers of a measure that could be done now and rest on known facts.

    Parameters
    ----------
    measure
        Kind of measure.
    mine
        The mine as it is.
    conditions
        Working time, hours, supply.
    chooser
        Prices; sites of which nothing is proven.
    """
    found = measure.options(mine, conditions)
    if found.empty:
        return found
    offers = chooser.priced(measure, found)
    tags, is_machine = offers["tag"], measure.scope == "machine"
    site = tags.map(mine.machines["site"]) if is_machine else tags
    is_open = (offers["timing"] == "now") & offers["is_proven"].astype(bool)
    kept = offers[is_open & ~site.isin(chooser.doubtful_sites)]
    capex = kept["capex_usd"] * chooser.study.prices.usd_rate
    return kept.assign(kind=measure.kind, capex=capex, site=site.loc[kept.index])


def machine_ways(audited: Audited, chooser: Chooser) -> tuple[Way, ...]:
    """Return the ways to treat each machine of a mine that no other way of it beats.

    Offers of several kinds on one machine are taken together in every combination, except that a
    motor is bought once. Each combination is reckoned on the machine as it then runs, so savings
    of one machine are never added up. A way that costs no less and saves no more in any hour than
    another of the same machine is left out.

    Parameters
    ----------
    audited
        The mine as it is.
    chooser
        Prices; sites of which nothing is proven.
    """
    mine, conditions = audited.before, audited.conditions
    rows = mine.machines
    states = _States(machines=rows.set_axis(pd.RangeIndex(len(rows))), taken=((),) * len(rows))
    tags = rows.index.to_numpy()
    for measure in MEASURES.values():
        if measure.scope == "machine":
            offers = open_offers(measure, mine, conditions, chooser)
            states, tags = _with_offers(states, tags, measure, offers, conditions)
    return tuple(_ways(states, tags, conditions))


def _with_offers(
    states: _States,
    tags: npt.NDArray[np.object_],
    measure: Measure,
    offers: pd.DataFrame,
    conditions: Conditions,
) -> tuple[_States, npt.NDArray[np.object_]]:
    """Return the states and, for each that an offer fits, one in which it is taken."""
    rows = [offer for _, offer in offers.iterrows()]
    pairs = [
        (at, row)
        for row in rows
        for at in np.flatnonzero(tags == row["tag"]).tolist()
        if not _buys_twice(states.taken[at], measure)
    ]
    if not pairs:
        return states, tags
    at = [place for place, _ in pairs]
    copies = states.machines.iloc[at].set_axis(pd.RangeIndex(len(pairs)))
    chosen = pd.DataFrame([row for _, row in pairs]).set_axis(copies.index)
    after = measure.apply(copies, chosen, conditions)
    taken = tuple((*states.taken[place], row) for place, row in pairs)
    machines = pd.concat([states.machines, after], ignore_index=True)
    return _States(machines=machines, taken=(*states.taken, *taken)), np.append(tags, tags[at])


def _buys_twice(taken: tuple[pd.Series, ...], measure: Measure) -> bool:
    """Tell whether a second motor would be bought for the same machine."""
    return measure.kind in MOTOR_KINDS and any(row["kind"] in MOTOR_KINDS for row in taken)


def _ways(states: _States, tags: npt.NDArray[np.object_], conditions: Conditions) -> Iterator[Way]:
    machines = states.machines
    points = operating_point(machines, frequency_hz=conditions.frequency_hz)
    daily_kwh = points["input_kw"].to_numpy(float) * machines["hours_per_day"].to_numpy(float)
    places = list(machines[PLACE].itertuples(index=False, name=None))
    capex = np.array([sum(float(row["capex"]) for row in rows) for rows in states.taken])
    for tag in dict.fromkeys(tags.tolist()):
        of_tag = np.flatnonzero(tags == tag)
        now = of_tag[0]
        before_kw = daily_kwh[now] * conditions.shape(*places[now])
        for at in _unbeaten(of_tag, daily_kwh, capex, places):
            saved_kw = before_kw - daily_kwh[at] * conditions.shape(*places[at])
            yield Way(
                offers=states.taken[at],
                site=places[at][0],
                capex=float(capex[at]),
                saved_kw=saved_kw,
            )


def _unbeaten(
    rows: npt.NDArray[np.intp], daily_kwh: Floats, capex: Floats, places: list[Place]
) -> Iterator[int]:
    """Yield the states of a machine, the first left out, that none of less cost and use beats."""
    least: dict[Place, float] = {places[rows[0]]: float(daily_kwh[rows[0]])}
    for at in rows[1:][np.lexsort((daily_kwh[rows[1:]], capex[rows[1:]]))].tolist():
        used = float(daily_kwh[at])
        if used < least.get(places[at], np.inf) * (1 - ROUNDING):
            least[places[at]] = used
            yield at


def with_ways(
    machines: pd.DataFrame, ways: tuple[Way, ...], conditions: Conditions
) -> pd.DataFrame:
    """Return the inventory that some ways leave, kind by kind in the order of the audit.

    Parameters
    ----------
    machines
        Rows of an inventory.
    ways
        At most one for each machine or meter.
    conditions
        Working time, hours, supply.
    """
    by_kind: Mapping[str, list[pd.Series]] = {kind: [] for kind in MEASURES}
    for offer in (offer for way in ways for offer in way.offers):
        by_kind[str(offer["kind"])].append(offer)
    for kind, offers in by_kind.items():
        if offers:
            chosen = pd.DataFrame(offers).set_index("tag")
            machines = MEASURES[kind].apply(machines, chosen, conditions)
    return machines
