from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_audit.motor_load import load_from_current, load_from_input_power, load_from_slip
from equipment_catalog.errors import InputError
from equipment_catalog.motor_part_load import loss_shares
from equipment_catalog.motors import (
    efficiency_at_load,
    full_load_power_factor,
    full_load_rpm,
    input_kw_at_load,
    kvar_at_load,
    power_factor_at_load,
    rpm_at_load,
    synchronous_rpm,
)

# Efficiency at 25, 50 and 75 % load over that at full load.
# WSEO 1993 as fluids.motor_efficiency_underloaded 1.3.1 gives it, with the full-load efficiency of
# MEASUR's 4-pole standard class (0.37 kW: IE2); rated kW, efficiency, fractions.
WSEO = [
    (0.37, 0.720, (0.676, 0.871, 0.944)),
    (0.75, 0.811, (0.676, 0.871, 0.944)),
    (2.2, 0.832, (0.758, 0.979, 1.000)),
    (7.5, 0.868, (0.868, 0.976, 1.000)),
    (15, 0.888, (0.916, 0.985, 1.000)),
    (37, 0.914, (0.952, 0.989, 1.000)),
    (75, 0.929, (0.980, 1.000, 1.000)),
]
# MEASUR 1.2.5 MotorEfficiency, energy-efficient class, 60 Hz, mean of 2, 4, 6 and 8 poles
# (6 poles left out below 5 hp, where its curve dives to 61 % of full load at 75 % load).
MEASUR = [
    (0.75, 0.844, (0.925, 1.000, 1.013)),
    (2.2, 0.865, (0.927, 0.995, 1.008)),
    (7.5, 0.899, (0.948, 0.996, 1.006)),
    (15, 0.914, (0.964, 0.999, 1.006)),
    (37, 0.933, (0.968, 0.998, 1.004)),
    (75, 0.944, (0.970, 0.995, 1.002)),
    (150, 0.952, (0.975, 0.992, 0.999)),
]
LOADS = np.array([0.25, 0.5, 0.75])

# Data sheets that had no part in the fit: kW, poles, Hz, efficiency at 1/2, 3/4 and full load, and
# rated speed (WAT MTF3 0.75 kW IE3; MQSP 100L14FC 3 hp; Sg180L-4 22 kW IE1).
SHEETS = [
    (0.75, 4, 50, (0.806, 0.832, 0.825), 1445),
    (2.24, 4, 60, (0.890, 0.905, 0.895), 1740),
    (22, 4, 50, (0.904, 0.913, 0.910), 1465),
]
# SOGA MT3 IE3 catalogue, 2 poles 50 Hz: efficiency and rated speed.
SOGA = [(0.807, 2900), (0.871, 2910), (0.901, 2940), (0.919, 2960), (0.927, 2970)]

motors = {
    "nominal_fraction": st.floats(0.4, 0.97),
    "rated_kw": st.floats(0.12, 1000),
}


def relative(rated_kw: float, nominal: float) -> np.ndarray:
    return np.asarray(efficiency_at_load(nominal, LOADS, rated_kw=rated_kw)) / nominal


@pytest.mark.parametrize(("rated_kw", "nominal", "curve"), [*WSEO[4:], *MEASUR[3:]])
def test_from_15_kw_part_load_efficiency_is_near_both_published_curves(
    rated_kw: float, nominal: float, curve: tuple[float, ...]
) -> None:
    # the two families are 4.8, 1.4 and 0.6 points apart at 15 kW: half of that is as near as one
    # model can be to both; constant and square losses cost another 0.2 points at most
    assert (np.abs(relative(rated_kw, nominal) - curve) <= [0.024, 0.009, 0.005]).all()


