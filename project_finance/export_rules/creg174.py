"""Colombia: credits for exported energy of CREG 174/2021, article 25."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from project_finance.amounts import checked_amount
from project_finance.export_rules.bill import Bill, settle_by_month
from project_finance.export_rules.rule import ExportRule, PlantLimits
from project_finance.tariffs import COMPONENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from equipment_catalog.tables import Fact
    from project_finance.tariffs import Tariff

_FACTS = "export_rules/creg174.csv"


def monthly_bill(
    import_kwh: pd.Series, export_kwh: pd.Series, tariff: Tariff, plant_ac_kw: float
) -> Bill:
    """Return the bill with monthly credits, kilowatt-hour for kilowatt-hour.

    In each month the export up to that month's import is credited; the rest is paid at the spot
    price; nothing is carried to the next month. A credited kilowatt-hour is worth the unit cost
    CU less the components that are charged on it: Cv up to 100 kW, T + D + Cv + PR + R above,
    so that G is left. The credit is reckoned on CU without the contribution, which stays
    charged on the whole consumption: the careful reading, and a note says so.

    Parameters
    ----------
    import_kwh, export_kwh
        Energy by hour on one index in local time, labelled by start or centre of the hour [kWh].
    tariff
        A tariff with its components; an unknown spot price pays nothing, with a warning.
    plant_ac_kw
        Nameplate of the inverters behind this meter [kW], above 0 if anything is exported.

    Raises
    ------
    InputError
        If the plant is above 1 MW or of 0 kW and yet exports, the tariff has no components, or
        an energy is missing or negative.

    References
    ----------
    Resolución CREG 174 de 2021, arts. 5 and 25, read in a third party's transcription.

    Examples
    --------
    >>> import pandas as pd
    >>> from project_finance.tariffs import read_tariff
    >>> noon = pd.date_range("2026-01-01 12:00", periods=1, freq="h", tz="America/Bogota")
    >>> bought, sold = pd.Series([100.0], index=noon), pd.Series([40.0], index=noon)
    >>> sheet = read_tariff("CO-CEO-2013-02-N1")
    >>> round(monthly_bill(bought, sold, sheet, plant_ac_kw=99.0).credit_value, 2)
    11193.5
    """
    credit = credit_per_kwh(tariff, plant_ac_kw)
    if plant_ac_kw == 0 and (export_kwh > 0).any():
        allowed = message("above 0 kW where energy is exported")
        raise InputError.of("plant_ac_kw", plant_ac_kw, allowed=allowed)
    bill = settle_by_month(
        import_kwh, export_kwh, tariff, credit_per_kwh=credit, credits_exports=True
    )
    return replace(bill, notes=tuple(_notes(bill, tariff, credit)))


def credit_per_kwh(tariff: Tariff, plant_ac_kw: float) -> float:
    """Return what a credited kilowatt-hour takes off the bill [money/kWh].

    Parameters
    ----------
    tariff
        A tariff with its components.
    plant_ac_kw
        Nameplate of the inverters [kW]; the value falls by a step just above 100 kW.

    Raises
    ------
    InputError
        If the plant is above 1 MW, or the components are not known.

    Examples
    --------
    >>> from project_finance.tariffs import read_tariff
    >>> sheet = read_tariff("CO-CEO-2013-02-N1")
    >>> round(credit_per_kwh(sheet, 100.0), 4), round(credit_per_kwh(sheet, 100.1), 4)
    (279.8376, 144.7471)
    """
    largest_kw, small_kw = _fact("largest_plant_ac_kw"), _fact("small_plant_ac_kw")
    checked_amount("plant_ac_kw", plant_ac_kw, least=0.0, most=largest_kw)
    if not tariff.is_divided:
        allowed = message("a tariff with its components, which decide the worth of a credit")
        raise InputError.of("tariff", tariff.name, allowed=allowed)
    size = "small" if plant_ac_kw <= small_kw else "large"
    kept = (1 - _fact(f"{size}_charges_{name}") for name in COMPONENTS)
    parts = (getattr(tariff, name) for name in COMPONENTS)
    return math.fsum(part * share for part, share in zip(parts, kept, strict=True))


def _fact(key: str) -> float:
    """Return a number of the resolution."""
    return read_fact("project_finance", _FACTS, key).value


def _notes(bill: Bill, tariff: Tariff, credit: float) -> Iterator[Note]:
    """Yield what was read into the resolution, as far as it moves this bill."""
    limit = read_fact("project_finance", _FACTS, "small_plant_ac_kw")
    if bill.credited_kwh > 0:
        yield Note(
            what=message("Worth of an exported kWh that is credited, per CREG 174/2021 art. 25"),
            value=message("{price:,.2f} {currency}/kWh", price=credit, currency=tariff.currency),
            source=message("{source} ({trust}); {note}", **_words(limit)),
            effect=message("{kwh:.0f} kWh are credited at this value", kwh=bill.credited_kwh),
        )
    if bill.credited_kwh > 0 and tariff.contribution_fraction > 0:
        yield Note(
            what=message("The contribution is charged on credited energy too"),
            value=message("{share:.0%}", share=tariff.contribution_fraction),
            source=message("careful reading; the resolution's text was not seen"),
            effect=message("a credit is reckoned on the unit cost without contribution"),
        )
    if bill.surplus_kwh > 0 and tariff.spot_price_per_kwh is None:
        yield Note(
            what=message("No spot price is given for energy exported beyond the month's import"),
            value=0.0,
            source=message("nothing known"),
            effect=message("{kwh:.0f} kWh earn nothing", kwh=bill.surplus_kwh),
            kind="warning",
        )


def _words(fact: Fact) -> dict[str, Message]:
    """Return what tells a reader how far a fact may be trusted."""
    words = {"source": fact.source, "trust": fact.trust, "note": fact.note}
    return {name: Message(text) for name, text in words.items()}


def plant_limits() -> PlantLimits:
    """Return the size up to which only Cv is charged on credits, and the largest size.

    Examples
    --------
    >>> plant_limits().step_ac_kw, plant_limits().largest_ac_kw
    (100.0, 1000.0)
    """
    step, largest = (
        read_fact("project_finance", _FACTS, f"{name}_plant_ac_kw") for name in ("small", "largest")
    )
    return PlantLimits(step_ac_kw=step.value, largest_ac_kw=largest.value)


RULE = ExportRule(bill=monthly_bill, limits=plant_limits, needs_components=True)
