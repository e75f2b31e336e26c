"""What a plant costs by the power of its modules and of its inverters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pv_design.array_settings import DC_AC_RATIO
from pv_design.size_search.plant_money import PlantCosts

if TYPE_CHECKING:
    from mine_study.study_file import Study


def plant_costs(study: Study) -> PlantCosts:
    """Return the costs of a plant in the study's currency, value-added tax apart.

    The price of a kW of modules is one of a whole plant at the usual DC/AC ratio r. Of it the
    inverters are the share f that renewing them costs:
    capital = price (1 - f) dc_kw + price f r ac_kw. A plant of that ratio costs its price, and
    each of its inverters what it takes to mount, to protect and to connect it.

    Parameters
    ----------
    study
        Checked keys.
    """
    prices, share = study.prices, study.finance.inverter_replacement_fraction
    price = prices.pv_usd_per_kw * prices.usd_rate
    return PlantCosts(
        capital_per_dc_kw=price * (1 - share),
        capital_per_ac_kw=price * share * DC_AC_RATIO,
        capital_per_inverter=prices.pv_usd_per_inverter * prices.usd_rate,
        yearly_per_dc_kw=prices.pv_om_usd_per_kw_year * prices.usd_rate,
    )
