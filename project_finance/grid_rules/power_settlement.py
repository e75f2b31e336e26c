"""The bill of a meter whose tariff charges power, in the same shape as every other bill."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from project_finance.export_rules.no_credit import monthly_bill
from project_finance.grid_rules.power_bill import CHARGES, power_bill

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from project_finance.export_rules import Bill
    from project_finance.grid_rules import GridRules
    from project_finance.grid_rules.power_bill import PowerBill
    from project_finance.tariffs import Tariff
    from project_finance.tariffs.power_tariff import PowerTariff

REACTIVE = "reactive_charge"
PARTS = tuple(name for name in CHARGES if name != REACTIVE)
"""Charges of a bill but the reactive one, which is counted apart for every country."""


@dataclass(frozen=True, kw_only=True)
class PowerTerms:
    """All that it takes to bill a meter by energy and power."""

    tariff: PowerTariff
    """Prices of the option."""
    rules: GridRules
    """Peak hours and how the billed power is formed."""
    earlier_peak_kw: Sequence[float] | None = None
    """Peak powers of the months before, the oldest first [kW]; the year repeats where None."""
    earlier_offpeak_kw: Sequence[float] | None = None
    """Off-peak powers of the same months [kW]."""

    def charged(self, import_kw: pd.Series) -> PowerBill:
        """Return the charges of an hourly import, reactive energy apart.

        Raises
        ------
        InputError
            If an import is missing or negative, or the earlier months are too few.
        """
        return power_bill(
            import_kw,
            self.tariff,
            self.rules,
            kvar=import_kw * 0.0,
            earlier_peak_kw=self.earlier_peak_kw,
            earlier_offpeak_kw=self.earlier_offpeak_kw,
        )

    def mean_price_per_kwh(self, import_kw: pd.Series) -> float:
        """Return what a kilowatt-hour costs in the mean, power and fixed charge apart.

        Of no import at all it is the price off the peak [money/kWh].
        """
        monthly = self.charged(import_kw).monthly
        bought_kwh = float(import_kw.sum())
        if bought_kwh > 0:
            return float(monthly["energy_charge"].sum()) / bought_kwh
        prices = self.tariff.prices
        return prices.get("energy_offpeak_per_kwh", prices.get("energy_per_kwh", 0.0))

    def settle(self, import_kw: pd.Series, export_kw: pd.Series, tariff: Tariff) -> Bill:
        """Return the bill of hourly powers; what is exported earns nothing.

        Parameters
        ----------
        import_kw, export_kw
            Hourly powers in local time, labelled by start or centre, at least 0 [kW].
        tariff
            The tariff these terms belong to.

        Raises
        ------
        InputError
            If a power is missing or negative, or the earlier months are too few.

        Examples
        --------
        A day with 100 kW throughout under a made-up price: 4.0 + 2,400 kWh at 0.5.

        >>> import pandas as pd
        >>> from project_finance.tariffs import flat_tariff
        >>> from project_finance.grid_rules import read_grid_rules
        >>> from project_finance.tariffs.power_tariff import PowerTariff
        >>> made_up = PowerTariff(option="BT5B", currency="PEN", energy_registers=1,
        ...     power_registers=0, prices={"fixed_per_month": 4.0, "energy_per_kwh": 0.5})
        >>> terms = PowerTerms(tariff=made_up, rules=read_grid_rules("PE"))
        >>> hours = pd.date_range("2026-01-01", periods=24, freq="h", tz="America/Lima")
        >>> bought, sold = pd.Series(100.0, index=hours), pd.Series(0.0, index=hours)
        >>> bill = terms.settle(bought, sold, flat_tariff(0.5, "PEN", year=2026))
        >>> bill.energy_cost, bill.monthly["energy_charge"].item()
        (1204.0, 1200.0)
        """
        charged = self.charged(import_kw)
        energies = monthly_bill(import_kw, export_kw, tariff, 0.0)
        parts = charged.monthly[list(PARTS)]
        cost = parts.sum(axis=1)
        return replace(
            energies,
            monthly=energies.monthly.assign(energy_cost=cost, net_cost=cost).join(parts),
            energy_cost=float(cost.sum()),
            net_cost=float(cost.sum()),
            parts=PARTS,
            notes=(*energies.notes, *charged.notes),
        )
