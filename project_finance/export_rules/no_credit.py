"""Exported energy is worth nothing, as in Peru until distributed generation is regulated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from project_finance.amounts import checked_amount
from project_finance.export_rules.bill import Bill, settle_by_month
from project_finance.export_rules.rule import ExportRule

if TYPE_CHECKING:
    import pandas as pd

    from project_finance.tariffs import Tariff


def monthly_bill(
    import_kwh: pd.Series, export_kwh: pd.Series, tariff: Tariff, plant_ac_kw: float
) -> Bill:
    """Return the bill where every imported kilowatt-hour is paid and none exported is.

    Peru: the regulation of Decreto Legislativo 1221 (2015) for distributed generation is
    pending, so an exported kilowatt-hour has no price.

    Parameters
    ----------
    import_kwh, export_kwh
        Energy by hour on one index in local time, labelled by start or centre of the hour [kWh].
    tariff
        Any tariff; its spot price is not used.
    plant_ac_kw
        Nameplate of the inverters [kW], at least 0; without effect.

    Raises
    ------
    InputError
        If an energy is missing or negative, or the nameplate is.

    Examples
    --------
    >>> import pandas as pd
    >>> from project_finance.tariffs import flat_tariff
    >>> noon = pd.date_range("2026-01-01 12:00", periods=1, freq="h", tz="America/Lima")
    >>> bought, sold = pd.Series([100.0], index=noon), pd.Series([40.0], index=noon)
    >>> monthly_bill(bought, sold, flat_tariff(0.5, "PEN", year=2026), 80.0).net_cost
    50.0
    """
    checked_amount("plant_ac_kw", plant_ac_kw, least=0.0)
    bill = settle_by_month(
        import_kwh, export_kwh, tariff, credit_per_kwh=0.0, credits_exports=False
    )
    if bill.export_kwh == 0:
        return bill
    unpaid = Note(
        what=message("Worth of exported energy"),
        value=0.0,
        source=message("no rule for surplus energy is in force"),
        effect=message("{kwh:,.0f} kWh earn nothing", kwh=bill.export_kwh),
    )
    return replace(bill, notes=(unpaid,))


RULE = ExportRule(bill=monthly_bill)
