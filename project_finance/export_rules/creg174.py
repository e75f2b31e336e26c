"""Colombia: credits for exported energy of CREG 174/2021, article 25."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from project_finance.export_rules.monthly_credits import MonthlyCredits

if TYPE_CHECKING:
    import pandas as pd

    from project_finance.export_rules.bill import Bill
    from project_finance.tariffs import Tariff

_CREDITS = MonthlyCredits(
    package="project_finance",
    path="export_rules/creg174.csv",
    title=message("Worth of an exported kWh that is credited, per CREG 174/2021 art. 25"),
)


def monthly_bill(
    import_kwh: pd.Series, export_kwh: pd.Series, tariff: Tariff, plant_ac_kw: float
) -> Bill:
    """Return the bill with monthly credits, kilowatt-hour for kilowatt-hour.

    In each month the export up to that month's import is credited; the rest is paid at the spot
    price; nothing is carried to the next month. A credited kilowatt-hour is worth the unit cost
    CU less the components that are charged on it: Cv up to 100 kW, T + D + Cv + PR + R above,
    so that G is left. The credit is reckoned on CU without the contribution, which stays
    charged on the whole consumption: the careful reading, and a note says so.

    Parameters
    ----------
    import_kwh, export_kwh
        Energy by hour on one index in local time, labelled by start or centre of the hour [kWh].
    tariff
        A tariff with its components; an unknown spot price pays nothing, with a warning; one
        by hour pays each hour after the month's export has passed the month's import.
    plant_ac_kw
        Nameplate of the inverters behind this meter [kW], above 0 if anything is exported.

    Raises
    ------
    InputError
        If the plant is above 1 MW or of 0 kW and yet exports, the tariff has no components, or
        an energy is missing or negative.

    References
    ----------
    Resolución CREG 174 de 2021, arts. 5 and 25, read in a third party's transcription.

    Examples
    --------
    >>> import pandas as pd
    >>> from project_finance.tariffs import read_tariff
    >>> noon = pd.date_range("2026-01-01 12:00", periods=1, freq="h", tz="America/Bogota")
    >>> bought, sold = pd.Series([100.0], index=noon), pd.Series([40.0], index=noon)
    >>> sheet = read_tariff("CO-CEO-2013-02-N1")
    >>> round(monthly_bill(bought, sold, sheet, plant_ac_kw=99.0).credit_value, 2)
    11193.5
    """
    return _CREDITS.bill(import_kwh, export_kwh, tariff, plant_ac_kw)


def credit_per_kwh(tariff: Tariff, plant_ac_kw: float) -> float:
    """Return what a credited kilowatt-hour takes off the bill [money/kWh].

    Parameters
    ----------
    tariff
        A tariff with its components.
    plant_ac_kw
        Nameplate of the inverters [kW]; the value falls by a step just above 100 kW.

    Raises
    ------
    InputError
        If the plant is above 1 MW, or the components are not known.

    Examples
    --------
    >>> from project_finance.tariffs import read_tariff
    >>> sheet = read_tariff("CO-CEO-2013-02-N1")
    >>> round(credit_per_kwh(sheet, 100.0), 4), round(credit_per_kwh(sheet, 100.1), 4)
    (279.8376, 144.7471)
    """
    return _CREDITS.credit_per_kwh(tariff, plant_ac_kw)


RULE = _CREDITS.rule()
