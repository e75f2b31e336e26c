"""Energy and money of a site's sizes, column by column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import numpy.typing as npt

    from pv_design.size_search.objective import SizeCase
    from pv_design.size_search.piecewise import PiecewiseLinear

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class SizeFigures:
    """The functions of the size that a site has under one regime of exports."""

    case: SizeCase
    """The site."""
    regime: int
    """Place of the regime among the site's."""
    used: PiecewiseLinear
    """Energy used in its hour, first year [kWh]."""
    sold: PiecewiseLinear
    """Energy exported, first year [kWh]."""
    saving: PiecewiseLinear
    """What the first year's bills fall by [money]."""

    @classmethod
    def of(cls, case: SizeCase, regime: int) -> SizeFigures:
        """Return the functions of a site under one of its regimes."""
        return cls(
            case=case,
            regime=regime,
            used=case.hours.self_used_kwh(),
            sold=case.hours.sold_kwh(),
            saving=case.year_saving(regime),
        )

    def kinks(self) -> Floats:
        """Return every size at which a year of the life passes a kink [kW], in order."""
        years = np.union1d(self.case.lifetime.output_fractions, [1.0])
        return np.unique(np.divide.outer(self.saving.kinks, years))

    def at_many(self, dc_kw: Floats, ac_kw: Floats) -> pd.DataFrame:
        """Return the figures of very many sizes: the years are summed first, then looked up.

        Parameters
        ----------
        dc_kw, ac_kw
            Power of modules and inverters, 0 or more [kW].

        Returns
        -------
        DataFrame
            Columns dc_kw, ac_kw, regime, coverage_fraction, used_kwh, sold_kwh, curtailed_kwh,
            year_saving, capital, spent, life_saving, npv, lcoe_per_kwh, payback_years; the
            last two are infinite where energy or saving never come.
        """
        life = self.case.lifetime
        saving = self.saving.over_years(life.saving_weights, life.output_fractions)
        used, sold = (
            once.over_years(life.energy_weights, life.output_fractions)
            for once in (self.used, self.sold)
        )
        return self._table(dc_kw, ac_kw, saving.at(dc_kw), used.at(dc_kw) + sold.at(dc_kw))

    def at_few(self, dc_kw: Floats, ac_kw: Floats, inverters: Floats | float = 0.0) -> pd.DataFrame:
        """Return the figures of a few sizes, each year looked up by itself.

        Parameters
        ----------
        dc_kw, ac_kw
            As `at_many` takes them.
        inverters
            Number of them, as `PlantCosts.capital` takes it.
        """
        life = self.case.lifetime
        yearly_kw = np.multiply.outer(dc_kw, life.output_fractions)
        kwh = self.used.at(yearly_kw) + self.sold.at(yearly_kw)
        saving = self.saving.at(yearly_kw) @ life.saving_weights
        return self._table(dc_kw, ac_kw, saving, kwh @ life.energy_weights, inverters)

    def _table(
        self,
        dc_kw: Floats,
        ac_kw: Floats,
        life_saving: Floats,
        life_kwh: Floats,
        inverters: Floats | float = 0.0,
    ) -> pd.DataFrame:
        case, used, sold = self.case, self.used.at(dc_kw), self.sold.at(dc_kw)
        made = dc_kw * case.hours.unit_kwh
        capital = case.costs.capital(dc_kw, ac_kw, inverters)
        yearly = case.costs.yearly(dc_kw)
        spent = capital + yearly * case.lifetime.cost_weights.sum() + case.costs.renewals(ac_kw)
        saving = self.saving.at(dc_kw)
        return pd.DataFrame(
            {
                "dc_kw": dc_kw,
                "ac_kw": ac_kw,
                "regime": self.regime,
                "coverage_fraction": made / case.hours.load_kwh,
                "used_kwh": used,
                "sold_kwh": sold,
                "curtailed_kwh": np.clip(made - used - sold, 0, None),
                "year_saving": saving,
                "capital": capital,
                "spent": spent,
                "life_saving": life_saving,
                "npv": life_saving - spent,
                "lcoe_per_kwh": _ratio(spent, life_kwh, dc_kw),
                "payback_years": _ratio(capital, saving - yearly, dc_kw),
            }
        )


def _ratio(cost: Floats, gain: Floats, dc_kw: Floats) -> Floats:
    """Return cost over gain; infinite without a gain or a plant."""
    there = (gain > 0) & (dc_kw > 0)
    ratio = np.full(len(cost), np.inf)
    with np.errstate(over="ignore"):
        np.divide(cost, gain, out=ratio, where=there)
    return ratio
