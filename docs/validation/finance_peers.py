"""Figures of merit of drawn flows beside numpy-financial and pyxirr; one part of a page.

Run as ``python docs/validation/finance_peers.py`` to measure `finance_peers.csv`; `section` is
then the page's part.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy_financial as npf
import pandas as pd
import pyxirr

from project_finance.dated_flows import xirr, xnpv
from project_finance.irr import irr
from project_finance.loan import payment
from project_finance.metrics import mirr, npv

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
RESULTS, EXACT = HERE / "finance_peers.csv", HERE / "finance_peers_exact.csv"
TEMPLATE = HERE / "finance_peers_template.md"
DRAWS, SEED, DIGITS = 1000, 21, 50
DAY = np.datetime64("2020-01-01")


def draw_case(draw: np.random.Generator) -> dict[str, Any]:
    """Return a flow, its days, two rates and a loan."""
    years = int(draw.integers(1, 31))
    saved = draw.uniform(0.02, 0.5) * draw.uniform(0.5, 1.5, years)
    outlay = 10 ** draw.uniform(-3, 9)
    days = np.sort(draw.choice(np.arange(1, 3650), years, replace=False))
    return {
        "flow": [-outlay, *(outlay * saved)],
        "dates": [str(DAY), *(str(DAY + int(day)) for day in days)],
        "rate": float(draw.uniform(0.0, 0.4)),
        "reinvest": float(draw.uniform(0.0, 0.4)),
        "periods": int(draw.integers(1, 481)),
        "interest": float(draw.uniform(0.0, 0.03)),
    }


FIGURES: dict[str, Callable[[dict[str, Any]], tuple[float | None, float | None, float | None]]] = {
    "NPV": lambda case: (
        npv(case["rate"], case["flow"]) / case["flow"][0],
        float(npf.npv(case["rate"], case["flow"])) / case["flow"][0],
        (pyxirr.npv(case["rate"], case["flow"]) or 0.0) / case["flow"][0],
    ),
    "IRR": lambda case: (
        irr(case["flow"]).rate,
        float(npf.irr(case["flow"])),
        pyxirr.irr(case["flow"]),
    ),
    "MIRR": lambda case: (
        mirr(case["flow"], case["rate"], case["reinvest"]),
        float(npf.mirr(case["flow"], case["rate"], case["reinvest"])),
        pyxirr.mirr(case["flow"], case["rate"], case["reinvest"]),
    ),
    "PMT": lambda case: (
        payment(case["interest"], case["periods"], 1.0),
        -float(npf.pmt(case["interest"], case["periods"], 1.0)),
        -(pyxirr.pmt(case["interest"], case["periods"], 1.0) or 0.0),
    ),
    "XNPV": lambda case: (
        xnpv(case["rate"], case["flow"], case["dates"]) / case["flow"][0],
        None,
        (pyxirr.xnpv(case["rate"], case["dates"], case["flow"]) or 0.0) / case["flow"][0],
    ),
    "XIRR": lambda case: (
        xirr(case["flow"], case["dates"]).rate,
        None,
        pyxirr.xirr(case["dates"], case["flow"]),
    ),
}


def measure(draws: int = DRAWS) -> pd.DataFrame:
    """Return the widest difference of each figure from each library; NaN where it has none."""
    draw = np.random.default_rng(SEED)
    cases = [draw_case(draw) for _ in range(draws)]
    rows = []
    for name, figures in FIGURES.items():
        found = np.array([figures(case) for case in cases], dtype=float)
        scale = found[:, :1] if name == "PMT" else np.maximum(np.abs(found[:, :1]), 1.0)
        apart = (np.abs(found[:, 1:] - found[:, :1]) / scale).max(axis=0)
        rows.append({"figure": name, "numpy_financial": apart[0], "pyxirr": apart[1]})
    return pd.DataFrame(rows).assign(draws=draws)


def measure_exact(draws: int = DRAWS) -> pd.DataFrame:
    """Return what each rate leaves of the outlay and how far each payment is off, by 50 digits."""
    draw = np.random.default_rng(SEED)
    cases = [draw_case(draw) for _ in range(draws)]
    worst: dict[str, list[float]] = {}
    with localcontext(prec=DIGITS):
        for name, off in (("IRR", left_over), ("PMT", off_the_payment)):
            found = [[off(case, figure) for figure in FIGURES[name](case)] for case in cases]
            worst[name] = np.max(found, axis=0).tolist()
    peers = ("ours", "numpy_financial", "pyxirr")
    return pd.DataFrame(
        {"figure": name, **dict(zip(peers, row, strict=True))} for name, row in worst.items()
    )


def left_over(case: dict[str, Any], rate: float | None) -> float:
    """Return the present value of a flow at a rate as a part of its outlay."""
    growth = 1 + Decimal(rate if rate is not None else "NaN")
    worth = sum(Decimal(amount) / growth**year for year, amount in enumerate(case["flow"]))
    return float(abs(worth / Decimal(case["flow"][0])))


def off_the_payment(case: dict[str, Any], payment_found: float | None) -> float:
    """Return how far a payment on a loan of one is off, as a part of it."""
    interest = Decimal(case["interest"])
    exact = interest / (1 - (1 + interest) ** -case["periods"])
    return float(abs(Decimal(payment_found if payment_found is not None else "NaN") / exact - 1))


def section() -> str:
    """Return the part of the page about the libraries."""
    told = pd.read_csv(RESULTS)
    lines = [
        f"| {row['figure']} | {_shown(row['numpy_financial'])} | {_shown(row['pyxirr'])} |"
        for row in told.to_dict("records")
    ]
    return TEMPLATE.read_text(encoding="utf-8").format(
        draws=int(told["draws"].iloc[0]),
        table="\n".join(lines),
        exact="\n".join(
            f"| {row['figure']} | {row['ours']:.0e} | {row['numpy_financial']:.0e} "
            f"| {row['pyxirr']:.0e} |"
            for row in pd.read_csv(EXACT).to_dict("records")
        ),
        digits=DIGITS,
    )


def _shown(apart: float) -> str:
    return "has none" if np.isnan(apart) else f"{apart:.0e}"


if __name__ == "__main__":
    measure().to_csv(RESULTS, index=False, float_format="%.6g", lineterminator="\n")
    measure_exact().to_csv(EXACT, index=False, float_format="%.6g", lineterminator="\n")
