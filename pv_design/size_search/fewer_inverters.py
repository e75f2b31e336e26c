"""Few large inverters rather than many small ones of about the same power."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd


def without_needless_inverters(
    plants: pd.DataFrame, regime: npt.NDArray[np.intp], like_power_fraction: float
) -> pd.DataFrame:
    """Return the plants to which no other of the same modules with fewer inverters comes close.

    A plant goes where inverters of another type, in a smaller number, give about its power to the
    same modules under the same worth of exports. The plant with the fewest never goes, so every
    number of modules that could be built still can.

    Parameters
    ----------
    plants
        Columns modules, inverter, inverters and ac_kw [kW].
    regime
        Regime of exports of each.
    like_power_fraction
        Share by which a power may differ and still be about the same.

    Examples
    --------
    >>> import pandas as pd
    >>> plants = pd.DataFrame(
    ...     {"modules": 120, "inverter": ["5 kW", "40 kW"], "inverters": [15, 2],
    ...      "ac_kw": [75.0, 80.0]}
    ... )
    >>> without_needless_inverters(plants, np.zeros(2, int), 0.15)["inverter"].tolist()
    ['40 kW']
    """
    columns = plants[["modules", "inverter", "inverters", "ac_kw"]]
    rows = columns.assign(regime=regime, place=np.arange(len(plants)))
    pairs = rows.merge(rows, on=["modules", "regime"], suffixes=("", "_other"))
    alike = (pairs["ac_kw_other"] / pairs["ac_kw"] - 1).abs() <= like_power_fraction
    fewer = pairs["inverters_other"] < pairs["inverters"]
    needless = pairs["place"][alike & fewer & (pairs["inverter"] != pairs["inverter_other"])]
    return plants[~rows["place"].isin(needless).to_numpy()]
