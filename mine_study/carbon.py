"""Scope 2 of the mine, location-based, before and after the plan."""

from __future__ import annotations

from dataclasses import dataclass

from equipment_catalog.country_names import country_name
from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.notes import Note, citation
from equipment_catalog.tables import read_fact, read_facts

KG_PER_T = 1000


@dataclass(frozen=True, kw_only=True)
class GridFactor:
    """How much carbon dioxide a kWh of the grid carries."""

    country: str
    year: int
    """Year of generation the factor describes."""
    t_per_mwh: float
    source: str
    source_year: int
    """Year in which it was published."""
    trust: str
    least_t_per_mwh: float
    """Lowest factor of the country in the table."""
    most_t_per_mwh: float
    """Highest factor of the country in the table."""


@dataclass(frozen=True, kw_only=True)
class Carbon:
    """Emissions of the electricity in a year."""

    factor: GridFactor
    scope2_location_before_t: float
    """Import of today times the factor."""
    scope2_location_after_t: float
    """Import after measures and plant times the factor; exports are not taken off it."""
    avoided_by_export_t: float
    """What exported energy avoids elsewhere; outside the scopes."""
    notes: tuple[Note, ...]


def grid_factor(country: str, *, study_year: int, factor_year: int | None = None) -> GridFactor:
    """Return the factor of a year, or the latest up to the study's year, or else the earliest.

    Raises
    ------
    InputError
        If the table has no factor for the year that was asked for.

    Examples
    --------
    >>> grid_factor("CO", study_year=2025).t_per_mwh
    0.22
    """
    table = read_facts("mine_study", "data/grid_emission_factors.csv")
    rows = table[table["country"] == country]
    wanted = rows[rows["year"] == factor_year] if factor_year else rows[rows["year"] <= study_year]
    if factor_year and wanted.empty:
        years = ", ".join(str(year) for year in rows["year"])
        allowed = message(
            "a year of the table for {country}: {years}", country=country, years=years
        )
        raise InputError.of("carbon.factor_year", factor_year, allowed=allowed)
    fitting = rows.nsmallest(1, "year") if wanted.empty else wanted
    row = fitting.sort_values("year").iloc[-1]
    return GridFactor(
        country=country,
        year=int(row["year"]),
        t_per_mwh=float(row["value"]),
        source=str(row["source"]),
        source_year=int(row["source_year"]),
        trust=str(row["trust"]),
        least_t_per_mwh=float(rows["value"].min()),
        most_t_per_mwh=float(rows["value"].max()),
    )


def electricity_carbon(
    factor: GridFactor, *, import_before_kwh: float, import_after_kwh: float, export_kwh: float
) -> Carbon:
    """Return the scope 2 emissions before and after the plan.

    Parameters
    ----------
    factor
        Grid factor.
    import_before_kwh, import_after_kwh
        Energy bought in a year, today and after measures and plant [kWh].
    export_kwh
        Energy delivered to the grid in a year [kWh].

    Notes
    -----
    GHG Protocol Scope 2 Guidance, location-based method: self-consumed solar energy carries no
    scope 2 emission; exported energy earns no deduction.
    """
    t_per_kwh = factor.t_per_mwh / KG_PER_T
    return Carbon(
        factor=factor,
        scope2_location_before_t=import_before_kwh * t_per_kwh,
        scope2_location_after_t=import_after_kwh * t_per_kwh,
        avoided_by_export_t=export_kwh * t_per_kwh,
        notes=tuple(_notes(factor)),
    )


def _notes(factor: GridFactor) -> list[Note]:
    swing = message(
        "other years lie between {least:.3f} and {most:.3f} t/MWh: wet and dry years differ",
        least=factor.least_t_per_mwh,
        most=factor.most_t_per_mwh,
    )
    return [
        Note(
            what=message(
                "Grid emission factor of {country}, {year:d}",
                country=country_name(factor.country),
                year=factor.year,
            ),
            value=message("{factor:.3f} t CO₂e/MWh", factor=factor.t_per_mwh),
            source=citation(factor.source, factor.source_year, factor.trust),
            effect=swing,
        ),
        _limits_of_the_sun(),
    ]


def _limits_of_the_sun() -> Note:
    scope1, scope2, scope3 = (
        read_fact("mine_study", "data/study_facts.csv", f"scope{number}_share_fraction")
        for number in (1, 2, 3)
    )
    return Note(
        what=message("What solar energy cannot do for the footprint"),
        value=message("electricity is about {share:.0%} of it", share=scope2.value),
        source=scope2.citation,
        effect=message(
            "covering all electricity cuts at most about {electricity:.0%} of the mine's "
            "footprint; fuels ({fuels:.0%}) and the supply chain ({chain:.0%}) stay",
            electricity=scope2.value,
            fuels=scope1.value,
            chain=scope3.value,
        ),
        kind="warning",
    )
