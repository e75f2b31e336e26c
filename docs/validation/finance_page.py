"""Write finance.md: bills, cash flow, tax, loans, figures of merit and plan beside their peers.

Run as ``python docs/validation/finance_page.py``; ``make validation`` measures first.
"""

from __future__ import annotations

from pathlib import Path

import finance_best_plan
import finance_debt
import finance_draws
import finance_incentives
import finance_incentives_peru
import finance_metrics
import finance_peers
import finance_sam
import finance_sam_tables
import finance_tariffs
import pandas as pd

PAGE = Path(__file__).parent / "finance.md"
BUDGET = 100_000
TEMPLATE = Path(__file__).parent / "finance_template.md"


def page() -> str:
    """Return the page."""
    parts = (
        _head(),
        finance_sam_tables.section(),
        finance_debt.section(),
        finance_incentives.section(),
        finance_incentives_peru.section(),
        finance_tariffs.section(),
        finance_metrics.section(),
        finance_peers.section(),
        finance_draws.section(),
        finance_best_plan.section(),
    )
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _head() -> str:
    """Return what was compared, the widest difference of each kind, and what was not."""
    projects = pd.read_csv(finance_sam.RESULTS)
    libraries = pd.read_csv(finance_peers.RESULTS).set_index("figure")
    speed = pd.read_csv(finance_metrics.SPEED).set_index("work")["seconds"]
    examples = pd.read_csv(finance_metrics.EXAMPLES)
    pilot = pd.read_csv(finance_best_plan.PILOT).set_index("budget_usd").loc[BUDGET]
    return TEMPLATE.read_text(encoding="utf-8").format(
        projects=len(projects),
        **finance_sam_tables.worst(projects),
        debt=finance_debt.worst(pd.read_csv(finance_debt.RESULTS)),
        loans=len(finance_debt.LOANS),
        by_hand=len(finance_tariffs.rows()),
        examples=len(examples),
        remembered=int((examples["trust"] == "memory").sum()),
        draws=int(libraries["draws"].iloc[0]),
        libraries=libraries["numpy_financial"].max(),
        pyxirr=libraries["pyxirr"].max(),
        awkward=len(finance_metrics.HARD_CASES),
        irr_many=speed["irr_many"],
        pyxirr_times=speed["pyxirr"] / speed["irr_many"],
        npf_times=speed["numpy_financial"] / speed["irr_many"],
        draws_apart=pd.read_csv(finance_draws.RESULTS)["apart"].iloc[0],
        draws_s=pd.read_csv(finance_draws.RESULTS)["seconds"].iloc[0],
        pilot_best=pilot["best"],
        pilot_efficiency=pilot["efficiency_alone"],
        pilot_panels=pilot["panels_alone"],
        pilot_greedy=pilot["greedy"],
        pilot_s=pilot["seconds"],
        best=pd.read_csv(finance_best_plan.EXACT)["apart_fraction"].max(),
        taxpayers=len(finance_incentives.TAXPAYERS) + len(finance_incentives_peru.CASES),
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
