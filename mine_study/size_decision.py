"""Why the plant of a site has the size it has: what was sought, what binds, what came close."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from pv_design.size_search.best_size import BestSize
    from pv_design.size_search.objective import Objective
    from pv_design.size_search.orientation import BestPlane
    from pv_design.size_search.runners_up import RunnerUp


@dataclass(frozen=True, kw_only=True, eq=False)
class SizeDecision:
    """How the size of a plant was found."""

    objective: Objective
    """What was sought."""
    continuous: BestSize
    """The best of all real numbers of kilowatts at the DC/AC ratio asked for, with its proof."""
    figures: pd.Series
    """Energy and money of the plant, as `WholePlants.ranked` gives them, and plan_npv: what it
    adds to the net present value of the plan after tax, batteries apart [money]."""
    runners_up: tuple[RunnerUp, ...]
    """The plants behind it, best first."""
    binding: tuple[str, ...]
    """Limits under which one more string would not fit: names of `SizeLimits`."""
    combinations: int
    """Whole plants that keep the limits."""
    evaluated: int
    """Those reckoned exactly; bounds show that no other can be better."""
    settled: int
    """Plants that the plan's own cash flow has ranked; 0 where the search alone did."""
    plane: BestPlane | None
    """Tilt, azimuth and DC/AC ratio that were searched; None where they were given."""
    budget: float | None
    """What the plant could cost out of a budget that all sites share [money]; None without."""
