"""A meter's bill where peak energy has its own price and the highest power is charged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from project_finance.grid_rules.billed_power import (
    billed_powers,
    earlier_powers,
    measured_months,
)
from project_finance.grid_rules.peak_hours import is_peak, public_holidays
from project_finance.reactive_energy import reactive_bill

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator

    from numpy.typing import ArrayLike

    from project_finance.grid_rules import GridRules, PowerRules
    from project_finance.tariffs.power_tariff import PowerTariff

CHARGES = (
    "fixed_charge",
    "energy_charge",
    "generation_charge",
    "distribution_charge",
    "reactive_charge",
)


@dataclass(frozen=True, kw_only=True)
class PowerBill:
    """What a meter pays, month by month, before value-added tax."""

    monthly: pd.DataFrame
    """Index ``month``; peak_kwh, offpeak_kwh [kWh], peak_kw, offpeak_kw: highest hourly means
    [kW], presence_fraction, generation_kw, distribution_kw, excess_kw: billed [kW],
    charged_kvarh [kvarh] and the five charges and cost [money]."""
    cost: float
    """Sum of the charges [money]."""
    currency: str
    """Currency of the tariff."""
    notes: tuple[Note, ...]
    """What was assumed."""


def power_bill(
    import_kw: pd.Series,
    tariff: PowerTariff,
    rules: GridRules,
    *,
    kvar: pd.Series | None = None,
    holiday_dates: Collection[dt.date] | None = None,
    earlier_peak_kw: ArrayLike | None = None,
    earlier_offpeak_kw: ArrayLike | None = None,
) -> PowerBill:
    """Return the bill of an hourly import under a tariff with peak hours and power charges.

    What is exported earns nothing here and does not enter.

    Parameters
    ----------
    import_kw
        Hourly import in local time, labelled by start or centre, at least 0 [kW].
    tariff
        The option's prices.
    rules
        Peak hours, how the billed power is formed, free reactive energy.
    kvar
        Hourly reactive power on the same times [kvar]; none is charged where None.
    holiday_dates
        Dates without peak hours; the country's public holidays where None.
    earlier_peak_kw, earlier_offpeak_kw
        Highest powers of the months before, the oldest first [kW]; where None the year is taken
        to repeat, so its last months come before its first.

    Raises
    ------
    InputError
        If the country charges no power, the series are not on common times, a power is missing
        or an import negative, or the earlier months are fewer than the rule looks at.

    References
    ----------
    Osinergmin, pliego tarifario (items of MT2, MT3, MT4); Norma de Opciones Tarifarias for how
    the billed power is formed, from memory.

    Examples
    --------
    A day with 100 kW throughout; Thursday 1 January is a holiday and has no peak hours.

    >>> from project_finance.grid_rules import read_grid_rules
    >>> from project_finance.tariffs.power_tariff import PowerTariff
    >>> made_up = PowerTariff(option="BT5B", currency="PEN", energy_registers=1,
    ...     power_registers=0, prices={"fixed_per_month": 4.0, "energy_per_kwh": 0.5})
    >>> hours = pd.date_range("2026-01-01", periods=24, freq="h", tz="America/Lima")
    >>> bill = power_bill(pd.Series(100.0, index=hours), made_up, read_grid_rules("PE"))
    >>> bill.cost, bill.monthly["peak_kwh"].item()
    (1204.0, 0.0)
    """
    power = _power_rules(rules)
    energy = reactive_bill(import_kw, kvar if kvar is not None else import_kw * 0.0, rules.reactive)
    times = pd.DatetimeIndex(import_kw.index)
    dates = public_holidays(rules.country, times) if holiday_dates is None else holiday_dates
    monthly = measured_months(import_kw, is_peak(times, power, dates))
    monthly["charged_kvarh"] = energy.monthly["charged_kvarh"]
    earlier = earlier_powers(earlier_peak_kw, earlier_offpeak_kw)
    monthly = billed_powers(monthly, tariff, power, earlier)
    monthly = _charged(monthly, tariff, power)
    return PowerBill(
        monthly=monthly,
        cost=float(monthly["cost"].sum()),
        currency=tariff.currency,
        notes=tuple(_notes(tariff, is_given=earlier is not None, has_kvar=kvar is not None))
        + rules.notes,
    )


def _charged(monthly: pd.DataFrame, tariff: PowerTariff, power: PowerRules) -> pd.DataFrame:
    """Return the months with their charges."""
    price = tariff.prices
    energy = "energy_per_kwh"
    names = ("energy_peak_per_kwh", "energy_offpeak_per_kwh")
    peak_price, off_price = (
        price[name] for name in (names if tariff.energy_registers > 1 else (energy, energy))
    )
    charged = monthly.assign(
        fixed_charge=price["fixed_per_month"],
        energy_charge=monthly["peak_kwh"] * peak_price + monthly["offpeak_kwh"] * off_price,
        reactive_charge=monthly["charged_kvarh"] * price.get("reactive_per_kvarh", 0.0),
        **_power_charges(monthly, tariff, power),
    )
    charged["cost"] = charged[list(CHARGES)].sum(axis=1)
    return charged


def _power_charges(
    monthly: pd.DataFrame, tariff: PowerTariff, power: PowerRules
) -> dict[str, pd.Series]:
    """Return the charges for generation and distribution power."""
    price, generation, distribution = (
        tariff.prices,
        monthly["generation_kw"],
        monthly["distribution_kw"],
    )
    if tariff.power_registers == 0:
        return {"generation_charge": generation * 0.0, "distribution_charge": distribution * 0.0}
    if tariff.power_registers == 1:
        present = monthly["presence_fraction"] >= power.present_in_peak_fraction
        return {
            f"{name}_charge": billed
            * np.where(present, price[f"{name}_in_peak_per_kw"], price[f"{name}_offpeak_per_kw"])
            for name, billed in (("generation", generation), ("distribution", distribution))
        }
    return {
        "generation_charge": generation * price["generation_peak_per_kw"],
        "distribution_charge": distribution * price["distribution_peak_per_kw"]
        + monthly["excess_kw"] * price["distribution_excess_per_kw"],
    }


def _power_rules(rules: GridRules) -> PowerRules:
    """Return the rules of power if the country charges it."""
    if rules.power is None:
        allowed = message("a country whose rules name peak hours and power")
        raise InputError.of("country", rules.country, allowed=allowed)
    return rules.power


def _notes(tariff: PowerTariff, *, is_given: bool, has_kvar: bool) -> Iterator[Note]:
    """Yield what was assumed about power and reactive energy."""
    if tariff.power_registers > 0:
        yield Note(
            what=message("Highest power is taken from hourly means"),
            value=None,
            source=message("meters record quarters of an hour"),
            effect=message("billed power is somewhat higher than shown here"),
        )
        if not is_given:
            yield Note(
                what=message("Powers of the months before the first are those of the year's end"),
                value=None,
                source=message("the year is taken to repeat"),
                effect=message(
                    "in the first months of a new plant older and higher powers are billed"
                ),
            )
    if not has_kvar and "reactive_per_kvarh" in tariff.prices:
        yield Note(
            what=message("No reactive power is given"),
            value=None,
            source=message("nothing known"),
            effect=message("reactive energy is not charged in this bill"),
            kind="warning",
        )