@pytest.mark.parametrize(
    ("wseo", "measur", "within"),
    list(zip(WSEO[1:4], MEASUR[:3], [0.07, 0.025, 0.011], strict=True)),
)
def test_below_15_kw_part_load_efficiency_is_a_compromise_of_the_two_published_curves(
    wseo: tuple[float, float, tuple[float, ...]],
    measur: tuple[float, float, tuple[float, ...]],
    within: float,
) -> None:
    quarter, half, _ = relative(*wseo[:2]) - wseo[2]
    measur_quarter, measur_half, _ = relative(*measur[:2]) - measur[2]
    assert quarter > 0 > measur_quarter
    # they are 13, 1.6 and 2 points apart at half load; that of 2.2 kW bends as no sum of a
    # constant and a square can, which costs a point more
    assert abs(half) < within
    assert abs(measur_half) < within


@pytest.mark.parametrize(
    ("sheet", "within"),
    list(zip(SHEETS, [0.045, 0.025, 0.0075], strict=True)),
    ids=["0.75", "2.2", "22"],
)
def test_part_load_efficiency_is_near_data_sheets_that_were_not_fitted(
    sheet: tuple[float, int, int, tuple[float, ...], int], within: float
) -> None:
    # the smaller the motor the wider published curves scatter: 13, 2 and 1 points at half load
    # between WSEO and MEASUR; the model errs on the low side, towards old motors
    rated_kw, poles, _, (half, three_quarters, full), _ = sheet
    found = efficiency_at_load(full, [0.5, 0.75], rated_kw=rated_kw, poles=poles)
    assert found == pytest.approx([half, three_quarters], abs=within)


@pytest.mark.parametrize("rated_kw", [15, 30, 75, 200, 1000])
def test_from_15_kw_three_quarter_load_is_as_good_as_full_and_half_load_within_a_point(
    rated_kw: float,
) -> None:
    full, three_quarters, half = efficiency_at_load(0.935, [1, 0.75, 0.5], rated_kw=rated_kw)
    assert 0 <= three_quarters - full <= 0.005
    assert -0.002 <= full - half <= 0.01


def test_no_load_losses_of_motors_from_15_kw_are_25_to_40_percent_of_full_load_losses() -> None:
    constant, _, _ = loss_shares(np.geomspace(15, 1000, 50))
    assert constant.min() >= 0.25
    assert constant.max() <= 0.40


def test_loss_shares_have_no_jump_and_are_held_beyond_the_nodes() -> None:
    kw = np.geomspace(0.05, 2000, 20_000)
    for share in loss_shares(kw):
        # steepest stretch: 0.436 of linear share between 0.37 and 0.75 kW, 1300 steps
        assert np.abs(np.diff(share)).max() < 0.436 / 1300 * 1.1
    assert loss_shares(0.12) == loss_shares(0.37)
    assert loss_shares(150) == loss_shares(1000)


@given(**motors, poles=st.sampled_from([2, 4, 6, 8]))
def test_full_load_has_exactly_the_nominal_efficiency(
    nominal_fraction: float, rated_kw: float, poles: int
) -> None:
    found = efficiency_at_load(nominal_fraction, 1, rated_kw=rated_kw, poles=poles)
    assert found == nominal_fraction


@given(**motors, load=st.floats(0, 1.5))
def test_efficiency_is_shaft_over_input_power_and_below_one(
    nominal_fraction: float, rated_kw: float, load: float
) -> None:
    efficiency = efficiency_at_load(nominal_fraction, load, rated_kw=rated_kw)
    drawn = input_kw_at_load(nominal_fraction, load, rated_kw=rated_kw)
    assert 0 <= efficiency < 1
    assert efficiency * drawn == pytest.approx(load * rated_kw, rel=1e-12)


@given(**motors, load=st.floats(0, 1.4), more=st.floats(1e-6, 0.1))
def test_input_power_rises_with_load(
    nominal_fraction: float, rated_kw: float, load: float, more: float
) -> None:
    drawn = input_kw_at_load(nominal_fraction, [load, load + more], rated_kw=rated_kw)
    assert drawn[1] > drawn[0] > 0


