"""What the command line prints of several sources of weather side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import message
from mine_study.charts.style import month_names
from mine_study.charts.weather_months import comparison_finding
from mine_study.charts.words import choice
from mine_study.remarks import remark_line
from mine_study.text_table import aligned
from mine_study.weather_words import family_names, period_words
from pv_design.weather.description import YEAR

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from mine_study.language import Reader
    from pv_design.weather import Weather
    from pv_design.weather.comparison import WeatherComparison


def comparison_lines(
    comparison: WeatherComparison, sources: Mapping[str, Weather], reader: Reader
) -> Iterator[str]:
    """Yield the months and years side by side, the differences, who disagrees, and warnings."""
    for number, (name, weather) in enumerate(sources.items(), start=1):
        said = reader.say(weather.source), reader.say(period_words(weather))
        yield f"{number}  {name}: {'; '.join(said)}"
    yield ""
    yield reader.say(
        message(
            "irradiation of the horizontal [kWh/m² a day]; differences are over the mean of both, "
            "here and below"
        )
    )
    yield from _comparison_table(comparison, reader)
    yield ""
    yield from _annual_table(comparison, reader)
    yield ""
    yield reader.say(comparison_finding(comparison, reader))
    yield from _kinship_lines(comparison, reader)
    yield from _disagreement_lines(comparison, reader)
    for name, weather in sources.items():
        for note in (note for note in weather.notes if note.kind == "warning"):
            yield f"{reader.say(choice(note.kind))}: {name}: {remark_line(note, reader)}"


def _row_names(reader: Reader) -> dict[int, str]:
    months = dict(enumerate(month_names(reader), start=1))
    return {**months, YEAR: reader.say(message("year"))}


def _comparison_table(comparison: WeatherComparison, reader: Reader) -> Iterator[str]:
    levels = comparison.ghi_kwh_m2_day
    shares = comparison.from_first_fraction.iloc[:, 1:].to_numpy(float)
    numbers = [str(number) for number in range(1, levels.shape[1] + 1)]
    heads = ["", *numbers, *(f"{number}-1" for number in numbers[1:])]
    names = _row_names(reader)
    lines = zip(levels.index, levels.to_numpy(float).tolist(), shares.tolist(), strict=True)
    rows = [
        [
            names[row],
            *(reader.number(level, 2) for level in line),
            *(_signed(share, reader) for share in apart),
        ]
        for row, line, apart in lines
    ]
    yield from aligned([heads, *rows])


def _signed(share: float, reader: Reader) -> str:
    said = reader.percent(share)
    return f"+{said}" if said[0] not in "-0—" else said


def _annual_table(comparison: WeatherComparison, reader: Reader) -> Iterator[str]:
    heads = ["", "GHI", "DNI", "DHI", "±"]
    rows = [
        [
            str(number),
            *(reader.number(row[name]) for name in ("ghi", "dni", "dhi")),
            reader.percent(comparison.sigma_resource_fraction.iloc[number - 1], 1),
        ]
        for number, (_, row) in enumerate(comparison.annual_kwh_m2.iterrows(), start=1)
    ]
    yield reader.say(message("year that is used [kWh/m²], uncertainty of its level"))
    yield from aligned([heads, *rows])


def _kinship_lines(comparison: WeatherComparison, reader: Reader) -> Iterator[str]:
    """Yield one line a pair that cannot confirm each other, or is not of one place."""
    for row in comparison.not_independent.to_dict(orient="records"):
        if not row["origins"]:
            said = message("not independent: {first} and {second} are the same data", **_pair(row))
        else:
            said = message(
                "not independent: {first} and {second} both rest on {origins}; that they agree "
                "confirms neither",
                origins=family_names(row["origins"]),
                **_pair(row),
            )
        yield reader.say(said)
    for row in comparison.different_places.to_dict(orient="records"):
        yield reader.say(
            message(
                "warning: {first} and {second} are different places, {apart:.2f} degrees apart",
                apart=row["apart_deg"],
                **_pair(row),
            )
        )


def _pair(row: Mapping[Hashable, Any]) -> dict[str, str]:
    return {name: str(row[name]) for name in ("first", "second")}


def _disagreement_lines(comparison: WeatherComparison, reader: Reader) -> Iterator[str]:
    """Yield one line a pair that disagrees: over the year, and in which months."""
    names = _row_names(reader)
    for (first, second), rows in comparison.disagreements.groupby(["first", "second"], sort=False):
        apart = zip(rows["month"], rows["difference_fraction"], strict=True)
        said = ", ".join(f"{names[month]} {_signed(share, reader)}" for month, share in apart)
        yield reader.say(
            message(
                "warning: {second} and {first} are more than {limit:.0%} of their mean apart: "
                "{rows}; their own uncertainties let ± {likely:.0%} expect",
                first=first,
                second=second,
                limit=comparison.limit_fraction,
                rows=said,
                likely=rows["likely_fraction"].iloc[0],
            )
        )
