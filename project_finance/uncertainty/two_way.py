"""Net present value, rate of return and payback over the price of power and of the plant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_flow
from project_finance.irr_many import irr_many
from project_finance.present_value import discount_factors
from project_finance.uncertainty.changes import Changes
from project_finance.uncertainty.flow_many import flow_many
from project_finance.uncertainty.payback_of_draws import payback_of_draws

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from project_finance.uncertainty.project_case import ProjectCase


@dataclass(frozen=True, kw_only=True)
class TwoWay:
    """Tables with a row for each tariff factor and a column for each capex factor."""

    npv_after_tax: pd.DataFrame
    """Net present value [money of year 0]."""
    irr_after_tax: pd.DataFrame
    """Rate of return [fraction per year]; NaN where there is none."""
    simple_payback_after_tax_years: pd.DataFrame
    """Infinite where the outlay never comes back."""


def two_way(case: ProjectCase, *, tariff: ArrayLike, capex: ArrayLike) -> TwoWay:
    """Return what a project is worth at each pair of tariff and outlay.

    Parameters
    ----------
    case
        The plan.
    tariff, capex
        Factors on the level of the tariff, and on the price of all that is bought [-].

    Raises
    ------
    InputError
        If a factor is missing, infinite or negative, or given twice.

    Examples
    --------
    >>> from project_finance.uncertainty.project_case import ProjectCase
    >>> case = ProjectCase(capex=100.0, pv_savings_year1=110.0, discount_rate=0.10,
    ...     tariff_escalation_fraction=0.0, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=1)
    >>> table = two_way(case, tariff=[0.9, 1.0], capex=[0.8, 1.2]).npv_after_tax
    >>> table.round(6).to_numpy().tolist()
    [[10.0, -30.0], [20.0, -20.0]]
    """
    rows, columns = (
        _labels(name, factors) for name, factors in (("tariff", tariff), ("capex", capex))
    )
    pairs = Changes.of(tariff=np.repeat(rows, len(columns)), capex=np.tile(columns, len(rows)))
    flows = flow_many(case, pairs).net_after_tax
    rate = case.discount_rate

    def table(values: ArrayLike) -> pd.DataFrame:
        return pd.DataFrame(np.reshape(values, (len(rows), len(columns))), rows, columns) + 0.0

    return TwoWay(
        npv_after_tax=table(flows @ discount_factors(rate, flows.shape[1])),
        irr_after_tax=table(irr_many(flows, hurdle_rate=rate)),
        simple_payback_after_tax_years=table(payback_of_draws(flows)),
    )


def _labels(name: str, factors: ArrayLike) -> pd.Index[float]:
    """Return the factors as the labels of an axis."""
    labels = pd.Index(checked_flow(name, factors), name=name)
    if not labels.is_unique:
        raise InputError.of(name, factors, allowed=message("each factor once"))
    return labels
