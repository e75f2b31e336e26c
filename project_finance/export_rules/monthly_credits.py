"""Credits by the month whose worth depends on the plant's size: a rule that is only data.

A rule is one csv of facts: ``largest_plant_ac_kw``, ``small_plant_ac_kw`` and, for each
component of a tariff, the share that is charged on a credited kilowatt-hour of a small and of a
large plant (``small_charges_generation`` ...).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, kw_only=True)
class MonthlyCredits:
    """Export is credited up to the month's import; the rest is paid at the spot price."""

    package: str
    """Package that holds the facts, for example ``"project_finance"``."""
    path: str
    """Path of the csv inside it."""
    title: Message
    """How the register of assumptions names the worth of a credit."""

    def rule(self) -> ExportRule:
        """Return the rule for ``EXPORT_RULES``."""
        return ExportRule(bill=self.bill, limits=self.limits, needs_components=True)

    def bill(
        self, import_kwh: pd.Series, export_kwh: pd.Series, tariff: Tariff, plant_ac_kw: float
    ) -> Bill:
        """Return the bill of energies by step at one meter.

        Parameters
        ----------
        import_kwh, export_kwh
            Energy by time step on one index in local time [kWh].
        tariff
            A tariff with its components; an unknown spot price pays nothing, with a warning.
        plant_ac_kw
            Nameplate of the inverters behind this meter [kW], above 0 if anything is exported.

        Raises
        ------
        InputError
            If the plant is above the rule's largest or of 0 kW and yet exports, the tariff has
            no components, or an energy is missing or negative.
        """
        credit = self.credit_per_kwh(tariff, plant_ac_kw)
        if plant_ac_kw == 0 and (export_kwh > 0).any():
            allowed = message("above 0 kW where energy is exported")
            raise InputError.of("plant_ac_kw", plant_ac_kw, allowed=allowed)
        bill = settle_by_month(
            import_kwh, export_kwh, tariff, credit_per_kwh=credit, credits_exports=True
        )
        return replace(bill, notes=tuple(self._notes(bill, tariff, credit)))

    def credit_per_kwh(self, tariff: Tariff, plant_ac_kw: float) -> float:
        """Return what a credited kilowatt-hour takes off the bill [money/kWh].

        Parameters
        ----------
        tariff
            A tariff with its components.
        plant_ac_kw
            Nameplate of the inverters [kW]; the value falls by a step above the small size.

        Raises
        ------
        InputError
            If the plant is above the largest size, or the components are not known.
        """
        sizes = self.limits()
        checked_amount("plant_ac_kw", plant_ac_kw, least=0.0, most=sizes.largest_ac_kw)
        if not tariff.is_divided:
            allowed = message("a tariff with its components, which decide the worth of a credit")
            raise InputError.of("tariff", tariff.name, allowed=allowed)
        size = "small" if plant_ac_kw <= self._fact("small_plant_ac_kw").value else "large"
        kept = (1 - self._fact(f"{size}_charges_{name}").value for name in COMPONENTS)
        parts = (getattr(tariff, name) for name in COMPONENTS)
        return math.fsum(part * share for part, share in zip(parts, kept, strict=True))

    def limits(self) -> PlantLimits:
        """Return the size that keeps the better worth, and the largest size."""
        step, largest = (self._fact(f"{name}_plant_ac_kw").value for name in ("small", "largest"))
        return PlantLimits(step_ac_kw=step, largest_ac_kw=largest)

    def _fact(self, key: str) -> Fact:
        """Return a number of the rule."""
        return read_fact(self.package, self.path, key)

    def _notes(self, bill: Bill, tariff: Tariff, credit: float) -> Iterator[Note]:
        """Yield what was read into the rule, as far as it moves this bill."""
        if bill.credited_kwh > 0:
            yield _worth_note(self.title, self._fact("small_plant_ac_kw"), bill, credit)
        if bill.credited_kwh > 0 and tariff.contribution_fraction > 0:
            yield _contribution_note(tariff)
        if bill.surplus_kwh > 0 and tariff.spot_price_by_hour is not None:
            yield _hour_note(bill)
        elif bill.surplus_kwh > 0 and tariff.spot_price_per_kwh is None:
            yield _unpaid_note(bill)


def _worth_note(title: Message, limit: Fact, bill: Bill, credit: float) -> Note:
    """Return what a credit is worth and where that comes from."""
    words = {"source": limit.source, "trust": limit.trust, "note": limit.note}
    said = {name: Message(text) for name, text in words.items()}
    return Note(
        what=title,
        value=message("{price:,.2f} {currency}/kWh", price=credit, currency=bill.currency),
        source=message("{source} ({trust}); {note}", **said),
        effect=message("{kwh:,.0f} kWh are credited at this value", kwh=bill.credited_kwh),
    )


def _contribution_note(tariff: Tariff) -> Note:
    """Return the careful reading of the contribution."""
    return Note(
        what=message("The contribution is charged on credited energy too"),
        value=message("{share:.0%}", share=tariff.contribution_fraction),
        source=message("careful reading; the resolution's text was not seen"),
        effect=message("a credit is reckoned on the unit cost without contribution"),
    )


def _hour_note(bill: Bill) -> Note:
    """Return which hours are paid at the spot price."""
    return Note(
        what=message("Surplus begins when the month's export passes the month's import"),
        value=message("{kwh:,.0f} kWh", kwh=bill.surplus_kwh),
        source=message("practice of the sector; not read in the rule itself"),
        effect=message("the last exported hours of a month are paid, each at its own spot price"),
    )


def _unpaid_note(bill: Bill) -> Note:
    """Return the warning that surplus has no price."""
    return Note(
        what=message("No spot price is given for energy exported beyond the month's import"),
        value=0.0,
        source=message("nothing known"),
        effect=message("{kwh:,.0f} kWh earn nothing", kwh=bill.surplus_kwh),
        kind="warning",
    )
