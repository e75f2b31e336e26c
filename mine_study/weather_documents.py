"""Weather as JSON and csv: the same figures as the lines, unrounded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from mine_study.results import plain
from mine_study.weather_words import short_names
from pv_design.weather.description import YEAR, describe_weather

if TYPE_CHECKING:
    from collections.abc import Mapping

    from equipment_catalog.notes import Note
    from mine_study.language import Reader
    from pv_design.weather import Weather
    from pv_design.weather.comparison import WeatherComparison
    from pv_design.weather.doctor import QualityMark


FIGURES = ("ghi_kwh_m2_day", "dni_kwh_m2_day", "dhi_kwh_m2_day", "temp_air_c")
"""What is set side by side, as `WeatherDescription.months` names it."""


def description_document(sources: Mapping[str, Weather], reader: Reader) -> str:
    """Return what describes each source as one JSON document."""
    return _document({"sources": [_described(*source, reader) for source in sources.items()]})


def comparison_document(
    comparison: WeatherComparison,
    sources: Mapping[str, Weather],
    written: Mapping[str, Any],
    reader: Reader,
) -> str:
    """Return a comparison, the sources' warnings and what was written as one JSON document."""
    return _document(
        {
            "sources": [str(name) for name in comparison.ghi_kwh_m2_day.columns],
            "limit_fraction": comparison.limit_fraction,
            **{figure: _by_source(comparison.by_source(figure)) for figure in FIGURES},
            "from_first_fraction": _by_source(comparison.from_first_fraction),
            "not_independent": comparison.not_independent.to_dict(orient="records"),
            "different_places": comparison.different_places.to_dict(orient="records"),
            "annual_kwh_m2": comparison.annual_kwh_m2.to_dict(orient="index"),
            "sigma_resource_fraction": comparison.sigma_resource_fraction.to_dict(),
            "disagreements": _with_year(comparison.disagreements).to_dict(orient="records"),
            "warnings": {
                name: [_noted(note, reader) for note in weather.notes if note.kind == "warning"]
                for name, weather in sources.items()
            },
            **written,
        }
    )


def comparison_csv(comparison: WeatherComparison) -> str:
    """Return the months and the year of each source with their differences as csv.

    Columns are named ``what | source``, files without their folders; differences are from the
    first source, over the mean of both. Numbers have a decimal point, whatever the language.
    """
    tables = {figure: comparison.by_source(figure) for figure in FIGURES}
    tables["from_first_fraction"] = comparison.from_first_fraction.iloc[:, 1:]
    names = [str(name) for name in comparison.ghi_kwh_m2_day.columns]
    short = dict(zip(names, short_names(names), strict=True))
    named = [table.rename(columns=short).add_prefix(f"{what} | ") for what, table in tables.items()]
    text: str = (
        pd.concat(named, axis="columns")
        .rename(index={YEAR: "year"})
        .rename_axis("month")
        .to_csv(lineterminator="\n", float_format="%.6g")
    )
    return text


def _document(content: Mapping[str, Any]) -> str:
    return json.dumps(plain(content), ensure_ascii=False, indent=2) + "\n"


def _described(name: str, weather: Weather, reader: Reader) -> dict[str, Any]:
    described = describe_weather(weather)
    return {
        "name": name,
        "source": reader.say(weather.source),
        "period": reader.say(weather.period),
        "spatial_resolution": reader.say(weather.spatial_resolution) or None,
        "sha256": weather.sha256 or None,
        "origins": list(weather.origins),
        "is_typical": weather.is_typical,
        "latitude": weather.latitude,
        "longitude": weather.longitude,
        "altitude_m": weather.altitude_m,
        "utc_offset_hours": weather.utc_offset_hours,
        "sun_offset_minutes": weather.sun_offset_minutes,
        "horizon_is_included": weather.horizon_is_included,
        "months": described.months.reset_index().to_dict(orient="records"),
        "year": described.year.to_dict(),
        "annual_kwh_m2": described.annual_kwh_m2.to_dict(),
        "long_term": _by_month(described.long_term),
        "real_years_ghi_kwh_m2": described.real_years_ghi_kwh_m2.to_dict(),
        "sigma_resource_fraction": weather.sigma_resource_fraction,
        "p50_ghi_kwh_m2": described.p50_ghi_kwh_m2,
        "p90_ghi_kwh_m2": described.p90_ghi_kwh_m2,
        "interannual_fraction": described.interannual_fraction,
        "interannual_basis": described.interannual_basis,
        "p90_one_year_ghi_kwh_m2": described.p90_of_years_kwh_m2(1),
        "p90_ten_years_ghi_kwh_m2": described.p90_of_years_kwh_m2(10),
        "chance_of_ten_seeds": None
        if described.seed_spread is None
        else described.seed_spread.to_dict(orient="index"),
        "levels": [
            {"source": reader.say(level["source"]), "ghi_kwh_m2_day": level["ghi_kwh_m2_day"]}
            for level in weather.levels.to_dict(orient="records")
        ],
        "marks": [_marked(mark, reader) for mark in weather.marks],
        "notes": [_noted(note, reader) for note in weather.notes],
    }


def _marked(mark: QualityMark, reader: Reader) -> dict[str, Any]:
    return {
        "check": mark.check,
        "verdict": mark.verdict,
        "name": reader.say(mark.name),
        "said": reader.say(mark.said),
        "advice": reader.say(mark.advice) if mark.advice else None,
        "columns": list(mark.columns),
    }


def _noted(note: Note, reader: Reader) -> dict[str, Any]:
    value = note.value
    return {
        "kind": note.kind,
        "what": reader.say(note.what),
        "value": value if value is None or isinstance(value, float) else reader.say(value),
        "source": reader.say(note.source),
        "effect": reader.say(note.effect),
    }


def _by_month(table: pd.DataFrame) -> dict[str, Any]:
    named = table.set_axis(["year" if row == YEAR else str(row) for row in table.index])
    return {str(row): figures for row, figures in named.to_dict(orient="index").items()}


def _by_source(table: pd.DataFrame) -> dict[str, Any]:
    return {
        str(name): {"year" if row == YEAR else str(row): share for row, share in column.items()}
        for name, column in table.items()
    }


def _with_year(disagreements: pd.DataFrame) -> pd.DataFrame:
    months = [None if month == YEAR else int(month) for month in disagreements["month"]]
    return disagreements.assign(month=pd.Series(months, dtype=object, index=disagreements.index))
