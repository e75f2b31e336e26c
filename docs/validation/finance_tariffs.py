"""Credits, reactive energy, power and hours of a bill, reckoned by hand beside the program.

The reckoning by hand is plain arithmetic on the rule's figures and shares nothing with the
program. `section` is the part of the page; `rows` are its figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from project_finance.export_rules import EXPORT_RULES
from project_finance.grid_rules import read_grid_rules
from project_finance.grid_rules.power_bill import power_bill
from project_finance.reactive_energy import reactive_bill
from project_finance.tariffs import Tariff
from project_finance.tariffs.power_tariff import PowerTariff

if TYPE_CHECKING:
    from collections.abc import Iterator

BOGOTA, LIMA = "America/Bogota", "America/Lima"
SHEET = Tariff(
    name="round figures",
    currency="COP",
    generation=300.0,
    transmission=50.0,
    distribution=150.0,
    commercialisation=80.0,
    restrictions=5.0,
    losses=15.0,
    spot_price_per_kwh=250.0,
    source="made up: CU = 600",
    year=2026,
    trust="assumption",
)
IMPORTED, EXPORTED = (1000.0, 300.0, 500.0), (400.0, 700.0, 0.0)
"""January with more import than export, February with less, March without export [kWh]."""
PEAK_DAYS = 26
"""Days of April 2026 but its four Sundays; no holidays are counted."""
MT3 = PowerTariff(
    option="MT3",
    currency="PEN",
    energy_registers=2,
    power_registers=1,
    prices={
        "fixed_per_month": 10.0,
        "energy_peak_per_kwh": 0.4,
        "energy_offpeak_per_kwh": 0.2,
        "generation_in_peak_per_kw": 50.0,
        "generation_offpeak_per_kw": 30.0,
        "distribution_in_peak_per_kw": 16.0,
        "distribution_offpeak_per_kw": 15.0,
        "reactive_per_kvarh": 0.05,
    },
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure."""

    case: str
    """What is reckoned."""
    working: str
    """How, in words of arithmetic."""
    hand: float
    """By hand."""
    ours: float
    """Of the program."""


def rows() -> tuple[Row, ...]:
    """Return every figure of the section."""
    return (*credits(), *reactive(), *power(), *hours())


def credits() -> Iterator[Row]:  # noqa: A001  the word of the trade
    """Yield the net bill of each month below and above 100 kW."""
    times = pd.DatetimeIndex([f"2026-{month:02d}-10 12:00" for month in (1, 2, 3)], tz=BOGOTA)
    bought, sold = pd.Series(IMPORTED, times), pd.Series(EXPORTED, times)
    # 99 kW pays Cv on a credited kWh: 600 - 80; 101 kW pays T, D, Cv, PR and R: G is left.
    for plant_kw, credit in ((99.0, 600 - 80), (101.0, 600 - 50 - 150 - 80 - 15 - 5)):
        bill = EXPORT_RULES["creg174"](bought, sold, SHEET, plant_kw).monthly["net_cost"]
        by_hand = (
            ("more import than export", f"1000 x 600 - 400 x {credit}", 600e3 - 400 * credit),
            (
                "less import than export",
                f"300 x 600 - 300 x {credit} - 400 x 250",
                180e3 - 300 * credit - 100e3,
            ),
            ("no export", "500 x 600", 300e3),
        )
        for (month, working, hand), ours in zip(by_hand, bill, strict=True):
            yield Row(
                case=f"CREG 174, {plant_kw:.0f} kW, {month} [COP]",
                working=working,
                hand=hand,
                ours=float(ours),
            )


def reactive() -> Iterator[Row]:
    """Yield the charged reactive energy of 100 kW at a power factor of 0.90, with the sun."""
    rules = read_grid_rules("CO").reactive
    kvar = 100 * float(np.tan(np.arccos(0.9)))
    for sun_kw, working, hand in (
        (0.0, "48.43 - 50 % of 100: below 0", 0.0),
        (60.0, "48.43 - 50 % of 40", kvar - 20.0),
        (100.0, "48.43 - 50 % of 0", kvar),
    ):
        hour = pd.date_range("2026-01-05 12:00", periods=1, freq="h", tz=BOGOTA)
        bill = reactive_bill(pd.Series(100.0 - sun_kw, hour), pd.Series(kvar, hour), rules)
        yield Row(
            case=f"Colombia, an hour with {sun_kw:.0f} kW of sun [kvarh]",
            working=working,
            hand=hand,
            ours=bill.charged_kvarh,
        )
    yield from _months_of_excess(kvar)


