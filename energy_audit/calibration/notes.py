"""What the register says about the calibration against the bills."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from energy_audit.calibration.bill_evidence import calibration_fact
from equipment_catalog.messages import message
from equipment_catalog.notes import Note

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    import pandas as pd

    from equipment_catalog.messages import Message

MOST_TAGS = 12

VALUES = {"load_fraction": message("load"), "hours_per_day": message("hours a day")}


def calibration_notes(by_site: pd.DataFrame, changes: pd.DataFrame) -> Iterator[Note]:
    """Yield what was assumed and what was found, site by site.

    Parameters
    ----------
    by_site, changes
        As in `energy_audit.calibration.Calibration`.
    """
    without = by_site.index[by_site["billed_kwh"].isna()]
    if len(without):
        yield Note(
            what=message("Sites without bills: {sites}", sites=", ".join(map(str, without))),
            value=None,
            source=message("bills of the study"),
            effect=message("their machines stay as the inventory has them"),
            kind="warning",
        )
    billed = by_site.drop(without)
    if billed.empty:
        return
    for site, row in billed.to_dict("index").items():
        yield _moved(str(site), row, changes[changes["site"] == site])
        yield from _absorbed(str(site), row)
        yield from _unexplained(str(site), row)
    yield from _bounds(changes)
    yield from _assumed()


def _moved(site: str, row: Mapping[Hashable, Any], changes: pd.DataFrame) -> Note:
    if changes.empty:
        return Note(
            what=message("{site}: no value of the inventory moves", site=site),
            value=None,
            source=message("inventory and bills"),
            effect=message("savings rest on the values as listed"),
            kind="finding",
        )
    largest = changes.iloc[int(changes["relative_change"].abs().to_numpy().argmax())]
    return Note(
        what=message("{site}: load and hours calibrated to the bills", site=site),
        value=message(
            "{before:,.0f} to {after:,.0f} kWh a year; {count:d} values moved, most of all "
            "{column} of {tag} by {change:+.1%}",
            before=row["inventory_kwh"],
            after=row["calibrated_kwh"],
            count=len(changes),
            column=VALUES[largest["column"]],
            tag=largest["tag"],
            change=largest["relative_change"],
        ),
        source=message("inventory and bills, each weighed by its uncertainty"),
        effect=message("savings rest on the calibrated values; every change is listed"),
        kind="finding",
    )


def _absorbed(site: str, row: Mapping[Hashable, Any]) -> Iterator[Note]:
    """Warn where the bills moved a site further than an unlisted load would have to be large."""
    moved = row["calibrated_kwh"] - row["inventory_kwh"]
    share = moved / row["billed_kwh"] if row["billed_kwh"] else 0.0
    if abs(share) > calibration_fact("unexplained_limit_fraction").value:
        yield Note(
            what=message("{site}: the bills moved the inventory far", site=site),
            value=message("{share:+.1%} of the bills", share=share),
            source=message("within the uncertainty of load and hours"),
            effect=message(
                "a load that is not listed would look the same: measure before it is believed"
            ),
            kind="warning",
        )


def _unexplained(site: str, row: Mapping[Hashable, Any]) -> Iterator[Note]:
    if not row["is_admitted"]:
        return
    share, missing = row["unexplained_fraction"], row["unexplained_kwh"] > 0
    yield Note(
        what=message("{site}: billed energy that no machine explains", site=site)
        if missing
        else message("{site}: the machines draw more than was billed", site=site),
        value=message(
            "{kwh:,.0f} kWh a year, {share:.1%} of the bills",
            kwh=abs(row["unexplained_kwh"]),
            share=abs(share),
        ),
        source=message(
            "more than the uncertainty of load and hours explains: likelihood ratio {ratio:.1f}",
            ratio=abs(row["likelihood_ratio"]),
        ),
        effect=message(
            "a load that is not listed, or an error that all estimates share; shown, not spread "
            "over the machines"
        )
        if missing
        else message(
            "an error that all estimates share, or a meter that counts too little; shown, not "
            "spread over the machines"
        ),
        kind="warning",
    )


def _bounds(changes: pd.DataFrame) -> Iterator[Note]:
    tags = changes.loc[changes["at_bound"], "tag"].unique()
    if len(tags):
        more = "" if len(tags) <= MOST_TAGS else " ..."
        yield Note(
            what=message(
                "The bills push load or hours as far as they may go: {tags}",
                tags=", ".join(map(str, tags[:MOST_TAGS])) + more,
            ),
            value=None,
            source=message("inventory and bills"),
            effect=message("measure these machines first"),
            kind="warning",
        )


def _assumed() -> Iterator[Note]:
    sentences: dict[str, tuple[Message, Message]] = {
        "month_sigma_fraction": (
            message("One month's energy differs from an even year's by"),
            message("how closely the inventory is held to each month"),
        ),
        "reactive_shared_sigma_fraction": (
            message("Reactive energy by typical power factors may be off by"),
            message("how much billed reactive energy tells load from hours"),
        ),
        "max_kw_shared_sigma_fraction": (
            message("The highest demand of the bill may differ from the highest hour by"),
            message("how much the highest demand tells about load"),
        ),
    }
    for key, (what, effect) in sentences.items():
        fact = calibration_fact(key)
        yield Note(
            what=what,
            value=message("{share:.0%} (one sigma)", share=fact.value),
            source=fact.citation,
            effect=effect,
        )
