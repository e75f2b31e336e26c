"""What to measure where the bills and the inventory do not meet, ranked by what it would settle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.calibration.bill_evidence import calibration_fact
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from equipment_catalog.messages import Message

Row = tuple[str, str, float]


def settling_data(spreads: pd.DataFrame, by_site: pd.DataFrame) -> pd.DataFrame:
    """Return which measurements narrow the balance of a site most, where much is unexplained.

    The balance of a site is as uncertain as load and hours of its machines, what may be wrong with
    its bills, and what may not be listed; an unlisted load is taken to be as large as what stays
    unexplained where that is positive. Errors are independent, so each measurement takes away its
    own variance.

    Parameters
    ----------
    spreads
        Indexed by tag: ``site``, ``load_kwh`` and ``hours_kwh`` (what one sigma of each means for
        a year's energy), ``load_sigma_fraction`` and ``hours_sigma_fraction``.
    by_site
        Indexed by site: ``inventory_kwh, calibrated_kwh``, and ``billed_kwh, unexplained_kwh,
        unexplained_fraction``, missing without bills.

    Returns
    -------
    DataFrame
        ``site, rank, measurement, tag, settles_fraction`` (of the variance of the site's balance),
        ``what``; no row for a site whose bills are explained by small moves. ``measurement`` is
        one of
        ``input_power, hours_logger, board_logger, walk, bill_check``.
    """
    limit = calibration_fact("unexplained_limit_fraction").value
    moved = (by_site["calibrated_kwh"] - by_site["inventory_kwh"]) / by_site["billed_kwh"]
    large = by_site[(by_site["unexplained_fraction"].abs() > limit) | (moved.abs() > limit)]
    frames = [
        _of_site(
            str(site), spreads[spreads["site"] == site], row["billed_kwh"], row["unexplained_kwh"]
        )
        for site, row in large.iterrows()
    ]
    columns = ["site", "rank", "measurement", "tag", "settles_fraction", "what"]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)


def _of_site(
    site: str, spreads: pd.DataFrame, billed_kwh: float, unexplained_kwh: float
) -> pd.DataFrame:
    doubt = calibration_fact("bill_fault_sigma_fraction").value * billed_kwh
    fault = doubt**2
    usual = calibration_fact("unlisted_sigma_fraction").value * billed_kwh
    unlisted = max(usual, unexplained_kwh) ** 2 if unexplained_kwh > 0 else 0.0
    machines = (spreads[["load_kwh", "hours_kwh"]] ** 2).sum(axis=None)
    rows = pd.concat(
        [_of_meter(fault, unlisted), _of_machines(spreads, "load"), _of_machines(spreads, "hours")]
    )
    most = int(calibration_fact("needed_rows_per_site").value)
    best = rows[rows["settled"] > 0].nlargest(most, "settled", keep="first")
    return pd.DataFrame(
        {
            "site": site,
            "rank": np.arange(1, len(best) + 1),
            "measurement": best["measurement"],
            "tag": best["tag"],
            "settles_fraction": best["settled"] / (machines + fault + unlisted),
            "what": [
                _what(measurement, tag, site)
                for measurement, tag in zip(best["measurement"], best["tag"], strict=True)
            ],
        }
    )


def _of_meter(fault: float, unlisted: float) -> pd.DataFrame:
    """Return what can be done at the meter, with the variance that it takes away."""
    by_hours = calibration_fact("board_logger_finds_fraction").value
    rows: list[Row] = [
        ("bill_check", "", fault),
        ("board_logger", "", fault + by_hours * unlisted),
        ("walk", "", calibration_fact("walk_finds_fraction").value * unlisted),
    ]
    return pd.DataFrame(rows, columns=["measurement", "tag", "settled"])


def _of_machines(spreads: pd.DataFrame, value: str) -> pd.DataFrame:
    """Return what measuring load or hours of each machine would take away."""
    measured = calibration_fact(f"measured_{value}_sigma_fraction").value
    sigma = spreads[f"{value}_sigma_fraction"]
    left = (measured / sigma.where(sigma > 0, measured)).clip(upper=1.0)
    names = {"load": "input_power", "hours": "hours_logger"}
    return pd.DataFrame(
        {
            "measurement": names[value],
            "tag": spreads.index.astype(str),
            "settled": (spreads[f"{value}_kwh"] ** 2 * (1 - left**2)).to_numpy(),
        }
    )


def _what(measurement: str, tag: str, site: str) -> Message:
    words = {
        "input_power": message("measure the input power of {tag} under typical work", tag=tag),
        "hours_logger": message("log the hours of {tag} for two weeks", tag=tag),
        "board_logger": message("log the main board of {site} for two weeks", site=site),
        "walk": message("walk {site} again for loads that are not in the inventory", site=site),
        "bill_check": message(
            "check the current-transformer ratio of the meter of {site} and whether its readings "
            "were estimated",
            site=site,
        ),
    }
    return words[measurement]
