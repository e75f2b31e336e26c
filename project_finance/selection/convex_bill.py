"""A year's bill as a function of what flows at the meter: convex, with its slope everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from project_finance.selection.choices import MeterYear

    Floats = npt.NDArray[np.float64]


def bill_and_slope(
    meter: MeterYear, net_kw: Floats, *, credit_per_kwh: Floats, surplus_per_kwh: Floats
) -> tuple[float, Floats]:
    r"""Return the bill of a year and what each step's next kilowatt of net load adds to it.

    In a period with the import I and the export E the energy costs
    :math:`\sum p_h I_h - c\,\min(E, I) - b\,\max(E - I, 0)`, which is the greater of
    :math:`\sum p_h I_h - c E` and :math:`\sum (p_h - c + b) I_h - b E`. Both are convex in the
    net load where :math:`p_h \ge c \ge b \ge 0`, so the bill is, and so is a charge on the
    highest import. A convex bill lies above each of its tangents.

    Parameters
    ----------
    meter
        Prices and periods.
    net_kw
        Load less supply in each step [kW]; negative where energy flows out.
    credit_per_kwh, surplus_per_kwh
        c and b of each period [money/kWh].

    Returns
    -------
    tuple
        The bill [money]; its slope in each step [money/kW]. At a kink it is one of the slopes
        between both sides, which is still a tangent.

    Examples
    --------
    >>> from project_finance.selection.choices import MeterYear
    >>> meter = MeterYear(
    ...     name="mine", load_kw=np.array([5.0, 2.0]), step_hours=np.ones(2),
    ...     price_per_kwh=np.array([1.0, 1.0]), period=np.array([0, 0]),
    ...     demand_price_per_kw=np.zeros(1), carbon_kg_per_kwh=np.zeros(2))
    >>> bill, slope = bill_and_slope(meter, np.array([5.0, -3.0]),
    ...     credit_per_kwh=np.array([0.6]), surplus_per_kwh=np.array([0.2]))
    >>> round(bill, 9), slope.tolist()
    (3.2, [1.0, 0.6])
    """
    year = _settled(meter, net_kw, credit_per_kwh, surplus_per_kwh)
    sold_price = year.export_price[meter.period]
    slope = np.where(net_kw > 0, year.bought_price, sold_price) * meter.step_hours
    if meter.demand_price_per_kw.any():
        demand, of_step = _demand_charge(meter, net_kw)
        return year.cost + demand, slope + of_step
    return year.cost, slope


def yearly_bill(
    meter: MeterYear, net_kw: Floats, *, credit_per_kwh: Floats, surplus_per_kwh: Floats
) -> float:
    """Return the bill of :func:`bill_and_slope` alone, which takes less time [money].

    Parameters
    ----------
    meter, net_kw, credit_per_kwh, surplus_per_kwh
        As for :func:`bill_and_slope`.

    Examples
    --------
    >>> from project_finance.selection.choices import MeterYear
    >>> meter = MeterYear(
    ...     name="mine", load_kw=np.array([5.0, 2.0]), step_hours=np.ones(2),
    ...     price_per_kwh=np.array([1.0, 1.0]), period=np.array([0, 0]),
    ...     demand_price_per_kw=np.ones(1), carbon_kg_per_kwh=np.zeros(2))
    >>> bill = yearly_bill(meter, np.array([5.0, -3.0]),
    ...     credit_per_kwh=np.array([0.6]), surplus_per_kwh=np.array([0.2]))
    >>> round(bill, 9)  # 5 bought less 3 x 0.6, and 1 for each of 5 kW
    8.2
    """
    cost = _settled(meter, net_kw, credit_per_kwh, surplus_per_kwh).cost
    if meter.demand_price_per_kw.any():
        return cost + _demand_charge(meter, net_kw)[0]
    return cost


class _Settled(NamedTuple):
    """The energy of a year, settled by period."""

    cost: float
    """Without a charge on power [money]."""
    bought_price: Floats
    """What one kWh more of import costs in each step [money/kWh]."""
    export_price: Floats
    """What one kWh more of export earns in each period [money/kWh]."""


def _settled(
    meter: MeterYear, net_kw: Floats, credit_per_kwh: Floats, surplus_per_kwh: Floats
) -> _Settled:
    period, hours = meter.period, meter.step_hours
    bought = np.maximum(net_kw, 0.0) * hours
    sold = bought - net_kw * hours
    import_kwh = np.bincount(period, bought, minlength=meter.periods)
    export_kwh = np.bincount(period, sold, minlength=meter.periods)
    beyond = export_kwh > import_kwh
    lost_credit = np.where(beyond, credit_per_kwh - surplus_per_kwh, 0.0)
    export_price = np.where(beyond, surplus_per_kwh, credit_per_kwh)
    bought_price = meter.price_per_kwh - lost_credit[period]
    return _Settled(
        cost=float(bought_price @ bought - export_price @ export_kwh),
        bought_price=bought_price,
        export_price=export_price,
    )


def _demand_charge(meter: MeterYear, net_kw: Floats) -> tuple[float, Floats]:
    """Return the charge on the highest import of each period, with its slope."""
    order = np.lexsort((net_kw, meter.period))
    last = np.searchsorted(meter.period[order], np.arange(meter.periods), side="right") - 1
    peaks = order[last]
    charged = np.where(net_kw[peaks] > 0, meter.demand_price_per_kw, 0.0)
    slope = np.zeros(len(net_kw))
    slope[peaks] = charged
    return float(charged @ net_kw[peaks]), slope
