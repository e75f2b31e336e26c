"""Every plant of whole strings and whole inverters within a power and a DC/AC range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.size_search.objective import TIE_FRACTION

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, kw_only=True)
class InverterOption:
    """An inverter and the strings that may hang on it."""

    name: str
    """Name in the catalogue."""
    ac_kw: float
    """Rated power [kW]."""
    fewest_modules: int
    """Modules of the shortest string its voltages bear."""
    most_modules: int
    """Modules of the longest."""
    most_strings: int
    """Strings that one inverter takes, over all trackers."""
    efficiency_fraction: float = 1.0
    """Nominal efficiency, for the profile that the plant is reckoned with."""
    power_fraction: float = 1.0
    """Of its rated power, what the place leaves it: thin warm air takes some."""

    def __post_init__(self) -> None:
        counts = (1, self.fewest_modules, self.most_modules)
        if not (sorted(counts) == list(counts) and self.most_strings >= 1 and self.ac_kw > 0):
            allowed = message("ascending counts of modules from 1, strings and power above 0")
            raise InputError.of("inverter_option", self.name, allowed=allowed)
        for field in ("efficiency_fraction", "power_fraction"):
            if not 0 < getattr(self, field) <= 1:
                allowed = message("a fraction above 0, up to 1")
                raise InputError.of(field, getattr(self, field), allowed=allowed)


def all_combinations(
    options: Sequence[InverterOption],
    *,
    module_kw: float,
    most_dc_kw: float,
    dc_ac_range: tuple[float, float],
) -> pd.DataFrame:
    """Return every plant of equal strings and equal inverters within a power and a DC/AC range.

    Every inverter bears the same number of strings, so that all of them clip alike. Of plants
    with the same modules and inverters the one with the longest strings stands for all.

    Parameters
    ----------
    options
        Inverters with their strings.
    module_kw
        Rated power of the module, above 0 [kW].
    most_dc_kw
        Largest module power [kW].
    dc_ac_range
        Least and largest ratio of module to inverter power.

    Raises
    ------
    InputError
        If there is no end to the sizes, or the ratios are not two in ascending order.

    Examples
    --------
    >>> option = InverterOption(
    ...     name="20 kW", ac_kw=20.0, fewest_modules=20, most_modules=20, most_strings=2
    ... )
    >>> all_combinations(
    ...     [option], module_kw=0.5, most_dc_kw=40.0, dc_ac_range=(1.0, 1.3)
    ... )[["strings", "inverters", "dc_kw"]].to_numpy().tolist()
    [[2.0, 1.0, 20.0], [4.0, 2.0, 40.0]]
    """
    if not (0 < most_dc_kw < np.inf and module_kw > 0):
        raise InputError.of("most_dc_kw", most_dc_kw, allowed=message("a power above 0, with end"))
    if not 0 < dc_ac_range[0] <= dc_ac_range[1] < np.inf:
        allowed = message("two ratios above 0 in ascending order")
        raise InputError.of("dc_ac_range", str(dc_ac_range), allowed=allowed)
    tables = [_of_option(option, module_kw, most_dc_kw, dc_ac_range) for option in options]
    return pd.concat(tables, ignore_index=True)


def _of_option(
    option: InverterOption, module_kw: float, most_dc_kw: float, dc_ac_range: tuple[float, float]
) -> pd.DataFrame:
    most_strings = int(most_dc_kw / (module_kw * option.fewest_modules) + TIE_FRACTION)
    most_inverters = int(most_dc_kw / (dc_ac_range[0] * option.ac_kw) + TIE_FRACTION)
    grid = np.meshgrid(
        np.arange(option.fewest_modules, option.most_modules + 1),
        np.arange(1, most_strings + 1),
        np.arange(1, most_inverters + 1),
        indexing="ij",
    )
    length, strings, inverters = (axis.ravel() for axis in grid)
    dc_kw, ac_kw = length * strings * module_kw, inverters * option.ac_kw
    ratio = dc_kw / ac_kw
    slack = TIE_FRACTION
    fits = (
        (strings <= inverters * option.most_strings)
        & (strings % inverters == 0)
        & (dc_kw <= most_dc_kw * (1 + slack))
        & (ratio >= dc_ac_range[0] * (1 - slack))
        & (ratio <= dc_ac_range[1] * (1 + slack))
    )
    columns = {
        "inverters": inverters,
        "strings": strings,
        "string_modules": length,
        "modules": length * strings,
        "dc_kw": dc_kw,
        "ac_kw": ac_kw,
        "dc_ac_ratio": ratio,
        "clipping_ratio": ratio / option.power_fraction,
        "efficiency_fraction": option.efficiency_fraction,
    }
    plants: pd.DataFrame = pd.DataFrame(columns)[fits].assign(inverter=option.name)
    return plants.drop_duplicates(["inverters", "modules"], keep="last")
