"""Make the grids of pv_design/weather/data/world_grids.npz from the two packages they come from.

pip download --no-deps --no-binary pvcz pvcz==0.3.0 && pip download gsee-climate-data==1.0.0
python docs/validation/grids.py WHEEL_FOLDER SDIST_FOLDER, the two unpacked.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

GRIDS = Path(__file__).parents[2] / "pv_design" / "weather" / "data" / "world_grids.npz"
PDFS = "gsee_climate_data/data/merra2_rad3x3_2011-2015_pdfs_land_prox.npz"
STRESSORS = "pvcz/PVCZ-2019_ver0p2_world_PV_climate_stressors_and_zones.pkl"
PVCZ_SHAPE = (600, 1440)
PVCZ_SOUTH, PVCZ_WEST, PVCZ_STEP = -59.875, -179.875, 0.25
WH_PER_W_DAY = 24

Half = NDArray[np.float16]


class FrameUnpickler(pickle.Unpickler):
    """Reads a pickled frame and nothing that is not pandas', numpy's or a slice."""

    def find_class(self, module: str, name: str) -> object:
        """Refuse every other name."""
        package, _, _ = module.partition(".")
        if package in {"pandas", "numpy"} or (module, name) == ("builtins", "slice"):
            return super().find_class(module.replace("numpy.core", "numpy._core"), name)
        raise pickle.UnpicklingError(module, name)


def merra2(folder: Path) -> NDArray[np.int16]:
    """Return the mean daily irradiation by cell and month [Wh/m2].

    The mean is that of the package's probabilities, which do not sum to one; cells without all
    twelve months (the sea, and land north of 66 N) are -1.
    """
    with np.load(folder / PDFS) as pdfs:
        power, share = pdfs["xk"].astype(float), pdfs["pk"].astype(float)
    total = share.sum(axis=-1)
    has = (np.isfinite(total) & (total > 0)).all(axis=-1)
    grid = np.full(power.shape[:3], -1, dtype=np.int16)
    mean = (power[has] * share[has]).sum(axis=-1) / total[has]
    grid[has] = np.rint(mean * WH_PER_W_DAY)
    return grid


def on_grid(frame: pd.DataFrame, values: NDArray[np.float64]) -> Half:
    """Return land values on the grid of 0.25 degrees, NaN at sea."""
    rows = np.rint((frame["lat"].to_numpy(dtype=float) - PVCZ_SOUTH) / PVCZ_STEP).astype(int)
    columns = np.rint((frame["lon"].to_numpy(dtype=float) - PVCZ_WEST) / PVCZ_STEP).astype(int)
    grid = np.full(PVCZ_SHAPE, np.nan, dtype=np.float16)
    grid[rows, columns] = values
    return grid


def pvcz(folder: Path) -> dict[str, Any]:
    """Return annual irradiation and air temperature in the half precision of the package.

    The range of the extremes is rounded to whole kelvin: it only guesses the season.
    """
    with (folder / STRESSORS).open("rb") as stream:
        frame: pd.DataFrame = FrameUnpickler(stream).load()
    columns = {name: frame[name].to_numpy(dtype=float) for name in frame.columns[:5]}
    extremes = np.rint(columns["T_ambient_max"] - columns["T_ambient_min"])
    return {
        "pvcz_ghi": on_grid(frame, frame["GHI_mean"].to_numpy(dtype=float)),
        "pvcz_temp_air": on_grid(frame, columns["T_ambient_mean"]),
        "pvcz_temp_air_range": on_grid(frame, extremes),
    }


def main(wheel: Path, sdist: Path) -> None:
    """Write the grids."""
    grids: dict[str, Any] = pvcz(sdist) | {"merra2_ghi": merra2(wheel)}
    np.savez_compressed(GRIDS, **grids)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
