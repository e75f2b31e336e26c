"""Energy and money of plants of many sizes behind one meter, the step of the rule among them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mine_study.size_meter import SizeMeter, mine_meter, site_meter
from mine_study.size_worth import SizeWorth, npv_of, outlay_of, payback_of, plan_flows, yearly_cost
from pv_design.sizing import SizeCurve

if TYPE_CHECKING:
    import numpy.typing as npt

    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult

    Floats = npt.NDArray[np.float64]

STEPS = 17
KEPT = 8
JUST_BELOW, JUST_ABOVE = 1 - 1e-9, 1 + 1e-6
COVERAGE_FRACTIONS = (0.5, 0.75, 1.0, 1.25, 1.5)
"""Shares of the year's demand whose sizes are always looked at."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SizeSweep:
    """Figures by size of the plant."""

    meter: SizeMeter
    """Where it stands."""
    dc_kw: Floats
    """Sizes, nothing first [kW]."""
    coverage_fraction: Floats
    """Energy of the plant over energy of the demand, in the year."""
    self_sufficiency_fraction: Floats
    """Demand that the plant carries in its own hour."""
    self_consumption_fraction: Floats
    """Energy of the plant that is used in its own hour; NaN without a plant."""
    import_kwh: Floats
    """Bought in the year [kWh]."""
    export_kwh: Floats
    """Fed into the grid in the year [kWh]."""
    credited_kwh: Floats
    """Export set against the same month's import [kWh]."""
    credit_per_kwh: Floats
    """Worth of each of them [money/kWh]."""
    net_saving: Floats
    """What the first year's bill falls by, less what the plant costs a year, before tax [money]."""
    plan_capex: Floats
    """Outlay of the whole plan [money]."""
    plan_payback_years: Floats
    """Simple payback of the whole plan after tax; NaN where none comes or nothing is spent."""
    worth: SizeWorth
    """Net present value after tax."""

    @property
    def step(self) -> tuple[int, int] | None:
        """Places at the step of the rule and just above; None where it is not among the sizes."""
        at = self.meter.step_dc_kw
        if at is None or at * JUST_ABOVE > self.dc_kw[-1]:
            return None
        return self.place(at * JUST_BELOW), self.place(at * JUST_ABOVE)

    def place(self, dc_kw: float) -> int:
        """Return the place of the size that is nearest to one [kW]."""
        return int(np.abs(self.dc_kw - dc_kw).argmin())

    def place_covering(self, coverage_fraction: float) -> int | None:
        """Return the place of the size that covers a share; None beyond the sizes."""
        dc_kw = self.meter.covering_dc_kw(coverage_fraction)
        return self.place(dc_kw) if dc_kw <= self.dc_kw[-1] else None


def size_sweep(result: StudyResult, design: SiteDesign | None = None) -> SizeSweep | None:
    """Return the figures of plants of other sizes at a site, or on one meter for the mine.

    The last few answers are kept: each language of a report asks for them.

    Parameters
    ----------
    result
        The study.
    design
        The site, None without a plant; without a site the mine, None as `mine_meter` says.
    """
    return _kept(_Asked(result, design))


@dataclass(frozen=True, eq=False)
class _Asked:
    """A question that is the same one only for the very same objects."""

    result: StudyResult
    design: SiteDesign | None

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Asked)
            and self.result is other.result
            and self.design is other.design
        )

    def __hash__(self) -> int:
        return hash((id(self.result), id(self.design)))


@lru_cache(maxsize=KEPT)
def _kept(asked: _Asked) -> SizeSweep | None:
    result, design = asked.result, asked.design
    meter = mine_meter(result) if design is None else site_meter(result, design)
    return None if meter is None else _swept(result, meter)


def sizes(meter: SizeMeter) -> Floats:
    """Return sizes from nothing past the plant, round coverages and the step [kW].

    They reach twice the plant and the largest round coverage; further to pass a step that is
    less than four times the plant; never past what the rule holds for.

    Parameters
    ----------
    meter
        Where the plant stands.
    """
    covering = [meter.covering_dc_kw(fraction) for fraction in COVERAGE_FRACTIONS]
    step, twice = meter.step_dc_kw, 2.0 * meter.dc_kw
    most = max(twice, covering[-1])
    if step is not None and step < 2.0 * twice:
        most = max(most, 1.3 * step)
    grid = np.linspace(0.0, min(most, meter.largest_dc_kw * JUST_BELOW), STEPS)
    marks = [meter.dc_kw, *covering]
    if step is not None:
        marks += [step * JUST_BELOW, step * JUST_ABOVE]
    return np.unique([*grid, *(mark for mark in marks if mark <= grid[-1])])


def _swept(result: StudyResult, meter: SizeMeter) -> SizeSweep:
    dc_kw = sizes(meter)
    bills = [meter.bill(size) for size in dc_kw.tolist()]
    curve = SizeCurve(meter.load_kw, meter.unit_kw, period="month")
    demand = float(meter.load_kw.sum())
    used_kwh = curve.self_used_kwh(dc_kw).sum().to_numpy()
    made_kwh = dc_kw * float(meter.unit_kw.sum())
    reactive = [meter.reactive.added_with(meter.import_kw(size)) for size in dc_kw.tolist()]
    flows = plan_flows(result, meter, dc_kw, bills, reactive)
    costs = np.array([yearly_cost(result, meter, size) for size in dc_kw.tolist()])
    return SizeSweep(
        meter=meter,
        dc_kw=dc_kw,
        coverage_fraction=made_kwh / demand,
        self_sufficiency_fraction=used_kwh / demand,
        self_consumption_fraction=np.divide(
            used_kwh, made_kwh, out=np.full(len(dc_kw), np.nan), where=made_kwh > 0
        ),
        import_kwh=np.array([bill.import_kwh for bill in bills]),
        export_kwh=np.array([bill.export_kwh for bill in bills]),
        credited_kwh=np.array([bill.credited_kwh for bill in bills]),
        credit_per_kwh=_credits(meter, dc_kw),
        net_saving=np.array([bills[0].net_cost - bill.net_cost for bill in bills])
        - (costs + np.array(reactive)),
        plan_capex=np.array([outlay_of(flow) for flow in flows]),
        plan_payback_years=np.array([payback_of(flow) for flow in flows]),
        worth=SizeWorth(
            dc_kw=dc_kw,
            plan_npv=np.array([npv_of(flow) for flow in flows]),
            chosen=int(np.abs(dc_kw - meter.dc_kw).argmin()),
        ),
    )


def _credits(meter: SizeMeter, dc_kw: Floats) -> Floats:
    """Return the worth of a credit at each size, which changes past nothing and past the step."""
    step = np.inf if meter.step_dc_kw is None else meter.step_dc_kw
    stretches = (dc_kw > 0).astype(int) + (dc_kw > step)
    _, first, stretch = np.unique(stretches, return_index=True, return_inverse=True)
    return np.array([meter.credit_per_kwh(size) for size in dc_kw[first].tolist()])[stretch]
