"""Replace motors by a better class: now, when they fail, or instead of their next rewind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.measures.measure import Measure
from energy_audit.measures.motor_swap import motors_to_judge, replace_motors, replaceable
from energy_audit.operation.operating_point import operating_point
from equipment_catalog.messages import message
from equipment_catalog.prices import (
    installed_motor_price_usd,
    installed_rewind_price_usd,
    motor_price_note,
)
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption

__all__ = ["REPLACE_MOTORS", "motor_offers", "motors", "replace_motors"]

NAMES = {"IE3": message("IE3 motor"), "IE4": message("IE4 motor")}
"""Classes on offer, as the reader sees them."""
SUFFIXES = {"next_rewind": "_at_next_rewind", "at_failure": "_at_failure"}
FACTS = "data/audit_facts.csv"


def motor_offers(mine: Consumption, conditions: Conditions) -> pd.DataFrame:
    """Return the classes each motor could rise to, now and when it needs work anyhow.

    The price now is that of the new motor. Later it is what the new motor costs above what would
    be done then: a rewind where motors of the site are rewound, a motor of class IE2 elsewhere
    (of IE3 for an IE3 motor).

    Parameters
    ----------
    mine
        The mine as it is.
    conditions
        Its supply.

    Returns
    -------
    DataFrame
        One row an offer; ``capex_usd`` is for all ``quantity`` and never negative,
        ``saved_anyway_kwh`` what the year's energy would fall by if the usual thing were done
        instead: negative where that is a rewind.
    """
    later = _usual(mine, conditions)
    offers = []
    for ie_class in NAMES:
        fits = replaceable(mine.machines, ie_class, frequency_hz=conditions.frequency_hz)
        rows = mine.machines[fits]
        price = _installed(ie_class, rows)
        usual = later.loc[rows.index]
        better = usual[usual["new_class"] != ie_class]
        spared = (price - usual["outlay_usd"]).clip(lower=0.0)[better.index]
        offers += [
            _rows(ie_class, variant=ie_class, timing="now", capex_usd=price, anyway=0.0 * price),
            _rows(
                ie_class,
                variant=ie_class + better["timing"].map(SUFFIXES),
                timing=better["timing"],
                capex_usd=spared,
                anyway=better["saved_kwh"],
            ),
        ]
    return pd.concat(offers, ignore_index=True)


def _rows(
    ie_class: str,
    *,
    variant: str | pd.Series,
    timing: str | pd.Series,
    capex_usd: pd.Series,
    anyway: pd.Series,
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "tag": capex_usd.index,
            "variant": variant,
            "variant_name": NAMES[ie_class],
            "timing": timing,
            "new_class": ie_class,
            "capex_usd": capex_usd,
            "life_years": read_fact("energy_audit", FACTS, "motor_life_years").value,
            "price_source": message("model price"),
            "is_proven": True,
            "model_sigma_fraction": 0.0,
            "saved_anyway_kwh": anyway,
        },
        index=capex_usd.index,
    )


def _usual(mine: Consumption, conditions: Conditions) -> pd.DataFrame:
    """Return what is usually done with each motor that fails; no new class where rewound."""
    machines = mine.machines[motors_to_judge(mine.machines)]
    rewound = _is_rewound(machines)
    standard = pd.Series(np.where(machines["ie_class"] == "IE3", "IE3", "IE2"), machines.index)
    new = machines.index[~rewound]
    after = replace_motors(machines, standard[new], frequency_hz=conditions.frequency_hz)
    after["rewinds"] = after["rewinds"].mask(rewound, machines["rewinds"] + 1)
    input_kw = operating_point(after, frequency_hz=conditions.frequency_hz)["input_kw"]
    points = mine.points.loc[machines.index]
    bought = _installed(standard.to_numpy(str), machines)
    rewind_usd = machines["quantity"] * installed_rewind_price_usd(
        machines["rated_kw"].to_numpy(), machines["poles"].to_numpy(int)
    )
    return pd.DataFrame(
        {
            "timing": np.where(rewound, "next_rewind", "at_failure"),
            "new_class": standard.mask(rewound, ""),
            "outlay_usd": rewind_usd.where(rewound, bought),
            "saved_kwh": (points["input_kw"] - input_kw) * points["hours_per_year"],
        },
        index=machines.index,
    )


def _is_rewound(machines: pd.DataFrame) -> pd.Series:
    """Return which motors will be rewound: those that were, and big ones where any was."""
    ever = machines["rewinds"] > 0
    custom = ever.groupby(machines["site"]).transform("any")
    from_kw = read_fact("equipment_catalog", "data/motor_prices.csv", "rewound_from_kw").value
    rewound: pd.Series = ever | (custom & (machines["rated_kw"] >= from_kw))
    return rewound


def _installed(ie_class: str | np.ndarray, machines: pd.DataFrame) -> pd.Series:
    """Return the outlay for new motors on each line of machines [USD]."""
    price = installed_motor_price_usd(
        ie_class, machines["rated_kw"].to_numpy(), machines["poles"].to_numpy(int)
    )
    outlay: pd.Series = machines["quantity"] * price
    return outlay


def motors(machines: pd.DataFrame) -> pd.Index:
    """Return the tags of the three-phase motors that a better one of their size could replace."""
    return machines.index[motors_to_judge(machines)]


def _apply(machines: pd.DataFrame, chosen: pd.DataFrame, conditions: Conditions) -> pd.DataFrame:
    return replace_motors(machines, chosen["new_class"], frequency_hz=conditions.frequency_hz)


REPLACE_MOTORS = Measure(
    kind="replace_motors",
    name=message("Motors of a better class"),
    scope="machine",
    options=motor_offers,
    apply=_apply,
    judges=motors,
    without_option=message("already as efficient as the best class on offer"),
    without_saving=message(
        "{variant} runs faster: its pump or fan would draw more than the motor saves"
    ),
    ipmvp_option="A",
    to_measure=message("input power and running hours of the motor, before and after"),
    notes=lambda _offers: (motor_price_note(),),
)
