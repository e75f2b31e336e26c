"""What `results.json` says of how sure the yield is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pv_design.exceedance_law import EXCEEDED, long_span_years

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mine_study.language import Reader
    from pv_design.exceedance_law import Exceedance

SPANS = ("one_year", "long_mean")
KEYS = {probability: f"p{probability * 100:.0f}_ac_kwh" for probability in EXCEEDED}


def exceedance_results(sure: Exceedance, reader: Reader) -> dict[str, Any]:
    """Return energies, sigmas and their reasons of the plant of one site.

    Parameters
    ----------
    sure
        How sure the plant's yield is.
    reader
        Whose language the sources are in.
    """
    years_of = dict(zip(SPANS, (1, long_span_years()), strict=True))
    energies = {
        span: {
            "years": years,
            "sigma_fraction": sure.sigma_fraction(years),
            **{key: sure.exceeded_kwh(p, years) for p, key in KEYS.items()},
        }
        for span, years in years_of.items()
    }
    return {
        **energies,
        "basis": sure.basis,
        "real_years": len(sure.yearly_kwh),
        "normal_probability": sure.normal_probability,
        "components": [
            {
                "name": part.name,
                "sigma_fraction": part.sigma_fraction,
                "averages_out": part.averages_out,
                "source": reader.say(part.source),
            }
            for part in sure.components
        ],
    }


def sum_of_exceedances(sites: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return the sums over the sites, as if all turned out well or badly together.

    Parameters
    ----------
    sites
        `exceedance` of each; None for one without a plant.

    Returns
    -------
    dict or None
        Energies of one year and of the long mean; None where no site has a plant.
    """
    found = [site["exceedance"] for site in sites if site["exceedance"] is not None]
    if not found:
        return None
    return {
        span: {key: sum(one[span][key] for one in found) for key in KEYS.values()} for span in SPANS
    }
