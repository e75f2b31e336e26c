"""Tariff sheets add up to what was published, and fit the price on the bills."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from equipment_catalog.tables import read_facts
from project_finance.tariffs import (
    COMPONENTS,
    fit_tariff,
    flat_tariff,
    read_tariff,
    tariff_names,
)

CEO = "CO-CEO-2013-02-N1"
TRUST = {"published", "secondary", "computed", "memory", "disputed", "assumption"}


def test_the_ceo_sheet_adds_up_to_its_printed_unit_cost() -> None:
    sheet = read_tariff(CEO)
    assert sheet.unit_cost_per_kwh == pytest.approx(346.7222, abs=5e-5)
    assert sheet.price_per_kwh == sheet.unit_cost_per_kwh  # mining is exempt of the contribution
    assert (sheet.currency, sheet.year, sheet.trust) == ("COP", 2013, "published")


@pytest.mark.parametrize("name", tariff_names())
def test_every_sheet_has_every_component_with_its_source_year_and_trust(name: str) -> None:
    sheet = read_facts("project_finance", f"tariffs/{name}.csv")
    expected = ["component", "value", "unit", "valid_from", "source", "year", "trust", "note"]
    assert list(sheet.columns) == expected
    parts = set(sheet["component"]) - {"contribution_fraction"}
    assert parts in ({*COMPONENTS}, {"undivided"})
    assert sheet["component"].is_unique
    told = ["value", "unit", "valid_from", "source", "year", "trust"]
    assert sheet[told].notna().all(axis=None)
    assert set(sheet["trust"]) <= TRUST
    assert (sheet["valid_from"] == name.split("CO-")[1][-10:-3]).all()
    units = sheet.loc[sheet["component"] != "contribution_fraction", "unit"]
    assert (units == units.iloc[0]).all()


@given(st.floats(1.0, 5000.0), st.sampled_from([0.0, 0.2]))
def test_a_fitted_tariff_has_the_price_of_the_bills_and_the_shares_of_the_sheet(
    price: float, contribution: float
) -> None:
    sheet = read_tariff(CEO)
    fitted = fit_tariff(
        sheet, price_per_kwh=price, study_year=2026, contribution_fraction=contribution
    )
    assert fitted.price_per_kwh == pytest.approx(price, rel=1e-12)
    assert fitted.unit_cost_per_kwh == pytest.approx(price / (1 + contribution), rel=1e-12)
    for name in COMPONENTS:
        share = getattr(fitted, name) / fitted.unit_cost_per_kwh
        assert share == pytest.approx(getattr(sheet, name) / 346.7222, rel=1e-6)


def test_a_fitted_tariff_says_whose_shares_it_has_and_warns_of_an_old_sheet() -> None:
    sheet = read_tariff(CEO)
    shares, age = fit_tariff(sheet, price_per_kwh=900.0, study_year=2026).notes
    assert CEO in str(shares.what)
    assert "2013" in str(shares.source)
    assert age.kind == "warning"
    assert "2013" in str(age.effect)


def test_a_sheet_of_the_studys_own_year_is_not_called_old() -> None:
    notes = fit_tariff(read_tariff(CEO), price_per_kwh=350.0, study_year=2013).notes
    assert [note.kind for note in notes] == ["assumption"]


def test_a_spot_price_is_only_what_was_given() -> None:
    sheet = read_tariff(CEO)
    assert sheet.spot_price_per_kwh is None
    assert fit_tariff(sheet, price_per_kwh=900.0, study_year=2026).spot_price_per_kwh is None
    fitted = fit_tariff(sheet, price_per_kwh=900.0, study_year=2026, spot_price_per_kwh=250.0)
    assert fitted.spot_price_per_kwh == 250.0


def test_a_price_without_components_is_the_price_and_nothing_else() -> None:
    bill = flat_tariff(0.62, "PEN", year=2026)
    assert bill.price_per_kwh == bill.unit_cost_per_kwh == 0.62
    assert not bill.is_divided
    assert read_tariff(CEO).is_divided


@pytest.mark.parametrize("price", [0.0, -1.0, math.nan, math.inf])
def test_a_price_that_is_none_is_refused_by_name(price: float) -> None:
    with pytest.raises(InputError, match="price_per_kwh"):
        flat_tariff(price, "PEN", year=2026)
    with pytest.raises(InputError, match="price_per_kwh"):
        fit_tariff(read_tariff(CEO), price_per_kwh=price, study_year=2026)


@pytest.mark.parametrize("contribution", [-0.1, 20.0, math.nan])
def test_a_contribution_that_is_no_fraction_is_refused(contribution: float) -> None:
    with pytest.raises(InputError, match="contribution_fraction"):
        fit_tariff(
            read_tariff(CEO),
            price_per_kwh=900.0,
            study_year=2026,
            contribution_fraction=contribution,
        )


def test_a_spot_price_below_zero_is_refused() -> None:
    with pytest.raises(InputError, match="spot_price_per_kwh"):
        fit_tariff(read_tariff(CEO), price_per_kwh=900.0, study_year=2026, spot_price_per_kwh=-1.0)


def test_an_unknown_sheet_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match=CEO):
        read_tariff("CO-CEO-2026-08-N2")


@pytest.mark.parametrize("name", tariff_names())
def test_every_sheet_names_its_country_and_date_and_adds_up(name: str) -> None:
    sheet = read_tariff(name)
    country, _operator, year, month, *_level = name.split("-")
    assert len(country) == 2
    assert sheet.year == int(year)
    assert 1 <= int(month) <= 12
    assert sheet.valid_from == f"{year}-{month}"
    assert sheet.unit_cost_per_kwh > 0
    if sheet.is_divided:
        divided = sum(getattr(sheet, c) for c in COMPONENTS)
        assert sheet.unit_cost_per_kwh == pytest.approx(divided)
        assert all(getattr(sheet, c) > 0 for c in COMPONENTS)
    else:
        assert not any(getattr(sheet, c) for c in COMPONENTS)
