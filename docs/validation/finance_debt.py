"""Loans beside SAM's single owner: sculpted, level and falling payments, cover and reserve.

Run as ``python docs/validation/finance_debt.py`` to measure; `section` is then the page's part.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy_financial as npf
import pandas as pd

from project_finance.debt.cover import cover
from project_finance.debt.ledger import ledger
from project_finance.debt.reserve import reserve_account
from project_finance.debt.sizing import loan_amount, loan_payments
from project_finance.debt.terms import DebtTerms

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

HERE = Path(__file__).parent
RESULTS = HERE / "finance_debt.csv"
TEMPLATE = HERE / "finance_debt_template.md"
PLANT_KW, RESERVE_MONTHS, NO_LIMIT = 10_000.0, 6, 1e12
DEBT_PERCENT = 5.0
"""Loan of the kinds whose size is told, as part of what SAM's plant costs."""
LOANS: dict[str, dict[str, Any]] = {
    "sculpted to 1.3": {"kind": "sculpted", "rate": 0.08, "years": 12, "dscr_target": 1.3},
    "sculpted to 1.1, no interest": {
        "kind": "sculpted",
        "rate": 0.0,
        "years": 7,
        "dscr_target": 1.1,
    },
    "sculpted to 2 over 20 years": {
        "kind": "sculpted",
        "rate": 0.12,
        "years": 20,
        "dscr_target": 2.0,
    },
    "annuity": {"kind": "annuity", "rate": 0.09, "years": 10},
    "annuity, 3 years of grace": {"kind": "annuity", "rate": 0.09, "years": 10, "grace_years": 3},
    "equal principal": {"kind": "equal_principal", "rate": 0.09, "years": 10},
    "equal principal, 3 years of grace": {
        "kind": "equal_principal",
        "rate": 0.09,
        "years": 10,
        "grace_years": 3,
    },
}
PAYMENT_OPTIONS = {"sculpted": 0, "annuity": 0, "equal_principal": 1}


def sams(loan: dict[str, Any]) -> SimpleNamespace:
    """Return SAM's single owner of a plant of even power with a loan; its reserve earns nothing."""
    from PySAM import Singleowner  # type: ignore[import-untyped]  # noqa: PLC0415 (a test extra)

    model = Singleowner.default("PVWattsSingleOwner")
    model.Lifetime.system_use_lifetime_output = 0
    even = [PLANT_KW] * 8760
    model.SystemOutput.assign({"gen": even, "system_pre_curtailment_kwac": even})
    sculpted = loan["kind"] == "sculpted"
    size = {"dscr": loan["dscr_target"]} if sculpted else {"debt_percent": DEBT_PERCENT}
    model.FinancialParameters.assign(
        {
            "reserves_interest": 0.0,
            "dscr_limit_debt_fraction": 0,
            "dscr_reserve_months": float(RESERVE_MONTHS),
            "loan_moratorium": loan.get("grace_years", 0),
            "debt_option": int(sculpted),
            "payment_option": PAYMENT_OPTIONS[loan["kind"]],
            "term_tenor": loan["years"],
            "term_int_rate": 100 * loan["rate"],
            **size,
        }
    )
    model.execute(0)
    return SimpleNamespace(**model.Outputs.export())


def compared(name: str) -> dict[str, Any]:
    """Return a loan's figures on both sides, for the cash that SAM's plant earns."""
    loan = LOANS[name]
    theirs = sams(loan)
    cash, last = np.array(theirs.cf_cash_for_ds)[1:], loan["years"] + 1
    sculpted = loan["kind"] == "sculpted"
    terms = DebtTerms(**loan) if sculpted else DebtTerms(**loan, loan_amount=theirs.size_of_debt)
    amount, _ = loan_amount(terms, cash, outlay=NO_LIMIT)
    account = ledger(terms.rate, loan_payments(terms, cash, amount))
    held = cover(cash, account, local_rate=terms.rate)
    service = account["payment"].reindex(range(1, cash.size + 1), fill_value=0.0)
    reserve = reserve_account(cash - service, service, months=RESERVE_MONTHS)
    return {
        "loan": name,
        "amount": amount,
        "amount_sam": theirs.size_of_debt,
        "payments_apart": _apart(account["payment"], theirs.cf_debt_payment_total[1:last], amount),
        "balance_apart": _apart(account["closing"], theirs.cf_debt_balance[1:last], amount),
        "reserve_apart": _apart(reserve["balance"], theirs.cf_reserve_debtservice, amount),
        "dscr_min": held.dscr_min,
        "dscr_min_sam": theirs.min_dscr,
        "dscr_apart": _apart(held.yearly["dscr"].iloc[: last - 1], theirs.cf_pretax_dscr[1:last]),
        "llcr": held.llcr,
        "llcr_npf": float(npf.npv(terms.rate, [0.0, *cash[: last - 1]])) / theirs.size_of_debt,
    }


def _apart(ours: ArrayLike, theirs: ArrayLike, scale: float = 1.0) -> float:
    return float(np.abs(np.asarray(ours) - np.asarray(theirs)).max() / scale)


def worst(told: pd.DataFrame) -> float:
    """Return the widest difference of any figure, as a part of the loan or of the ratio."""
    direct = told[["payments_apart", "balance_apart", "reserve_apart", "dscr_apart"]]
    pairs = {"amount": "amount_sam", "dscr_min": "dscr_min_sam"}
    pairs["llcr"] = "llcr_npf"
    ratios = [(told[one] / told[other] - 1).abs().max() for one, other in pairs.items()]
    return float(max(direct.to_numpy().max(), *ratios))


def section() -> str:
    """Return the part of the page about loans."""
    told = pd.read_csv(RESULTS)
    lines = [
        f"| {row['loan']} | {row['amount']:,.0f} | {row['amount_sam']:,.0f} "
        f"| {row['payments_apart']:.0e} | {row['balance_apart']:.0e} | {row['reserve_apart']:.0e} "
        f"| {row['dscr_min']:.6f} | {row['dscr_min_sam']:.6f} "
        f"| {row['llcr']:.6f} | {row['llcr_npf']:.6f} |"
        for row in told.to_dict("records")
    ]
    return TEMPLATE.read_text(encoding="utf-8").format(worst=worst(told), table="\n".join(lines))


if __name__ == "__main__":
    pd.DataFrame([compared(name) for name in LOANS]).to_csv(
        RESULTS, index=False, float_format="%.17g", lineterminator="\n"
    )
