"""Several planes at once against each of them alone and against one plane cut in two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from equipment_catalog.errors import InputError
from pv_design.planes import Plane, simulate_planes
from pv_design.production import simulate
from pv_design.weather.embedded import embedded_weather

if TYPE_CHECKING:
    from pv_design.weather import Weather

EAST = Plane(name="east", dc_kw=30.0, tilt_deg=15.0, azimuth_deg=90.0)
WEST = Plane(
    name="west", dc_kw=50.0, tilt_deg=25.0, azimuth_deg=270.0, options={"mounting": "roof"}
)


@pytest.fixture(scope="module")
def here() -> Weather:
    return embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)


def test_planes_with_inverters_of_their_own_add_up(here: Weather) -> None:
    together = simulate_planes(here, [EAST, WEST])
    east = simulate(here, dc_kw=30.0, tilt_deg=15.0, azimuth_deg=90.0)
    west = simulate(here, dc_kw=50.0, tilt_deg=25.0, azimuth_deg=270.0, mounting="roof")
    assert together.annual_ac_kwh == pytest.approx(east.annual_ac_kwh + west.annual_ac_kwh)
    assert together.planes["annual_ac_kwh"].tolist() == pytest.approx(
        [east.annual_ac_kwh, west.annual_ac_kwh], rel=1e-12
    )
    assert together.monthly_ac_kwh.sum() == pytest.approx(together.annual_ac_kwh, rel=1e-12)


@pytest.mark.parametrize("ac_kw", [20.0, 60.0, 90.0])
def test_one_plane_cut_in_two_behind_one_inverter_equals_the_whole(
    here: Weather, ac_kw: float
) -> None:
    parts = [
        Plane(name=str(size), dc_kw=size, tilt_deg=10.0, azimuth_deg=180.0) for size in (20.0, 60.0)
    ]
    together = simulate_planes(here, parts, ac_kw=ac_kw)
    whole = simulate(here, dc_kw=80.0, tilt_deg=10.0, azimuth_deg=180.0, ac_kw=ac_kw)
    assert together.ac_kw.to_numpy() == pytest.approx(whole.ac_kw.to_numpy(), rel=1e-9)
    assert together.planes["share_fraction"].tolist() == pytest.approx([0.25, 0.75], rel=1e-9)
    energy = whole.losses.set_index("step")["energy_kwh"]
    lost = (energy["inverter"] - energy["clipping"]) * 0.97  # availability acts behind the limit
    assert together.clipped_kwh == pytest.approx(lost, rel=1e-9, abs=1e-6)


def test_east_and_west_share_a_limit_with_less_clipping_than_halves_of_it(here: Weather) -> None:
    slopes = [
        Plane(
            name=name, dc_kw=50.0, tilt_deg=30.0, azimuth_deg=azimuth, options={"dc_ac_ratio": 2.0}
        )
        for name, azimuth in (("east", 90.0), ("west", 270.0))
    ]
    own, shared = simulate_planes(here, slopes), simulate_planes(here, slopes, ac_kw=50.0)
    assert shared.clipped_kwh < own.clipped_kwh
    assert shared.annual_ac_kwh > own.annual_ac_kwh
    assert shared.ac_kw.max() <= 50.0 * 0.97 + 1e-9
    assert np.all(shared.planes["annual_ac_kwh"] > 0)


@pytest.mark.parametrize(
    ("planes", "ac_kw", "field"),
    [
        ([], None, "planes"),
        ([EAST, EAST], None, "planes"),
        ([EAST, WEST], 0.0, "ac_kw"),
        ([EAST, WEST], float("nan"), "ac_kw"),
        (
            [
                EAST,
                Plane(
                    name="west",
                    dc_kw=1.0,
                    tilt_deg=5.0,
                    azimuth_deg=0.0,
                    options={"inverter_efficiency": 0.98},
                ),
            ],
            20.0,
            "planes.inverter_efficiency",
        ),
        (
            [
                EAST,
                Plane(
                    name="west",
                    dc_kw=1.0,
                    tilt_deg=5.0,
                    azimuth_deg=0.0,
                    options={"losses": {"availability": 0.1}},
                ),
            ],
            20.0,
            "planes.losses",
        ),
    ],
)
def test_wrong_planes_are_refused_by_the_name_of_their_field(
    here: Weather, planes: list[Plane], ac_kw: float | None, field: str
) -> None:
    with pytest.raises(InputError) as refused:
        simulate_planes(here, planes, ac_kw=ac_kw)
    assert [problem.field for problem in refused.value.problems] == [field]
