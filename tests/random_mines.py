"""Random inventories with every kind of machine, for tests of what must always hold."""

from __future__ import annotations

from hypothesis import strategies as st

NOTHING = float("nan")
SITES, AREAS = st.sampled_from(["plant", "mine"]), st.sampled_from(["mill", "air", "water"])


def _maybe(values):
    return st.one_of(st.just(NOTHING), values)


MOTOR = st.fixed_dictionaries(
    {
        "site": SITES,
        "area": AREAS,
        "kind": st.just("motor"),
        "machine_type": st.sampled_from(
            ["crusher", "mill", "conveyor", "pump", "fan", "compressor", "hoist", "other"]
        ),
        "quantity": st.integers(1, 5).map(float),
        "rated_kw": st.floats(0.75, 150),
        "poles": st.sampled_from([2.0, 4.0, 6.0]),
        "ie_class": st.sampled_from(["IE1", "IE2", "IE3", "IE4", "unknown"]),
        "rewinds": st.integers(0, 4).map(float),
        "load_fraction": st.floats(0.05, 1.2),
        "loaded_fraction": st.floats(0.1, 1),
        "idle_load_fraction": st.floats(0, 0.4),
        "load_type": st.sampled_from(["centrifugal", "constant_torque", "constant_power"]),
        "hours_per_day": st.floats(0, 8),
        "needed_hours_per_day": _maybe(st.floats(0, 8)),
        "schedule": st.sampled_from(["shifts", "first_shift", "continuous", "night"]),
        "shiftable": st.sampled_from(["yes", "no"]),
        "transmission": st.sampled_from(["", "direct", "v_belt", "cogged_belt"]),
        "control": st.sampled_from(
            ["", "none", "throttle", "damper", "bypass", "drive", "load_unload", "modulating"]
        ),
        "flow_fraction": _maybe(st.floats(0.2, 1)),
        "static_head_fraction": _maybe(st.floats(0, 1)),
        "leak_fraction": _maybe(st.floats(0, 0.6)),
        "pressure_bar": _maybe(st.floats(6, 10)),
        "needed_pressure_bar": _maybe(st.floats(4, 6)),
        "voltage_unbalance_fraction": _maybe(st.floats(0, 0.05)),
    }
)
OTHER = st.fixed_dictionaries(
    {
        "site": SITES,
        "area": AREAS,
        "kind": st.sampled_from(["lighting", "heating", "other"]),
        "machine_type": st.sampled_from(["lamp", "furnace", "camp"]),
        "lamp_type": st.sampled_from(["", "metal_halide", "fluorescent", "led"]),
        "quantity": st.integers(1, 5).map(float),
        "rated_kw": st.floats(0.05, 20),
        "load_fraction": st.floats(0, 1),
        "loaded_fraction": st.floats(0.1, 1),
        "hours_per_day": st.floats(0, 8),
        "schedule": st.sampled_from(["shifts", "continuous", "night"]),
    }
)
TRANSFORMER = st.fixed_dictionaries(
    {
        "site": SITES,
        "area": AREAS,
        "kind": st.just("transformer"),
        "rated_kva": st.floats(25, 1000),
        "hours_per_day": st.just(24.0),
        "schedule": st.just("continuous"),
    }
)
CAPACITOR = st.fixed_dictionaries(
    {
        "site": SITES,
        "area": AREAS,
        "kind": st.just("capacitor"),
        "rated_kvar": st.floats(1, 30),
        "control": st.sampled_from(["none", "stepped"]),
        "hours_per_day": st.just(24.0),
        "schedule": st.just("continuous"),
    }
)
ROWS = st.lists(
    st.one_of(MOTOR, MOTOR, MOTOR, OTHER, TRANSFORMER, CAPACITOR), min_size=1, max_size=10
)