@given(**motors, load=st.floats(0, 1.5))
def test_load_from_input_power_inverts_input_power(
    nominal_fraction: float, rated_kw: float, load: float
) -> None:
    drawn = input_kw_at_load(nominal_fraction, load, rated_kw=rated_kw)
    found = load_from_input_power(drawn, rated_kw=rated_kw, nominal_fraction=nominal_fraction)
    assert found == pytest.approx(load, abs=1e-9)


def test_load_from_input_power_by_hand() -> None:
    # 15 kW, 90 %: shares 0.38, 0, 0.62; full-load losses 15 / 9 kW. At 0.6 load they are
    # (0.38 + 0.2232) 15 / 9 = 1.005333 kW, and the shaft gives 9 kW
    found = load_from_input_power(10.005333, rated_kw=15, nominal_fraction=0.9)
    assert found == pytest.approx(0.6, abs=1e-6)


def test_motors_of_a_list_are_solved_as_they_are_alone() -> None:
    drawn, rated, nominal = [4.1, 20.0, 88.0], [5.5, 30.0, 90.0], [0.89, 0.93, 0.95]
    together = load_from_input_power(drawn, rated_kw=rated, nominal_fraction=nominal)
    alone = [
        load_from_input_power(power, rated_kw=kw, nominal_fraction=fraction)
        for power, kw, fraction in zip(drawn, rated, nominal, strict=True)
    ]
    assert together == pytest.approx(alone, abs=1e-15)


def test_no_load_draws_losses_and_gives_no_efficiency() -> None:
    assert efficiency_at_load(0.9, 0, rated_kw=15) == 0
    # 0.38 of 15 / 9 kW
    assert input_kw_at_load(0.9, 0, rated_kw=15) == pytest.approx(0.38 * 15 / 9)
    assert load_from_input_power(0.38 * 15 / 9, rated_kw=15, nominal_fraction=0.9) == pytest.approx(
        0, abs=1e-9
    )


@pytest.mark.parametrize("load", [-0.01, 1.51, float("nan"), None, "half"])
def test_loads_out_of_range_are_refused(load: object) -> None:
    with pytest.raises(InputError, match="load_fraction"):
        efficiency_at_load(0.9, load, rated_kw=15)
    with pytest.raises(InputError, match="load_fraction"):
        input_kw_at_load(0.9, load, rated_kw=15)
    with pytest.raises(InputError, match="load_fraction"):
        rpm_at_load(load, rated_rpm=1750, synchronous_rpm=1800)
    with pytest.raises(InputError, match="load_fraction"):
        kvar_at_load(load, full_load_power_factor=0.8, nominal_fraction=0.9, rated_kw=15)


@pytest.mark.parametrize("nominal", [0, 1, 91.7, -0.5, float("nan")])
def test_an_efficiency_that_is_no_fraction_is_refused(nominal: float) -> None:
    with pytest.raises(InputError, match="nominal_fraction"):
        efficiency_at_load(nominal, 0.5, rated_kw=15)
    with pytest.raises(InputError, match="nominal_fraction"):
        load_from_input_power(10, rated_kw=15, nominal_fraction=nominal)


@pytest.mark.parametrize("poles", [0, 3, 10, float("nan")])
def test_an_unknown_pole_count_is_refused(poles: float) -> None:
    with pytest.raises(InputError, match="poles"):
        efficiency_at_load(0.9, 0.5, rated_kw=15, poles=poles)
    with pytest.raises(InputError, match="poles"):
        load_from_input_power(10, rated_kw=15, nominal_fraction=0.9, poles=poles)
    with pytest.raises(InputError, match="poles"):
        synchronous_rpm(poles, 60)


@pytest.mark.parametrize("drawn", [0.5, 0, -3, float("nan"), 30])
def test_an_input_power_no_load_can_explain_is_refused(drawn: float) -> None:
    # no-load losses are 0.63 kW; at 1.5 load the motor draws 22.5 + 2.96 kW
    with pytest.raises(InputError, match="input_kw"):
        load_from_input_power([10, drawn], rated_kw=15, nominal_fraction=0.9)


