"""Several sources of the sun of one place, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from pv_design.weather.description import YEAR, describe_weather

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pv_design.weather.model import Weather

_FEWEST = 2
_FACTS = ("pv_design.weather", "data/comparison_facts.csv")


@dataclass(frozen=True, kw_only=True, eq=False)
class WeatherComparison:
    """Irradiation and air by source and month, and where the sources disagree."""

    months: pd.DataFrame
    """By figure and source, rows 1 to 12 and `YEAR`: the figures of `WeatherDescription.months`;
    of a source with several real years, the mean of all."""
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
    not_independent: pd.DataFrame
    """A row for each pair whose agreement proves nothing: `first`, `second`, `origins` that both
    have, separated by commas, or nothing where both are the same file."""
    different_places: pd.DataFrame
    """A row for each pair that lies further apart than a cell: `first`, `second`, `apart_deg`."""

    def by_source(self, figure: str) -> pd.DataFrame:
        """Return one figure of `months`, a column a source, rows 1 to 12 and `YEAR`."""
        sources = self.months.columns.get_level_values(1).unique()
        return pd.DataFrame({name: self.months[(figure, name)] for name in sources})

    @property
    def ghi_kwh_m2_day(self) -> pd.DataFrame:
        """Irradiation of the horizontal, a column a source, rows 1 to 12 and `YEAR`."""
        return self.by_source("ghi_kwh_m2_day")

    @property
    def from_first_fraction(self) -> pd.DataFrame:
        """Difference of each source from the first one, over the mean of both.

        A month without sun in both has none.
        """
        levels = self.ghi_kwh_m2_day
        first = levels.iloc[:, 0]
        return levels.apply(lambda level: _difference_fraction(first, level))

    @property
    def has_independent_pair(self) -> bool:
        """Whether two of the sources have nothing in common."""
        count = self.ghi_kwh_m2_day.shape[1]
        return len(self.not_independent) < count * (count - 1) // 2

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
    polar month without sun in both sources is no disagreement. Two sources of one family, or of
    the same file, are named: that they agree says nothing about the sun.

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
    by_source = {name: one.long_term for name, one in described.items()}
    months = pd.concat(by_source, axis="columns").swaplevel(axis="columns")
    ghi = pd.DataFrame({name: one["ghi_kwh_m2_day"] for name, one in by_source.items()})
    limit = read_fact(*_FACTS, "disagreement_fraction")
    return WeatherComparison(
        months=months,
        annual_kwh_m2=pd.DataFrame({n: d.annual_kwh_m2 for n, d in described.items()}).T,
        sigma_resource_fraction=sigma,
        disagreements=_disagreements(ghi, sigma, limit.value),
        limit_fraction=limit.value,
        not_independent=_not_independent(sources),
        different_places=_different_places(sources),
    )


def _difference_fraction(first: pd.Series, second: pd.Series) -> pd.Series:
    """Return second less first, over the mean of both; 0 where both are 0."""
    middle = (first + second) / 2
    return ((second - first) / middle.where(middle > 0)).fillna(0.0)


def _not_independent(sources: Mapping[str, Weather]) -> pd.DataFrame:
    rows = [
        {"first": first, "second": second, "origins": ", ".join(common)}
        for (first, one), (second, other) in combinations(sources.items(), 2)
        if (common := [family for family in one.origins if family in other.origins])
        or (one.sha256 and one.sha256 == other.sha256)
    ]
    return pd.DataFrame(rows, columns=["first", "second", "origins"])


def _different_places(sources: Mapping[str, Weather]) -> pd.DataFrame:
    limit = read_fact(*_FACTS, "different_place_deg").value
    rows = [
        {"first": first, "second": second, "apart_deg": apart}
        for (first, one), (second, other) in combinations(sources.items(), 2)
        if (apart := _apart_deg(one, other)) > limit
    ]
    return pd.DataFrame(rows, columns=["first", "second", "apart_deg"])


def _apart_deg(one: Weather, other: Weather) -> float:
    """Return the larger of the differences of latitude and longitude, over the date line."""
    east_west = abs((one.longitude - other.longitude + 180) % 360 - 180)
    return max(abs(one.latitude - other.latitude), east_west)


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
