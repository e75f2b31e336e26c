"""Load and sun of a site by hour, and what a growing plant carries, sells and throws away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.size_search.piecewise import PiecewiseLinear
from pv_design.sizing import hourly

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from pv_design.sizing import Hourly

    Floats = npt.NDArray[np.float64]
    Codes = npt.NDArray[np.intp]
    Labels = Sequence[object] | npt.NDArray[np.generic] | pd.Index


@dataclass(frozen=True, kw_only=True)
class SiteHours:
    """The hours of a site's first year, in the settlements in which exports earn credits."""

    load_kw: Floats
    """Load [kW]."""
    unit_ac_kw: Floats
    """AC power of 1 kW of modules [kW]."""
    settlement: Codes
    """Settlement of each hour, counted from 0 in the order of the labels."""
    labels: pd.Index
    """Labels of the settlements, in order."""
    avoided_per_kwh: Floats
    """Worth of a kilowatt-hour not bought in each hour [money/kWh]."""
    export_limit_kw: float
    """Power above which exports are thrown away [kW]; infinite without a limit."""

    @classmethod
    def of(
        cls,
        load_kw: Hourly,
        unit_ac_kw: Hourly,
        *,
        settlement: Labels,
        avoided_per_kwh: float | Hourly,
        export_limit_kw: float = np.inf,
    ) -> SiteHours:
        """Return the checked hours of a site.

        Parameters
        ----------
        load_kw, unit_ac_kw
            Load, and AC power of 1 kW of modules, of each hour [kW], 0 or more.
        settlement
            Label of the settlement of each hour: with monthly credits the month.
        avoided_per_kwh
            Worth of a kilowatt-hour not bought, 0 or more: one, or one for each hour.
        export_limit_kw
            Most power that may be exported, 0 for none [kW]; the rest is curtailed.

        Raises
        ------
        InputError
            If an array is not as long as the load, a value is missing or negative, the load is
            0 all year, or the modules never give anything.

        Examples
        --------
        >>> site = SiteHours.of([5, 5], [0, 0.5], settlement=["may"] * 2, avoided_per_kwh=0.2)
        >>> site.self_used_kwh().at(np.array([4.0, 14.0])).tolist()
        [2.0, 5.0]
        """
        load = hourly("load_kw", load_kw)
        arrays = {
            "unit_ac_kw": hourly("unit_ac_kw", unit_ac_kw),
            "avoided_per_kwh": hourly(
                "avoided_per_kwh", np.asarray(avoided_per_kwh) + np.zeros(len(load))
            )
            if np.ndim(avoided_per_kwh) == 0
            else hourly("avoided_per_kwh", np.asarray(avoided_per_kwh)),
        }
        marks = np.asarray(settlement)
        _require_lengths(len(load), {**arrays, "settlement": marks})
        if pd.isna(marks).any():
            raise InputError.of("settlement", None, allowed=message("a label for each hour"))
        for field, values in (("load_kw", load), ("unit_ac_kw", arrays["unit_ac_kw"])):
            if not values.any():
                raise InputError.of(field, 0.0, allowed=message("above 0 in some hour"))
        if not export_limit_kw >= 0:
            raise InputError.of("export_limit_kw", export_limit_kw, allowed=message("0 or more"))
        codes, labels = pd.factorize(marks, sort=True)
        return cls(
            load_kw=load,
            settlement=codes,
            labels=pd.Index(labels),
            export_limit_kw=float(export_limit_kw),
            **arrays,
        )

    @property
    def load_kwh(self) -> float:
        """Load of the year [kWh]."""
        return float(self.load_kw.sum())

    @property
    def unit_kwh(self) -> float:
        """What 1 kW of modules gives in the year [kWh]."""
        return float(self.unit_ac_kw.sum())

    @property
    def export_from_kw(self) -> Floats:
        """Size from which each hour exports [kW]; infinite without sun."""
        return self._ratio(self.load_kw)

    @property
    def curtailed_from_kw(self) -> Floats:
        """Size from which each hour throws power away [kW]; infinite without sun or limit."""
        return self._ratio(self.load_kw + self.export_limit_kw)

    def self_used_kwh(self) -> PiecewiseLinear:
        """Return the energy used in the hour it was made, as a function of the size."""
        return PiecewiseLinear.of(self.unit_kwh, self.export_from_kw, -self.unit_ac_kw)

    def sold_kwh(self) -> PiecewiseLinear:
        """Return the energy exported within the limit, as a function of the size."""
        kinks = np.concatenate((self.export_from_kw, self.curtailed_from_kw))
        return PiecewiseLinear.of(0.0, kinks, np.concatenate((self.unit_ac_kw, -self.unit_ac_kw)))

    def saving(self, credit_per_kwh: Floats, surplus_per_kwh: Floats) -> PiecewiseLinear:
        """Return what the bills of the first year fall by, as a function of the size.

        In each settlement the export up to the import is worth the credit, the rest the surplus
        value. Since export less import never falls with the size, it passes 0 once; that place
        is the only kink besides those of the hours.

        Parameters
        ----------
        credit_per_kwh, surplus_per_kwh
            Worth of an exported kilowatt-hour by settlement [money/kWh].
        """
        unit, credit = self.unit_ac_kw, credit_per_kwh[self.settlement]
        beyond = surplus_per_kwh - credit_per_kwh
        balanced = self.balanced_kw()
        curtailed = self.curtailed_from_kw
        late = curtailed > balanced[self.settlement]
        rising = np.bincount(self.settlement, unit * late, minlength=len(balanced))
        lost = -unit * (credit + np.where(late, beyond[self.settlement], 0.0))
        return PiecewiseLinear.of(
            float(unit @ self.avoided_per_kwh),
            np.concatenate((self.export_from_kw, curtailed, balanced)),
            np.concatenate((unit * (credit - self.avoided_per_kwh), lost, beyond * rising)),
        )

    def balanced_kw(self) -> Floats:
        """Return the size at which the export of each settlement reaches its import [kW]."""
        curtailed = self.curtailed_from_kw
        parts = [self.settlement == code for code in range(len(self.labels))]
        return np.array(
            [
                PiecewiseLinear.of(
                    float(self.unit_ac_kw[part].sum()), curtailed[part], -self.unit_ac_kw[part]
                ).reach(float(self.load_kw[part].sum()))
                for part in parts
            ]
        )

    def _ratio(self, power_kw: Floats) -> Floats:
        sunny = self.unit_ac_kw > 0
        ratio = np.full(len(self.load_kw), np.inf)
        with np.errstate(over="ignore"):
            ratio[sunny] = power_kw[sunny] / self.unit_ac_kw[sunny]
        return ratio


def _require_lengths(count: int, arrays: dict[str, npt.NDArray[np.generic]]) -> None:
    for field, values in arrays.items():
        if values.shape != (count,):
            allowed = message("as many hours as the load, {count}", count=count)
            raise InputError.of(field, values.shape, allowed=allowed)