def test_synchronous_speed_is_120_f_over_p() -> None:
    assert synchronous_rpm([2, 4, 6, 8], 60).tolist() == [3600, 1800, 1200, 900]
    assert synchronous_rpm([2, 4, 6, 8], 50).tolist() == [3000, 1500, 1000, 750]


@pytest.mark.parametrize(
    ("nominal", "poles", "frequency_hz", "rpm"),
    [(sheet[3][2], sheet[1], sheet[2], sheet[4]) for sheet in SHEETS]
    + [(nominal, 2, 50, rpm) for nominal, rpm in SOGA],
)
def test_estimated_full_load_speed_is_near_catalogue_speeds(
    nominal: float, poles: int, frequency_hz: int, rpm: float
) -> None:
    # these motors lose 13 to 29 % of their losses in the rotor, the estimate takes 20 %: slip may
    # be off by half, which at slips of 1 to 3.7 % is at most 1.3 % of the speed
    found = full_load_rpm(nominal, poles=poles, frequency_hz=frequency_hz)
    assert found == pytest.approx(rpm, rel=0.013)


def test_estimated_full_load_speed_by_hand() -> None:
    # 0.2 (1 / 0.8 - 1) = 0.05 of the shaft power heats the rotor: slip 0.05 / 1.05
    assert full_load_rpm(0.8, poles=4) == pytest.approx(1800 / 1.05)


@given(nominal=st.floats(0.4, 0.95), better=st.floats(0.001, 0.04))
def test_a_more_efficient_motor_turns_faster_but_never_at_synchronous_speed(
    nominal: float, better: float
) -> None:
    slow, fast = full_load_rpm([nominal, nominal + better], poles=4)
    assert slow < fast < 1800


@given(load=st.floats(0, 1.5), rated_rpm=st.floats(1600, 1795))
def test_load_from_slip_inverts_speed_at_load(load: float, rated_rpm: float) -> None:
    rpm = rpm_at_load(load, rated_rpm=rated_rpm, synchronous_rpm=1800)
    found = load_from_slip(rpm, rated_rpm=rated_rpm, synchronous_rpm=1800)
    # a speed is stored to 2e-13 rpm, a slip is 5 rpm or more
    assert found == pytest.approx(load, abs=1e-12)


def test_slip_load_is_divided_by_the_squared_voltage_ratio() -> None:
    # DOE: 1800 and 1750 rpm, measured 1770 rpm: 30 / 50 = 0.6; at 440 V of 460 V
    # 0.6 / (460 / 440)^2 = 0.5490
    motor = {"rated_rpm": 1750, "synchronous_rpm": 1800}
    assert load_from_slip(1770, **motor) == pytest.approx(0.6, abs=1e-15)
    found = load_from_slip(1770, **motor, voltage_v=440, rated_voltage_v=460)
    assert found == pytest.approx(0.6 * 440**2 / 460**2, abs=1e-15)
    assert found == pytest.approx(0.5490, abs=5e-5)


def test_a_motor_at_synchronous_speed_has_no_load() -> None:
    found = load_from_slip([1800, 1775], rated_rpm=1750, synchronous_rpm=1800)
    assert found.tolist() == [0, 0.5]


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"rpm": 1801}, "rpm"),
        ({"rpm": 1700}, "rpm"),  # twice full load
        ({"rpm": float("nan")}, "rpm"),
        ({"rated_rpm": 1800}, "rated_rpm"),
        ({"rated_rpm": float("nan")}, "rated_rpm"),
        ({"voltage_v": 440}, "rated_voltage_v"),
        ({"rated_voltage_v": 460}, "voltage_v"),
        ({"voltage_v": 0, "rated_voltage_v": 460}, "voltage_v"),
        ({"voltage_v": 440, "rated_voltage_v": float("nan")}, "rated_voltage_v"),
    ],
)
def test_slip_readings_that_cannot_be_are_refused(arguments: dict[str, float], field: str) -> None:
    with pytest.raises(InputError) as caught:
        load_from_slip(**({"rpm": 1770, "rated_rpm": 1750, "synchronous_rpm": 1800} | arguments))
    assert caught.value.problems[0].field == field


