"""What the command line prints of a source of weather: months, level, marks, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import message
from mine_study.charts.style import month_names
from mine_study.charts.words import choice
from mine_study.remarks import remark_line
from mine_study.text_table import aligned
from mine_study.weather_words import period_words
from pv_design.weather.description import describe_weather

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    import pandas as pd

    from equipment_catalog.messages import Message
    from equipment_catalog.notes import Note
    from mine_study.language import Reader
    from pv_design.weather import Weather
    from pv_design.weather.description import WeatherDescription


def description_lines(sources: Mapping[str, Weather], reader: Reader) -> Iterator[str]:
    """Yield each source: what it is, its months, its uncertainty, its marks and notes."""
    for number, (name, weather) in enumerate(sources.items()):
        if number:
            yield ""
        described = describe_weather(weather)
        yield from _source_lines(name, weather, reader)
        yield ""
        yield from _month_lines(weather, described, reader)
        yield ""
        yield from _year_lines(weather, described, reader)
        yield from _mark_lines(weather, reader)
        for note in _told_by_no_mark(weather):
            yield f"{reader.say(choice(note.kind))}: {remark_line(note, reader)}"


def verdict_word(verdict: str) -> Message:
    """Return what a check found, as a reader sees it.

    Examples
    --------
    >>> str(verdict_word("doubtful"))
    'doubtful'
    """
    names = {
        "good": message("good"),
        "doubtful": message("doubtful"),
        "wrong": message("wrong"),
    }
    return names[verdict]


def _source_lines(name: str, weather: Weather, reader: Reader) -> Iterator[str]:
    yield f"{name}: {reader.say(weather.source)}"
    yield reader.say(
        message(
            "{latitude:.4f}, {longitude:.4f}, {altitude:,.0f} m above the sea, UTC{offset:+g}",
            latitude=weather.latitude,
            longitude=weather.longitude,
            altitude=weather.altitude_m,
            offset=weather.utc_offset_hours,
        )
    )
    kind = message("typical or synthetic year") if weather.is_typical else message("real year")
    period = period_words(weather)
    yield reader.say(message("period: {period} ({kind})", period=period, kind=kind))
    if weather.spatial_resolution:
        cells = weather.spatial_resolution
        yield reader.say(message("one value stands for: {cells}", cells=cells))
    if weather.horizon_is_included:
        yield reader.say(message("terrain: the source has already taken its part of the sun"))
    if weather.horizon is not None:
        yield reader.say(message("terrain: {source}", source=weather.horizon.source))
    if weather.sha256:
        yield f"sha256: {weather.sha256}"


def _month_lines(weather: Weather, described: WeatherDescription, reader: Reader) -> Iterator[str]:
    """Yield the table of the year that is used and, of several, the mean of all beside it."""
    several = len(weather.real_years) > 0
    said = message("irradiation [kWh/m² a day], air [°C], wind [m/s]")
    if several:
        said = message(
            "irradiation [kWh/m² a day], air [°C], wind [m/s] of {year}; last column: GHI, mean "
            "of all {count:d} years",
            year=weather.period,
            count=len(weather.real_years),
        )
    yield reader.say(said)
    heads = ["", "GHI", "DNI", "DHI", "°C", "m/s", *(["GHI Ø"] if several else [])]
    names = [*month_names(reader), reader.say(message("year"))]
    used = [*described.months.to_dict(orient="records"), described.year.to_dict()]
    means = described.long_term["ghi_kwh_m2_day"]
    rows = [
        [name, *_numbers(row, reader), *([reader.number(mean, 2)] if several else [])]
        for name, row, mean in zip(names, used, means, strict=True)
    ]
    yield from aligned([heads, *rows])


def _numbers(values: Mapping[Hashable, Any], reader: Reader) -> list[str]:
    decimals = {
        "ghi_kwh_m2_day": 2,
        "dni_kwh_m2_day": 2,
        "dhi_kwh_m2_day": 2,
        "temp_air_c": 1,
        "wind_speed_m_s": 1,
    }
    return [reader.number(values[name], places) for name, places in decimals.items()]


def _year_lines(weather: Weather, described: WeatherDescription, reader: Reader) -> Iterator[str]:
    annual = described.annual_kwh_m2
    yield reader.say(
        message(
            "year: GHI {ghi:,.0f}, DNI {dni:,.0f}, DHI {dhi:,.0f} kWh/m²",
            ghi=annual["ghi"],
            dni=annual["dni"],
            dhi=annual["dhi"],
        )
    )
    yield reader.say(
        message(
            "long-term GHI: P50 {p50:,.0f}, P90 {p90:,.0f} kWh/m² a year, by the uncertainty of "
            "the resource alone (± {sigma:.1%})",
            p50=described.p50_ghi_kwh_m2,
            p90=described.p90_ghi_kwh_m2,
            sigma=weather.sigma_resource_fraction,
        )
    )
    yield reader.say(_years_to_come(described))
    if len(weather.real_years):
        years = ", ".join(
            f"{name}: {reader.number(ghi)}" for name, ghi in described.real_years_ghi_kwh_m2.items()
        )
        yield reader.say(message("real years, GHI [kWh/m²]: {years}", years=years))
    if described.seed_spread is not None:
        yield reader.say(_chance(described.seed_spread))
    if len(weather.levels) > 1:
        yield reader.say(
            message("levels [kWh/m² a day]: {levels}", levels=_levels(weather, reader))
        )


def _years_to_come(described: WeatherDescription) -> Message:
    """Return what single years and ten of them exceed, and where their spread comes from."""
    basis = (
        message("its own real years")
        if described.interannual_basis == "years"
        else message("the table")
    )
    return message(
        "P90 of one year {one:,.0f}, of ten years {ten:,.0f} kWh/m² a year: with how years differ "
        "(± {sigma:.1%}, by {basis})",
        one=described.p90_of_years_kwh_m2(1),
        ten=described.p90_of_years_kwh_m2(10),
        sigma=described.interannual_fraction,
        basis=basis,
    )


def _chance(spread: pd.DataFrame) -> Message:
    """Return what differs from seed to seed of a synthetic year, lowest to highest."""
    lowest, highest = spread["lowest"], spread["highest"]
    return message(
        "chance of ten seeds: a two-shift load of the same energy uses {low_use:.1%} to "
        "{high_use:.1%} of the light, the darkest week has {low_week:.0%} to {high_week:.0%} of "
        "the mean, {low_run:.0f} to {high_run:.0f} dull days stand in a row",
        low_use=lowest["two_shift_use_fraction"],
        high_use=highest["two_shift_use_fraction"],
        low_week=lowest["darkest_week_fraction"],
        high_week=highest["darkest_week_fraction"],
        low_run=lowest["longest_dull_run_days"],
        high_run=highest["longest_dull_run_days"],
    )


def _levels(weather: Weather, reader: Reader) -> str:
    pairs = zip(weather.levels["source"], weather.levels["ghi_kwh_m2_day"], strict=True)
    return ", ".join(
        f"{reader.say(choice(name) if isinstance(name, str) else name)} {reader.number(ghi, 2)}"
        for name, ghi in pairs
    )


def _mark_lines(weather: Weather, reader: Reader) -> Iterator[str]:
    if not weather.marks:
        yield reader.say(message("quality: the hours of this source were not checked"))
    for mark in sorted(weather.marks, key=lambda mark: mark.verdict == "good"):
        parts = [reader.say(part) for part in (mark.name, mark.said, mark.advice) if part]
        yield f"{reader.say(verdict_word(mark.verdict))}: {'; '.join(parts)}"


def _told_by_no_mark(weather: Weather) -> Iterator[Note]:
    """Yield the notes without those that repeat a doubtful mark."""
    marked = [(mark.name, mark.said) for mark in weather.marks]
    yield from (note for note in weather.notes if (note.what, note.value) not in marked)
