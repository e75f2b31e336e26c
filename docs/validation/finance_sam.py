"""Whole projects beside NREL's SAM: bills by Utilityrate5, money by its commercial loan.

Run as ``python docs/validation/finance_sam.py`` to measure; the tables of the page are those of
`finance_sam_tables.py`. The projects are the rows of `finance_sam_projects.csv`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy_financial as npf
import pandas as pd
import pyxirr
from finance_sam_ours import GAINS, hours_of, reckoned

if TYPE_CHECKING:
    from types import SimpleNamespace

    from finance_sam_ours import Fading, Reckoned

HERE = Path(__file__).parent
PROJECTS = HERE / "finance_sam_projects.csv"
RESULTS, FADING = HERE / "finance_sam.csv", HERE / "finance_sam_fading.csv"
CENTS = 100.0
FADES = 0.005
FADING_PROJECT = "taxed"


def projects() -> list[dict[str, Any]]:
    """Return the projects."""
    return pd.read_csv(PROJECTS).to_dict("records")  # type: ignore[return-value]


def sams(project: dict[str, Any]) -> tuple[np.ndarray, SimpleNamespace, SimpleNamespace]:
    """Return SAM's yearly savings, its project without a loan and with it."""
    from finance_sam_bills import yearly_savings  # noqa: PLC0415 (a test extra)
    from finance_sam_loan import commercial_loan  # noqa: PLC0415

    load, gen = hours_of(project)
    savings = yearly_savings(project, load, gen)
    plain, lent = (
        commercial_loan(project, savings, gen, debt=debt) for debt in (0.0, project["debt"])
    )
    return savings, plain, lent


def compared(project: dict[str, Any]) -> dict[str, Any]:
    """Return every figure of a project on both sides."""
    ours, (savings, plain, lent) = reckoned(project), sams(project)
    worth, owner = ours.worth, ours.loan.equity
    return {
        "project": project["project"],
        "saved_year1": _gains(ours)[0],
        "bill_apart": np.abs(_gains(ours) / savings - 1).max(),
        "npv": worth.npv,
        "npv_sam": plain.npv,
        "npv_owner": owner.npv_after_tax,
        "npv_owner_sam": lent.npv,
        "irr": worth.irr,
        "irr_root": pyxirr.irr(plain.cf_after_tax_cash_flow),
        "irr_sam": plain.irr / 100,
        "irr_left": _left(worth.irr, plain),
        "irr_left_sam": _left(plain.irr / 100, plain),
        "irr_owner": owner.irr_after_tax,
        "irr_owner_root": pyxirr.irr(lent.cf_after_tax_cash_flow),
        "irr_owner_sam": lent.irr / 100,
        "irr_owner_left": _left(owner.irr_after_tax, lent),
        "irr_owner_left_sam": _left(lent.irr / 100, lent),
        "lcoe_after_tax": ours.lcoe_after_tax,
        "lcoe_after_tax_sam": lent.lcoe_nom / CENTS,
        "lcoe_real_after_tax": ours.lcoe_real_after_tax,
        "lcoe_real_after_tax_sam": lent.lcoe_real / CENTS,
        "lcoe": worth.lcoe_per_kwh,
        "lcoe_real": worth.lcoe_real_per_kwh,
        "payback": worth.simple_payback_years,
        "payback_sam": lent.payback,
        "discounted": worth.discounted_payback_years,
        "discounted_sam": lent.discounted_payback,
        "payback_before_tax": worth.simple_payback_before_tax_years,
    }


def fading() -> pd.DataFrame:
    """Return what a fading plant is worth by our two forms and billed anew each year by SAM."""
    told = next(row for row in projects() if row["project"] == FADING_PROJECT)
    project = told | {"degradation": FADES}
    billed_anew = sams(project)[1].npv
    forms: tuple[Fading, ...] = ("compound", "linear")
    worths = [reckoned(project, fading=form).worth.npv for form in forms]
    return pd.DataFrame({"form": forms, "npv": worths}).assign(npv_sam=billed_anew)


def _left(rate: float | None, flow: SimpleNamespace) -> float:
    """Return the present value of SAM's flow at a rate as a part of its outlay; NaN without one."""
    if rate is None or np.isnan(rate):
        return float("nan")
    amounts = np.array(flow.cf_after_tax_cash_flow)
    return abs(float(npf.npv(rate, amounts)) / float(amounts[0]))


def _gains(ours: Reckoned) -> np.ndarray:
    yearly = ours.first_year.flow.yearly
    return yearly[list(GAINS)].sum(axis=1).to_numpy()[1:]


if __name__ == "__main__":
    measured = pd.DataFrame([compared(project) for project in projects()])
    measured.to_csv(RESULTS, index=False, float_format="%.17g", lineterminator="\n")
    fading().to_csv(FADING, index=False, float_format="%.12g", lineterminator="\n")
