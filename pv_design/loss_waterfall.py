"""The waterfall from the sun on the horizontal to the meter: energy after each step."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pv_design.losses import Stage, SystemLoss


@dataclass(frozen=True, kw_only=True)
class StageEnergy:
    """Energy of the plant after each physical step, before the losses of that stage [kWh].

    Irradiation is told as what the modules' rated power would make of it at 25 degC.
    """

    horizontal: float
    """Of the sun on the horizontal."""
    free_plane: float
    """Of the sun on the plane, were the horizon free."""
    plane: float
    """Of the sun on the plane behind the terrain."""
    behind_glass: float
    """Of the light that reaches the cells."""
    cells: float
    """DC at the cells' temperature, after the losses of irradiance."""
    inverter: float
    """AC without the inverter's limit, after the losses on the DC side."""
    limited: float
    """AC with the inverter's limit."""
    behind_rows: float | None = None
    """Of the sun on the plane behind the rows before it; None where no rows are told."""
    both_sides: float | None = None
    """Of the light that reaches the cells from both sides; None for modules of one face."""
    coloured: float | None = None
    """With the factor of the spectrum; None where it is left out."""

    @property
    def reaching_cells(self) -> float:
        """Of all light that the cells make use of."""
        last = self.behind_glass if self.both_sides is None else self.both_sides
        return last if self.coloured is None else self.coloured


def sum_of_stages(stages: Sequence[StageEnergy], *, inverter: float, limited: float) -> StageEnergy:
    """Return the energy of several arrays after each step up to their common inverters.

    An array without a step, such as one that stands alone before rows, passes it unchanged.

    Parameters
    ----------
    stages
        Of each array [kWh].
    inverter, limited
        AC energy of all of them without and with the limit [kWh].

    Examples
    --------
    >>> one = StageEnergy(horizontal=10.0, free_plane=11.0, plane=11.0, behind_glass=10.5,
    ...                   cells=9.0, inverter=8.0, limited=8.0)
    >>> rows = StageEnergy(horizontal=10.0, free_plane=11.0, plane=11.0, behind_glass=10.0,
    ...                    cells=9.0, inverter=8.0, limited=8.0, behind_rows=10.4)
    >>> both = sum_of_stages([one, rows], inverter=16.0, limited=15.0)
    >>> both.behind_rows, both.behind_glass, both.both_sides
    (21.4, 20.5, None)
    """

    def told(name: str, before: str) -> float | None:
        values = [getattr(stage, name) for stage in stages]
        if all(value is None for value in values):
            return None
        return math.fsum(
            getattr(stage, before) if value is None else value
            for stage, value in zip(stages, values, strict=True)
        )

    def total(name: str) -> float:
        return float(sum(getattr(stage, name) for stage in stages))

    return StageEnergy(
        horizontal=total("horizontal"),
        free_plane=total("free_plane"),
        plane=total("plane"),
        behind_glass=total("behind_glass"),
        cells=total("cells"),
        inverter=inverter,
        limited=limited,
        behind_rows=told("behind_rows", "plane"),
        both_sides=told("both_sides", "behind_glass"),
        coloured=told("coloured", "reaching_cells"),
    )


def waterfall(
    energy: StageEnergy, losses: Sequence[SystemLoss], *, horizon_source: str
) -> pd.DataFrame:
    """Return the steps from the horizontal to the meter, each with what it leaves.

    Parameters
    ----------
    energy
        After each physical step.
    losses
        In the order in which they act.
    horizon_source
        Where the far horizon comes from.

    Returns
    -------
    DataFrame
        `step`, `energy_kwh` after it, `change_fraction` of the row before (0 in the first row and
        after a row without energy) and `source`.

    Examples
    --------
    >>> from pv_design.losses import system_losses
    >>> energy = StageEnergy(horizontal=100.0, free_plane=110.0, plane=108.0, behind_glass=105.0,
    ...                      cells=99.0, inverter=86.0, limited=85.0)
    >>> frame = waterfall(energy, system_losses({"total": 0.1}), horizon_source="ridge.csv")
    >>> frame["energy_kwh"].round(1).tolist()
    [100.0, 110.0, 108.0, 105.0, 99.0, 89.1, 86.0, 85.0]
    """
    rows = [
        ("horizontal_irradiance", energy.horizontal, "weather"),
        ("transposition", energy.free_plane, "Perez-Driesse 2024"),
        ("far_horizon", energy.plane, horizon_source),
        *_told("row_shade", energy.behind_rows, "infinite sheds; Mikofski et al. 2019"),
        ("incidence_angle", energy.behind_glass, "physical, coated glass; Marion 2017"),
        *_told("rear_side", energy.both_sides, "infinite sheds; Mikofski et al. 2019"),
        *_told("spectrum", energy.coloured, "De Soto et al. 2006"),
        *_lossy_rows(energy.reaching_cells, losses, "irradiance"),
        ("temperature", energy.cells, "cell temperature model and power coefficient"),
        *_lossy_rows(energy.cells, losses, "dc"),
        ("inverter", energy.inverter, "PVWatts Version 5 part load"),
        ("clipping", energy.limited, "AC rating of the inverters"),
        *_lossy_rows(energy.limited, losses, "ac"),
    ]
    steps, energies, sources = zip(*rows, strict=True)
    changes = (now / before - 1 if before > 0 else 0.0 for before, now in pairwise(energies))
    return pd.DataFrame(
        {
            "step": steps,
            "energy_kwh": energies,
            "change_fraction": [0.0, *changes],
            "source": sources,
        }
    )


def _told(step: str, energy_kwh: float | None, source: str) -> list[tuple[str, float, str]]:
    return [] if energy_kwh is None else [(step, energy_kwh, source)]


def _lossy_rows(
    energy_kwh: float, losses: Sequence[SystemLoss], stage: Stage
) -> list[tuple[str, float, str]]:
    rows = []
    for loss in losses:
        if loss.stage == stage:
            energy_kwh *= 1 - loss.fraction
            rows.append((loss.name, energy_kwh, loss.source))
    return rows
