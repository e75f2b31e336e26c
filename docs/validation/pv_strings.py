"""Published examples of string sizing beside ours; lines for the page of the PV plant."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from equipment_catalog.inverters import Inverter
from equipment_catalog.pv_modules import PvModule
from pv_design.strings import StringSize, size_strings

EXAMPLES = Path(__file__).parent / "pv_string_examples.csv"
AMPLE_A = 40.0
"""Short-circuit limit of the tracker: the examples are about voltage."""
LOWEST_MPPT_V, WARM_CELL_C = 100.0, 70.0
"""Where an example asks for no shortest string."""


def examples() -> pd.DataFrame:
    """Return the published examples; their year is that in which they were read."""
    return pd.read_csv(EXAMPLES)


def sized(row: pd.Series) -> StringSize:
    """Return what we make of an example."""
    module = PvModule(
        str(row["example"]),
        voc_v=float(row["voc_v"]),
        vmp_v=float(row["vmp_v"]),
        isc_a=14.0,
        imp_a=13.0,
        beta_voc_fraction_per_c=float(row["beta_voc_fraction_per_c"]),
        beta_vmp_fraction_per_c=float(row["beta_vmp_fraction_per_c"]),
    )
    asked = row.fillna({"mppt_min_v": LOWEST_MPPT_V, "hottest_cell_c": WARM_CELL_C})
    inverter = Inverter(
        "of the example",
        vdc_max_v=float(row["vdc_max_v"]),
        mppt_min_v=float(asked["mppt_min_v"]),
        mppt_max_v=float(row["vdc_max_v"]),
        isc_max_a=AMPLE_A,
    )
    return size_strings(
        module,
        inverter,
        coldest_air_c=float(row["coldest_air_c"]),
        hottest_cell_c=float(asked["hottest_cell_c"]),
    )


def table() -> str:
    """Return the examples as a Markdown table."""
    head = "| example | published | ours | refused | source |\n|---|---|---|---|---|"
    lines = [_line(row, sized(row)) for _, row in examples().iterrows()]
    return "\n".join([head, *lines])


def _line(row: pd.Series, size: StringSize) -> str:
    published = f"{_shown(row['fewest'])} to {_shown(row['most'])}"
    why = "" if pd.isna(row["refused"]) else str(size.refusals(int(row["refused"]))[0])
    ours = f"{size.fewest if pd.notna(row['mppt_min_v']) else '?'} to {size.most}"
    return f"| {row['example']} | {published} | {ours} | {why} | {row['source']} |"


def _shown(value: float) -> str:
    return "?" if pd.isna(value) else f"{value:.0f}"


if __name__ == "__main__":
    print(table())  # noqa: T201 (the page is made of it)
