"""Several planes at once against each of them alone and against one plane cut in two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from equipment_catalog.errors import InputError
from pv_design.arrays_year import arrays_year
from pv_design.clipping import sub_hour_clipping
from pv_design.planes import Plane, simulate_planes
from pv_design.production import simulate
from pv_design.weather.embedded import embedded_weather

if TYPE_CHECKING:
    from pv_design.production import Production
    from pv_design.weather import Weather

EAST = Plane(name="east", dc_kw=30.0, tilt_deg=15.0, azimuth_deg=90.0)
WEST = Plane(
    name="west", dc_kw=50.0, tilt_deg=25.0, azimuth_deg=270.0, options={"mounting": "roof"}
)


@pytest.fixture(scope="module")
def here() -> Weather:
    return embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)


def clipped_kwh(plant: Production) -> float:
    """Return what the limit takes of the energy at the meter; availability acts behind it."""
    energy = plant.losses.set_index("step")["energy_kwh"]
    return float(energy["inverter"] - energy["clipping"]) * 0.97


def test_two_planes_give_up_to_their_inverters_what_each_of_them_gives_alone(here: Weather) -> None:
    together = simulate_planes(here, [EAST, WEST], ac_kw=200.0)
    east = simulate(here, dc_kw=30.0, tilt_deg=15.0, azimuth_deg=90.0)
    west = simulate(here, dc_kw=50.0, tilt_deg=25.0, azimuth_deg=270.0, mounting="roof")
    steps = [plant.losses.set_index("step")["energy_kwh"] for plant in (together, east, west)]
    before = list(steps[0].index[: steps[0].index.get_loc("inverter")])
    assert steps[0][before].tolist() == pytest.approx((steps[1] + steps[2])[before].tolist())
    assert together.planes.index.tolist() == ["west", "east"]
    assert together.settings.mounting == "roof"
    assert together.planes["annual_ac_kwh"].sum() == pytest.approx(together.annual_ac_kwh)
    assert together.monthly_ac_kwh.sum() == pytest.approx(together.annual_ac_kwh, rel=1e-12)
    assert together.losses["energy_kwh"].iloc[-1] == pytest.approx(together.annual_ac_kwh)


def test_a_plane_without_rows_passes_the_step_of_rows_unchanged(here: Weather) -> None:
    rows = Plane(name="rows", dc_kw=50.0, tilt_deg=25.0, azimuth_deg=180.0, options={"gcr": 0.6})
    step = simulate_planes(here, [EAST, rows], ac_kw=70.0).losses.set_index("step")["energy_kwh"]
    alone = simulate(here, dc_kw=50.0, tilt_deg=25.0, azimuth_deg=180.0, gcr=0.6)
    steps = alone.losses.set_index("step")["energy_kwh"]
    assert step["far_horizon"] - step["row_shade"] == pytest.approx(
        steps["far_horizon"] - steps["row_shade"], rel=1e-9
    )


def test_another_year_of_several_planes_is_that_of_all_of_them(here: Weather) -> None:
    together = simulate_planes(here, [EAST, WEST], ac_kw=60.0)
    year = arrays_year(here, together.arrays, ac_rating_kw=60.0)
    assert float(year.ac_kw.sum()) == pytest.approx(together.annual_ac_kwh, rel=1e-12)
    clipped = sub_hour_clipping(here, together)
    energy = together.losses.set_index("step")["energy_kwh"]
    assert clipped.least_fraction == pytest.approx(1 - energy["clipping"] / energy["inverter"])


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
    share = together.planes["annual_ac_kwh"] / together.annual_ac_kwh
    assert share.tolist() == pytest.approx([0.75, 0.25], rel=1e-9)
    energy = whole.losses.set_index("step")["energy_kwh"]
    lost = (energy["inverter"] - energy["clipping"]) * 0.97  # availability acts behind the limit
    assert clipped_kwh(together) == pytest.approx(lost, rel=1e-9, abs=1e-6)


def test_east_and_west_share_a_limit_with_less_clipping_than_halves_of_it(here: Weather) -> None:
    slopes = [
        Plane(name=name, dc_kw=50.0, tilt_deg=30.0, azimuth_deg=azimuth)
        for name, azimuth in (("east", 90.0), ("west", 270.0))
    ]
    shared = simulate_planes(here, slopes, ac_kw=50.0)
    own = [
        simulate(here, dc_kw=50.0, tilt_deg=30.0, azimuth_deg=azimuth, ac_kw=25.0)
        for azimuth in (90.0, 270.0)
    ]
    assert clipped_kwh(shared) < sum(map(clipped_kwh, own))
    assert shared.annual_ac_kwh > sum(plant.annual_ac_kwh for plant in own)
    assert shared.ac_kw.max() <= 50.0 * 0.97 + 1e-9
    assert np.all(shared.planes["annual_ac_kwh"] > 0)


@pytest.mark.parametrize(
    ("planes", "ac_kw", "field"),
    [
        ([], 10.0, "planes"),
        ([EAST, EAST], 10.0, "planes"),
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
    here: Weather, planes: list[Plane], ac_kw: float, field: str
) -> None:
    with pytest.raises(InputError) as refused:
        simulate_planes(here, planes, ac_kw=ac_kw)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_other_inverters_behind_two_planes_give_what_a_simulation_with_them_gives(
    here: Weather,
) -> None:
    wide = simulate_planes(here, [EAST, WEST], ac_kw=200.0)
    narrow = simulate_planes(here, [EAST, WEST], ac_kw=40.0)
    behind = wide.ac_kw_behind(ac_rating_kw=40.0, inverter_efficiency=None)
    assert behind == pytest.approx(narrow.ac_kw.to_numpy(), rel=1e-12)
