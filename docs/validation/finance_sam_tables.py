"""The projects that SAM reckons too, as tables: how far apart, and every figure of both sides."""

from __future__ import annotations

import numpy as np
import pandas as pd
from finance_sam import FADING, FADING_PROJECT, HERE, RESULTS, projects

TEMPLATE = HERE / "finance_sam_template.md"
WORTHS = (
    "project",
    "saved in year 1",
    "bills apart",
    "NPV of the project",
    "SAM",
    "apart",
    "NPV of the owner",
    "SAM",
    "apart",
)
RETURNS = {
    "IRR of the project": "irr",
    "root of SAM's flow": "irr_root",
    "SAM prints": "irr_sam",
    "IRR of the owner": "irr_owner",
    "root": "irr_owner_root",
    "SAM prints ": "irr_owner_sam",
}
ENERGY = {
    "nominal, SAM's definition": "lcoe_after_tax",
    "SAM": "lcoe_after_tax_sam",
    "real, SAM's definition": "lcoe_real_after_tax",
    "SAM ": "lcoe_real_after_tax_sam",
    "ours: nominal": "lcoe",
    "ours: real": "lcoe_real",
}
PAYBACKS = {
    "after tax": "payback",
    "SAM's payback": "payback_sam",
    "discounted, after tax": "discounted",
    "SAM's": "discounted_sam",
    "before tax": "payback_before_tax",
}
GIVEN = (
    "project",
    "it shows",
    "credits",
    "plant kW",
    "outlay",
    "growth",
    "inflation",
    "rate, real",
    "years",
    "tax",
    "loan",
)


def apart(told: pd.DataFrame) -> pd.DataFrame:
    """Return how far each figure lies from SAM's, as a part of it; NaN where SAM has none."""
    pairs = {name: f"{name}_sam" for name in told.columns if f"{name}_sam" in told.columns}
    pairs = {one: other for one, other in pairs.items() if not one.endswith("left")}
    pairs |= {f"{name}_root": name for name in ("irr", "irr_owner")}
    return pd.DataFrame(
        {"project": told["project"], "bill": told["bill_apart"]}
        | {one: (told[one] / told[other] - 1).abs() for one, other in pairs.items()}
    )


def worst(told: pd.DataFrame) -> dict[str, float]:
    """Return the widest difference of each kind, as a part of SAM's figure."""
    off = apart(told)
    kinds = {
        "bill": ["bill"],
        "npv": ["npv", "npv_owner"],
        "irr": ["irr_root", "irr_owner_root"],
        "irr_printed": ["irr", "irr_owner"],
        "lcoe": ["lcoe_after_tax", "lcoe_real_after_tax"],
        "payback": ["payback", "discounted"],
    }
    return {kind: float(np.nanmax(off[names].to_numpy(float))) for kind, names in kinds.items()}


def section() -> str:
    """Return the part of the page about SAM."""
    told = pd.read_csv(RESULTS)
    fades = pd.read_csv(FADING).set_index("form")
    rates = pd.concat([told["irr"], told["irr_owner"]])
    without = pd.concat([told["irr_sam"], told["irr_owner_sam"]]).isna()
    return TEMPLATE.read_text(encoding="utf-8").format(
        count=len(told),
        missing=int(without.sum()),
        least_missing=float(rates[without].min()),
        worst_left=told[["irr_left_sam", "irr_owner_left_sam"]].max(axis=None),
        worst_left_ours=told[["irr_left", "irr_owner_left"]].max(axis=None),
        fading_project=FADING_PROJECT,
        flows=2 * len(told),
        **{f"worst_{kind}": value for kind, value in worst(told).items()},
        **{f"fading_{form}": row["npv"] / row["npv_sam"] - 1 for form, row in fades.iterrows()},
        given=_given_table(),
        worths=_worth_table(told),
        returns=_columns(told, RETURNS, ".7%", "none"),
        energy=_columns(told, ENERGY, ".7f", "none"),
        paybacks=_columns(told, PAYBACKS, ".4f", "never"),
    )


def _given_table() -> str:
    rows = []
    for row in projects():
        state = f" + {row['state_tax']:.0%}" if row["state_tax"] else ""
        loan = f"{row['debt']:.0%}, {row['loan_rate']:.0%}, {row['loan_years']} y"
        rows.append(
            [
                row["project"],
                row["shows"],
                f"{row['rule']}, {row['sam_bill']}",
                f"{row['plant_kw']}",
                f"{row['capex']:,}",
                *(f"{row[name]:.0%}" for name in ("tariff_escalation", "inflation")),
                f"{row['real_discount']:.0%}",
                f"{row['years']}",
                f"{row['federal_tax']:.1%}{state}" if row["federal_tax"] else "none",
                loan if row["debt"] else "none",
            ]
        )
    return _table(GIVEN, rows, align="---")


def _worth_table(told: pd.DataFrame) -> str:
    rows = [
        [
            row["project"],
            f"{row['saved_year1']:,.2f}",
            f"{gap['bill']:.0e}",
            *(f"{row[name]:,.2f}" for name in ("npv", "npv_sam")),
            f"{gap['npv']:.0e}",
            *(f"{row[name]:,.2f}" for name in ("npv_owner", "npv_owner_sam")),
            f"{gap['npv_owner']:.0e}",
        ]
        for row, gap in zip(told.to_dict("records"), apart(told).to_dict("records"), strict=True)
    ]
    return _table(WORTHS, rows)


def _columns(told: pd.DataFrame, titles: dict[str, str], form: str, missing: str) -> str:
    rows = [
        [
            row["project"],
            *(
                missing if np.isnan(row[name]) else f"{row[name]:{form}}"
                for name in titles.values()
            ),
        ]
        for row in told.to_dict("records")
    ]
    return _table(("project", *(title.strip() for title in titles)), rows)


def _table(titles: tuple[str, ...], rows: list[list[str]], *, align: str = "---:") -> str:
    lines = [list(titles), ["---", *[align] * (len(titles) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
