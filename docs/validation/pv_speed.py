"""One production year with the sun at hand beside PVWatts v8; write pv_speed.csv.

Run as ``python docs/validation/pv_speed.py``; `section` is then the page's part.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from bench_scripts import bench_script

RESULTS = Path(__file__).parent / "pv_speed.csv"
TEXT = """## Speed of a production year

Generated from `pv_speed.csv`, which `pv_speed.py` measures with `benchmarks/production.py`: the
median of works run in turns on one core. Both have the hours loaded and nothing left but to run.
PVWatts v8 takes {pvwatts:.1f} ms and reckons the sun's position each time. Ours has it at hand and
takes {hourly:.2f} ms for the hours and the energy after each step: **{times:.0f} times**
(limit 20). With waterfall, months and notes, all that `simulate` returns, it takes {whole:.2f} ms:
{whole_times:.0f} times.
"""


def section() -> str:
    """Return the part of the page about speed."""
    told = {str(row[0]): float(row[1]) for row in pd.read_csv(RESULTS).itertuples(index=False)}
    theirs = told["pvwatts"]
    return TEXT.format(**told, times=theirs / told["hourly"], whole_times=theirs / told["whole"])


if __name__ == "__main__":
    times = pd.Series(bench_script("production").measured(), name="ms").rename_axis("work")
    times.round(3).to_csv(RESULTS, lineterminator="\n")
