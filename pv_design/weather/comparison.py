"""Several sources of the sun of one place, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from pv_design.weather.description import describe_weather

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pv_design.weather.model import Weather

YEAR = 0
"""Row of the whole year in a table of months 1 to 12."""
_FEWEST = 2
_GHI = "ghi_kwh_m2_day"


@dataclass(frozen=True, kw_only=True, eq=False)
class WeatherComparison:
    """Irradiation of the horizontal by source and month, and where the sources disagree."""

    ghi_kwh_m2_day: pd.DataFrame
    """A column a source, rows 1 to 12 and `YEAR` [kWh/m2/day]; of a source with several real
    years, the mean of all."""
    annual_kwh_m2: pd.DataFrame
    """A row a source: `ghi`, `dni`, `dhi` of the year that is used [kWh/m2]."""
    sigma_resource_fraction: pd.Series
    """Standard deviation of the level of each source, as the source itself is judged."""
    disagreements: pd.DataFrame
    """A row for each pair and month, or `YEAR`, further apart than the limit: `first`, `second`,
    `month`, `difference_fraction` (second less first, over the mean of both), and
    `likely_fraction`, one standard deviation of that difference by the sources' own sigmas."""
    limit_fraction: float
    """Difference beyond which a pair is named."""

    @property
    def from_first_fraction(self) -> pd.DataFrame:
        """Difference of each source from the first one."""
        return self.ghi_kwh_m2_day.div(self.ghi_kwh_m2_day.iloc[:, 0], axis="index") - 1

    @property
    def from_mean_fraction(self) -> pd.DataFrame:
        """Difference of each source from the mean of all."""
        return self.ghi_kwh_m2_day.div(self.ghi_kwh_m2_day.mean(axis="columns"), axis="index") - 1

    @property
    def annual_disagreements(self) -> pd.DataFrame:
        """The pairs whose years are further apart than the limit."""
        return self.disagreements[self.disagreements["month"] == YEAR]


def compare_weather(sources: Mapping[str, Weather]) -> WeatherComparison:
    """Return several sources side by side, in the order they are given.

    Parameters
    ----------
    sources
        At least two years of weather by name.

    Raises
    ------
    InputError
        If there are fewer than two.

    Notes
    -----
    A pair's difference is taken over the mean of both, so that neither counts as the truth. A
    polar month without sun in both sources is no disagreement. Sources may lie some way apart:
    their own notes say so.

    Examples
    --------
    >>> from equipment_catalog.year_hours import hours_of_year
    >>> from pv_design.weather.model import Weather
    >>> def even(ghi):
    ...     columns = {"ghi": ghi, "dni": 0.0, "dhi": ghi, "temp_air": 21.0, "wind_speed": 1.5}
    ...     return Weather(data=pd.DataFrame(columns, hours_of_year(2025, -5)), latitude=2.98,
    ...                    longitude=-76.65, altitude_m=1200.0, source="even", period="2025",
    ...                    sigma_resource_fraction=0.05)
    >>> compared = compare_weather({"a": even(190.0), "b": even(210.0), "c": even(211.0)})
    >>> compared.annual_disagreements[["first", "second"]].to_numpy().tolist()  # 21 / 200.5
    [['a', 'c']]
    """
    if len(sources) < _FEWEST:
        allowed = message("two or more sources of weather")
        raise InputError.of("sources", ", ".join(sources), allowed=allowed)
    described = {name: describe_weather(weather) for name, weather in sources.items()}
    sigma = pd.Series({name: one.sigma_resource_fraction for name, one in sources.items()})
    ghi = pd.DataFrame({name: _long_term_ghi(weather) for name, weather in sources.items()})
    limit = read_fact("pv_design.weather", "data/comparison_facts.csv", "disagreement_fraction")
    return WeatherComparison(
        ghi_kwh_m2_day=ghi,
        annual_kwh_m2=pd.DataFrame({n: d.annual_kwh_m2 for n, d in described.items()}).T,
        sigma_resource_fraction=sigma,
        disagreements=_disagreements(ghi, sigma, limit.value),
        limit_fraction=limit.value,
    )


def _long_term_ghi(weather: Weather) -> pd.Series:
    """Return the months and the year of a source, the mean of its real years where it has some."""
    years = [describe_weather(one) for one in weather.real_years or (weather,)]
    months = pd.concat([year.months[_GHI] for year in years], axis="columns").mean(axis="columns")
    whole: pd.Series = pd.Series({YEAR: np.mean([year.year[_GHI] for year in years])})
    by_row: pd.Series = pd.concat([months, whole])
    return by_row.rename_axis("month")


def _disagreements(ghi: pd.DataFrame, sigma: pd.Series, limit: float) -> pd.DataFrame:
    """Return the pairs and rows further apart than the limit, pair by pair, the year last."""
    first, second = np.triu_indices(ghi.shape[1], k=1)
    levels, names = ghi.to_numpy(), ghi.columns.to_numpy()
    middle = (levels[:, first] + levels[:, second]) / 2
    apart = levels[:, second] - levels[:, first]
    difference = np.divide(apart, middle, out=np.zeros_like(apart), where=middle > 0)
    likely = np.hypot(sigma.to_numpy()[first], sigma.to_numpy()[second])
    pair, row = np.nonzero((np.abs(difference) > limit).T)
    return pd.DataFrame(
        {
            "first": names[first[pair]],
            "second": names[second[pair]],
            "month": ghi.index.to_numpy()[row],
            "difference_fraction": difference[row, pair],
            "likely_fraction": likely[pair],
        }
    )
