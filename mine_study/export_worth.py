"""What a month's export brings under a rule, for many plants at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from project_finance.export_rules import EXPORT_RULES

if TYPE_CHECKING:
    import numpy.typing as npt

    from project_finance.tariffs import Tariff

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class ExportWorth:
    """A rule and a tariff.

    Where the spot price or the price of a kWh differs by hour its mean over the export stands for
    it: which hours of a month are surplus depends on the whole month, and a sweep keeps only the
    sums.
    """

    rule: str
    """Key of ``EXPORT_RULES``."""
    tariff: Tariff
    """Prices."""
    export_kw: Floats | None = None
    """Export or sun of each hour, by which prices of hours are weighed [kW]; all alike if None."""

    def per_kwh(self, ac_kw: float) -> tuple[float, float]:
        """Return what a credited and a surplus kWh bring to a plant of some power [money].

        Parameters
        ----------
        ac_kw
            Of its inverters [kW].
        """
        settle, tariff = EXPORT_RULES[self.rule], self._with_one_price()
        noon = pd.date_range("2026-01-01 12:00", periods=1, freq="h", tz="UTC")
        one, nothing = pd.Series(1.0, noon), pd.Series(0.0, noon)
        credited = settle(one, one, tariff, ac_kw)
        surplus = settle(nothing, one, tariff, ac_kw)
        by_hour = self.tariff.with_plant.price_factor_by_hour
        dearer = 1.0 if by_hour is None else self._mean(by_hour)
        return credited.credit_value * dearer, surplus.surplus_income

    def of_months(self, import_kwh: Floats, export_kwh: Floats, ac_kw: pd.Series[float]) -> Floats:
        """Return what the exports of a year bring to many plants [money].

        A plant that is larger than the rule holds for is given nothing.

        Parameters
        ----------
        import_kwh, export_kwh
            Plants x months.
        ac_kw
            Inverter power of each plant [kW].
        """
        largest = EXPORT_RULES[self.rule].limits().largest_ac_kw
        worths = {
            power: self.per_kwh(power) if power <= largest else (0.0, 0.0)
            for power in ac_kw.unique().tolist()
        }
        credit, surplus = np.array([worths[power] for power in ac_kw.tolist()]).T[:, :, None]
        credited = np.minimum(import_kwh, export_kwh)
        worth = credit * credited + surplus * (export_kwh - credited)
        return np.asarray(worth.sum(axis=1), dtype=float)

    def _with_one_price(self) -> Tariff:
        tariff = replace(self.tariff.with_plant, price_factor_by_hour=None)
        by_hour = tariff.spot_price_by_hour
        if by_hour is None:
            return tariff
        return replace(tariff, spot_price_by_hour=None, spot_price_per_kwh=self._mean(by_hour))

    def _mean(self, by_hour: pd.Series[float]) -> float:
        weights = np.ones(len(by_hour)) if self.export_kw is None else self.export_kw
        return float(np.average(by_hour, weights=weights if weights.any() else None))