def _months_of_excess(kvar: float) -> Iterator[Row]:
    """Yield what the factor M makes of noons with sun, after a year in which it counted."""
    rules = read_grid_rules("CO").reactive
    noons = pd.date_range("2026-01-01 12:00", "2026-03-31 12:00", freq="D", tz=BOGOTA)
    sun_kw = np.where(noons.month == 2, 0.0, 60.0)  # noqa: PLR2004  February
    bill = reactive_bill(
        pd.Series(100 - sun_kw, noons), pd.Series(kvar, noons), rules, months_over_before=12
    )
    over = kvar - 20.0
    by_hand = (
        ("January, the 13th month over", "31 x 28.43 x M of 2", 31 * over * 2),
        ("February without sun", "0", 0.0),
        ("March, the 14th", "31 x 28.43 x M of 3", 31 * over * 3),
    )
    for (month, working, hand), ours in zip(by_hand, bill.monthly["charged_kvarh"], strict=True):
        yield Row(
            case=f"Colombia, noons with 60 kW of sun, {month} [kvarh]",
            working=working,
            hand=hand,
            ours=float(ours),
        )


def power() -> Iterator[Row]:
    """Yield a month of Peru's MT3 after five months with other powers."""
    times = pd.date_range("2026-04-01", "2026-04-30 23:00", freq="h", tz=LIMA)
    evening = (times.hour >= 18) & (times.hour < 23)  # noqa: PLR2004  the peak of the rule
    load = pd.Series(np.where(evening, 40.0, 100.0), times)
    bill = power_bill(
        load,
        MT3,
        read_grid_rules("PE"),
        holiday_dates=[],
        earlier_peak_kw=[40.0] * 5,
        earlier_offpeak_kw=[90.0, 120.0, 80.0, 110.0, 100.0],
    ).monthly.iloc[0]
    energy = 0.4 * (PEAK_DAYS * 5 * 40.0) + 0.2 * (570 * 100.0 + 20 * 40.0)
    for charge, name, working, hand in (
        ("energy_charge", "energy", "0.4 x 26 x 5 x 40 + 0.2 x (570 x 100 + 20 x 40)", energy),
        ("generation_charge", "generation power", "100 x 30: 40 / 100 is no presence", 3000.0),
        ("distribution_charge", "distribution power", "(120 + 110) / 2 x 15", 115 * 15.0),
        ("cost", "the whole month", "10 + energy + both powers", 10 + energy + 3000 + 1725),
    ):
        yield Row(
            case=f"Peru MT3, April 2026, {name} [PEN]",
            working=working,
            hand=hand,
            ours=float(bill[charge]),
        )


def hours() -> Iterator[Row]:
    """Yield a bill whose evening is dearer, and the credit of what the noon exports."""
    times = pd.DatetimeIndex(["2026-01-05 12:00", "2026-01-05 19:00"], tz=BOGOTA)
    factors = pd.Series([0.95, 1.10], times)
    tariff = Tariff(
        **{name: getattr(SHEET, name) for name in ("name", "currency", "source", "year", "trust")},
        generation=520.0,
        commercialisation=80.0,
        price_factor_by_hour=factors,
    )
    bought, sold = pd.Series([0.0, 100.0], times), pd.Series([40.0, 0.0], times)
    bill = EXPORT_RULES["creg174"](bought, sold, tariff, 99.0)
    yield Row(
        case="evening 10 % dearer, bought [COP]",
        working="100 x 600 x 1.10",
        hand=66e3,
        ours=bill.energy_cost,
    )
    yield Row(
        case="noon 5 % cheaper, credited [COP]",
        working="40 x 520 x 0.95",
        hand=40 * 520 * 0.95,
        ours=bill.credit_value,
    )


def section() -> str:
    """Return the part of the page."""
    lines = "\n".join(
        f"| {row.case} | {row.working} | {row.hand:,.2f} | {row.ours:,.2f} |" for row in rows()
    )
    return f"""## Credits, reactive energy, power and hours by hand

The sheet is made up of round figures: G 300, T 50, D 150, Cv 80, R 5, PR 15, so CU 600 COP/kWh,
spot price 250. A plant of up to 100 kW pays Cv on a credited kWh, a larger one all but G (CREG
174/2021 art. 25, read in transcriptions). The load of the reactive cases draws 100 kW at a power
factor of 0.90: 48.43 kvar, free up to half of the imported energy of each hour. Peru's prices are
made up; billed distribution power is the mean of the two highest of six months.

| case | by hand | by hand | program |
| --- | --- | ---: | ---: |
{lines}
"""
