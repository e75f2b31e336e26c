"""How hot the cells get: presets of the mounting, or a model and values of the user's own."""

from __future__ import annotations

import inspect
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pvlib

from equipment_catalog.column_rules import allowed_names
from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy.typing as npt

_MODELS: dict[str, Callable[..., Any]] = {
    "pvsyst": pvlib.temperature.pvsyst_cell,
    "faiman": pvlib.temperature.faiman,
    "sapm": pvlib.temperature.sapm_cell,
    "noct_sam": pvlib.temperature.noct_sam,
}
_HOURLY = ("poa_global", "temp_air", "wind_speed", "effective_irradiance")


def temperature_model(
    mounting: str, temperature: Mapping[str, str | float] | None
) -> tuple[str, dict[str, float]]:
    """Return the name of a cell temperature model and every value it is run with.

    Parameters
    ----------
    mounting
        `open_rack` or `roof`; its presets fill what is not given.
    temperature
        None for the PVsyst model with the mounting's heat loss factors; else `model` (pvsyst,
        faiman, sapm, noct_sam) and any of its values by pvlib's names, `noct_c` [degC] for noct.

    Raises
    ------
    InputError
        If the mounting, the model or a value's name is unknown, or a value has no preset.

    Examples
    --------
    >>> temperature_model("open_rack", None)
    ('pvsyst', {'u_c': 29.0, 'u_v': 0.0})
    >>> temperature_model("roof", {"model": "noct_sam"})[1]["noct_c"]
    49.0
    """
    given = dict(temperature or {})
    model = str(given.pop("model", "pvsyst"))
    if model not in _MODELS:
        raise InputError.of("temperature", model, allowed=allowed_names(model, list(_MODELS)))
    required, allowed = _parameters(model)
    for name, value in given.items():
        if name not in allowed:
            raise InputError.of("temperature", name, allowed=allowed_names(name, list(allowed)))
        if isinstance(value, str) or not abs(value) < float("inf"):
            raise InputError.of(f"temperature.{name}", value, allowed=message("a number"))
    values = preset(mounting, model) | {name: float(value) for name, value in given.items()}
    missing = [name for name in required if name not in values]
    if missing:
        lacks = message("{model} with {names}", model=model, names=", ".join(missing))
        raise InputError.of("temperature", dict(temperature or {}), allowed=lacks)
    return model, values


def preset(mounting: str, model: str) -> dict[str, float]:
    """Return the values a mounting gives to a cell temperature model; empty where it has none.

    Raises
    ------
    InputError
        If the mounting is unknown.

    Examples
    --------
    >>> preset("roof", "pvsyst")["u_c"]
    20.0
    """
    known = _presets()
    if mounting not in known:
        raise InputError.of("mounting", mounting, allowed=allowed_names(mounting, list(known)))
    return dict(known[mounting].get(model, {}))


@cache
def _presets() -> dict[str, dict[str, dict[str, float]]]:
    table = read_facts("pv_design", "data/mountings.csv")
    presets: dict[str, dict[str, dict[str, float]]] = {}
    for row in table.to_dict("records"):
        model = presets.setdefault(row["mounting"], {}).setdefault(row["model"], {})
        model[row["parameter"]] = float(row["value"])
    return presets


def cell_temperature(
    model: str,
    values: Mapping[str, float],
    *,
    poa_w_m2: npt.NDArray[np.float64],
    effective_w_m2: npt.NDArray[np.float64],
    temp_air_c: npt.NDArray[np.float64],
    wind_speed_m_s: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """Return the temperature of the cells [degC] in hours with light.

    Parameters
    ----------
    model, values
        As `temperature_model` returns them.
    poa_w_m2
        Irradiance on the plane, above 0 [W/m2].
    effective_w_m2
        Irradiance behind the glass; only noct_sam uses it [W/m2].
    temp_air_c, wind_speed_m_s
        Of the air.

    Examples
    --------
    >>> import numpy as np
    >>> sun, air, wind = np.array([1000.0]), np.array([20.0]), np.array([1.0])
    >>> hot = cell_temperature("pvsyst", {"u_c": 29.0}, poa_w_m2=sun, effective_w_m2=sun,
    ...                        temp_air_c=air, wind_speed_m_s=wind)
    >>> hot.round(2)  # 20 + 0.9 x (1 - 0.1) x 1000 / 29
    array([47.93])
    """
    by_name: dict[str, Any] = {
        ("noct" if name == "noct_c" else name): value for name, value in values.items()
    }
    if model == "noct_sam":
        by_name["effective_irradiance"] = effective_w_m2
    return np.asarray(_MODELS[model](poa_w_m2, temp_air_c, wind_speed_m_s, **by_name))


@cache
def _parameters(model: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    signature = inspect.signature(_MODELS[model]).parameters
    own = {name: value for name, value in signature.items() if name not in _HOURLY}
    spelt = {name: "noct_c" if name == "noct" else name for name in own}
    required = tuple(spelt[name] for name, value in own.items() if value.default is value.empty)
    return required, tuple(spelt.values())
