"""A project's money by Cashloan of NREL's SAM, its commercial loan.

SAM is American: what had to be set so that a project means the same on both sides is told on the
page, in words.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
from finance_sam_bills import DEFAULTS, part_worked
from PySAM import Cashloan  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from numpy.typing import NDArray

CUSTOM = 6.0
"""SAM's number of depreciation by the custom schedule."""


def commercial_loan(
    project: dict[str, Any],
    savings: NDArray[np.float64],
    gen_kw: NDArray[np.float64],
    *,
    debt: float,
) -> SimpleNamespace:
    """Return what SAM's commercial loan makes of the yearly savings."""
    model = Cashloan.default(DEFAULTS)
    _give_output(model, project, gen_kw)
    model.FinancialParameters.assign(_terms(project, debt))
    model.SystemCosts.assign(
        {
            "total_installed_cost": project["capex"],
            "om_capacity": [0.0],
            "om_fixed": _running_costs(project),
        }
    )
    model.PaymentIncentives.assign(
        {
            "ibi_oth_amount": project["grant"],
            **dict.fromkeys(("ibi_oth_amount_deprbas_fed", "ibi_oth_amount_deprbas_sta"), 1.0),
            **dict.fromkeys(("ibi_oth_amount_tax_fed", "ibi_oth_amount_tax_sta"), 0.0),
        }
    )
    model.Depreciation.assign(_depreciation(project))
    years = project["years"] + 1
    model.value("annual_energy_value", [0.0, *savings])
    model.value("true_up_credits_ym", [[0.0] * 12] * years)
    for name in ("utility_bill_w_sys", "utility_bill_wo_sys"):
        model.value(name, [0.0] * years)
    model.execute(0)
    return SimpleNamespace(**model.Outputs.export())


def _give_output(
    model: Any,  # noqa: ANN401  SAM's models have no types
    project: dict[str, Any],
    gen_kw: NDArray[np.float64],
) -> None:
    """Set one year that fades, or all years where the first is not whole."""
    model.ElectricityRates.rate_escalation = [0.0]
    model.SystemOutput.degradation = [100 * project["degradation"]]
    model.SystemOutput.gen = gen_kw.tolist()
    model.Lifetime.system_use_lifetime_output = 0
    if project["delay"]:
        model.SystemOutput.gen = np.outer(part_worked(project), gen_kw).ravel().tolist()
        model.Lifetime.system_use_lifetime_output = 1


def _terms(project: dict[str, Any], debt: float) -> dict[str, Any]:
    return {
        "analysis_period": project["years"],
        "debt_fraction": 100 * debt,
        "loan_rate": 100 * project["loan_rate"],
        "loan_term": project["loan_years"],
        "federal_tax_rate": [100 * project["federal_tax"]],
        "state_tax_rate": [100 * project["state_tax"]],
        "inflation_rate": 100 * project["inflation"],
        "real_discount_rate": 100 * project["real_discount"],
        "salvage_percentage": 100 * project["salvage"],
        "prop_tax_cost_assessed_percent": 0.0,
    }


def _depreciation(project: dict[str, Any]) -> dict[str, Any]:
    """Return a straight line from the first day of use, with the special deduction in year 1."""
    life = project["depreciation_years"]
    in_use = np.maximum(np.arange(life + 2) - project["delay"], 0.0)
    schedule = 100 * np.diff(np.minimum(in_use / life, 1.0))
    schedule[0] += 100 * project["special_deduction"]
    return {
        "depr_alloc_macrs_5_percent": 0.0,
        "depr_alloc_custom_percent": 100.0,
        "depr_custom_schedule": schedule.tolist(),
        "depr_bonus_fed": 0.0,
        "depr_bonus_sta": 0.0,
        "depr_basis_mat": [[1.0, project["capex"], 100.0, 0, 0, CUSTOM], [2.0, 0, 0, 0, 0, 0]],
    }


def _running_costs(project: dict[str, Any]) -> list[float]:
    """Return the cost of year 1, which SAM lets grow; year by year where it is not even."""
    if not (project["renewal"] or project["delay"]):
        return [project["om_per_year"]]
    costs = project["om_per_year"] * part_worked(project)
    costs[project["renewal_year"] - 1] += project["renewal"]
    prices = (1 + project["inflation"]) ** np.arange(costs.size)
    return (costs * prices).tolist()  # type: ignore[no-any-return]
