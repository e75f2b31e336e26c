"""Leaks, pressure, throttling and thin air: ours beside the peer's and published tables."""

from __future__ import annotations

from audit_figures import PEER, Comparison, beside, peer, published
from pvlib.atmosphere import alt2pres

from equipment_catalog.air_demand import power_at_flow
from equipment_catalog.compressed_air import (
    atmospheric_pressure_bar,
    delivered_mass_fraction,
    leak_flow_from_bag_m3_min,
    leak_flow_m3_min,
    power_ratio_of_pressure,
)

PSI_BAR = 0.0689475729
INCH_MM = 25.4
CFM_M3_MIN = 0.0283168466
FT3_M3 = 0.0283168466
SEA_LEVEL_BAR = 1.01325
MOSS = "Moss's table of orifices"
SCALE_HEIGHT = (2.25577e-5, 5.25588)
"""Constants of the standard atmosphere, to find the height that has a pressure."""


def compressed_air() -> list[Comparison]:
    """Return leaks, pressure, throttling and thin air."""
    return [*_leaks(), *_pressure(), *_thin_air()]


def _leaks() -> list[Comparison]:
    def hole_cfm(inches: float, psi: float, share: float, deg_f: float, bar: float) -> float:
        flow = leak_flow_m3_min(
            inches * INCH_MM,
            psi * PSI_BAR,
            discharge_coefficient=share,
            altitude_m=_height_of(bar),
            air_c=(deg_f - 32) / 1.8,
        )
        return float(flow) / CFM_M3_MIN

    return [
        *beside(
            peer("leak_bag"),
            lambda row: (
                float(leak_flow_from_bag_m3_min(row["ft3"] * FT3_M3, row["seconds"])) / CFM_M3_MIN
            ),
            "bag of {ft3:g} ft3 in {seconds:g} s",
            PEER,
        ),
        *beside(
            peer("leak_orifice"),
            lambda row: hole_cfm(
                row["inches"],
                row["psi"],
                row["coefficient"],
                row["degF"],
                row["atmosphere_psi"] * PSI_BAR,
            ),
            "hole of {inches:g} in, {psi:g} psi, {degF:g} degF, coefficient {coefficient:g}, "
            "atmosphere {atmosphere_psi:g} psi",
            PEER,
        ),
        *beside(
            published("orifice_table"),
            lambda row: hole_cfm(row["inches"], row["psi"], 1.0, 70.0, SEA_LEVEL_BAR),
            "hole of {inches:g} in, {psi:g} psi",
        ),
    ]


def _pressure() -> list[Comparison]:
    return [
        *beside(
            peer("air_pressure"),
            lambda row: float(
                power_ratio_of_pressure(
                    row["psi"] * PSI_BAR,
                    row["needed_psi"] * PSI_BAR,
                    altitude_m=_height_of(row["atmosphere_psi"] * PSI_BAR),
                )
            ),
            "from {psi:g} to {needed_psi:g} psi, atmosphere {atmosphere_psi:g} psi",
            PEER,
        ),
        *beside(
            peer("modulation"),
            lambda row: float(power_at_flow(row["flow"], row["power_at_no_flow"])),
            "throttled inlet at {flow:.0%} flow, {power_at_no_flow:.0%} left at none",
            PEER,
        ),
    ]


def _thin_air() -> list[Comparison]:
    heights = [1500, 2500, 3500, 4500]
    return [
        *(
            Comparison(
                case=f"atmosphere at {height} m",
                source="pvlib.atmosphere.alt2pres",
                theirs=float(alt2pres(height)) / 100,
                ours=float(atmospheric_pressure_bar(height)) * 1000,
                unit="hPa",
            )
            for height in heights
        ),
        *beside(
            published("pressure_example"),
            lambda row: float(atmospheric_pressure_bar(row["altitude_m"])) * 1000,
            "atmosphere at {altitude_m:g} m",
        ),
        *beside(
            published("compressor_altitude"),
            lambda row: 1 - float(delivered_mass_fraction(row["altitude_m"])),
            "output a compressor loses at {altitude_m:g} m",
        ),
    ]


def _height_of(pressure_bar: float) -> float:
    """Return the height at which the standard atmosphere has a pressure, about 0 at 14.7 psi."""
    slope, exponent = SCALE_HEIGHT
    return float((1 - (pressure_bar / SEA_LEVEL_BAR) ** (1 / exponent)) / slope)