def test_current_load_is_current_ratio_times_voltage_ratio() -> None:
    # 40 A of 50 A at 460 V of 440 V: 0.8 x 1.04545
    found = load_from_current([40, 50], rated_amps=50, voltage_v=460, rated_voltage_v=440)
    assert found == pytest.approx([0.8363636, 1.0454545], abs=1e-7)


def test_current_serves_down_to_half_load_and_no_further() -> None:
    motor = {"rated_amps": 50, "voltage_v": 440, "rated_voltage_v": 440}
    assert load_from_current(25, **motor) == 0.5
    with pytest.raises(InputError, match=r"amps: 24\.9.*half load"):
        load_from_current(24.9, **motor)


@pytest.mark.parametrize("amps", [0, -1, float("nan"), 76])
def test_currents_that_mean_no_load_in_range_are_refused(amps: float) -> None:
    with pytest.raises(InputError, match="amps"):
        load_from_current(amps, rated_amps=50, voltage_v=440, rated_voltage_v=440)


@pytest.mark.parametrize(
    ("sheet", "full_load", "load", "power_factor"),
    [
        (SHEETS[2], 0.90, 0.75, 0.87),
        (SHEETS[2], 0.90, 0.5, 0.79),
        (SHEETS[1], 0.87, 0.75, 0.82),
        (SHEETS[1], 0.87, 0.5, 0.72),
    ],
)
def test_power_factor_at_part_load_is_near_data_sheets(
    sheet: tuple[float, int, int, tuple[float, ...], int],
    full_load: float,
    load: float,
    power_factor: float,
) -> None:
    found = power_factor_at_load(
        load,
        full_load_power_factor=full_load,
        nominal_fraction=sheet[3][2],
        rated_kw=sheet[0],
        poles=sheet[1],
    )
    # the magnetising share of these two is 0.74 and 0.81 of full-load kvar, the model takes 0.7:
    # 0.1 x 0.75 of the kvar at half load, 5 to 6 % of it, moves the factor by 0.03 and 0.04
    assert found == pytest.approx(power_factor, abs=0.045)


def test_reactive_power_by_hand() -> None:
    # 9 kW, 90 %, 0.8: 10 kW and 7.5 kvar drawn; 4 poles magnetise with 0.7 of it
    motor = {"full_load_power_factor": 0.8, "nominal_fraction": 0.9, "rated_kw": 9}
    found = kvar_at_load([0, 0.5, 1], **motor)
    assert found == pytest.approx([5.25, 5.8125, 7.5], abs=1e-12)


@given(**motors, at_full_load=st.floats(0.5, 0.95), poles=st.sampled_from([2, 4, 6, 8]))
def test_power_factor_rises_to_its_full_load_value(
    nominal_fraction: float, rated_kw: float, at_full_load: float, poles: int
) -> None:
    found = power_factor_at_load(
        [0, 0.25, 0.5, 1],
        full_load_power_factor=at_full_load,
        nominal_fraction=nominal_fraction,
        rated_kw=rated_kw,
        poles=poles,
    )
    assert found[-1] == pytest.approx(at_full_load, rel=1e-12)
    assert found[0] > 0


def test_default_power_factor_rises_with_power_and_falls_with_poles() -> None:
    by_poles = np.array(
        [full_load_power_factor(np.geomspace(0.12, 1000, 60), poles) for poles in (2, 4, 6, 8)]
    )
    assert (np.diff(by_poles, axis=1) >= 0).all()
    assert (np.diff(by_poles, axis=0) < 0).all()
    # SOGA MT3 IE3 catalogue, 2 poles: 0.81, 0.84, 0.87, 0.87 at 0.75, 3, 7.5 and 22 kW
    found = full_load_power_factor([0.75, 3, 7.5, 22], 2)
    assert found == pytest.approx([0.81, 0.84, 0.87, 0.87], abs=0.02)
