"""What is taken of compressors that nobody measured, and of the price of measures on them."""

from __future__ import annotations

from equipment_catalog.compressed_air import air_fact
from equipment_catalog.messages import message
from equipment_catalog.notes import Note


def typical_leak_note() -> Note:
    """Return the note on compressors whose leaks nobody measured.

    Examples
    --------
    >>> str(typical_leak_note().value)
    '25% of its air'
    """
    leak = air_fact("typical_leak_fraction")
    return Note(
        what=message("A compressor without a leak test is taken to leak a typical share"),
        value=message("{share:.0%} of its air", share=leak.value),
        source=leak.citation,
        effect=message("Savings by repaired leaks move almost in proportion to it"),
    )


def throttled_power_note() -> Note:
    """Return the note on the power of compressors whose inlet is throttled.

    Examples
    --------
    >>> throttled_power_note().kind
    'assumption'
    """
    throttled = air_fact("modulating_power_at_no_flow")
    return Note(
        what=message("Power that a throttled compressor keeps when no air is taken"),
        value=message("{share:.0%} of its power at full flow", share=throttled.value),
        source=throttled.citation,
        effect=message("The less it keeps, the more repaired leaks and drives save"),
    )


def typical_air_flow_note() -> Note:
    """Return the note on the mean flow of throttled compressors that nobody measured.

    Examples
    --------
    >>> str(typical_air_flow_note().value)
    '70% of its full flow'
    """
    flow = air_fact("modulating_flow_fraction")
    return Note(
        what=message("Mean flow of a throttled compressor where it was not given"),
        value=message("{share:.0%} of its full flow", share=flow.value),
        source=flow.citation,
        effect=message("The less air is taken, the more a drive saves"),
    )


def typical_needed_pressure_note() -> Note:
    """Return the note on the pressure that tools need where it was not given.

    Examples
    --------
    >>> str(typical_needed_pressure_note().value)
    '6.5 bar at the compressor'
    """
    needed = air_fact("typical_needed_pressure_bar")
    return Note(
        what=message("Pressure that the tools need where it was not given"),
        value=message("{bar:g} bar at the compressor", bar=needed.value),
        source=needed.citation,
        effect=message("Savings by lower pressure are what the compressor gives beyond it"),
    )


def air_price_note() -> Note:
    """Return the note that must stand beside every price of measures on compressed air.

    Examples
    --------
    >>> air_price_note().kind
    'assumption'
    """
    price = air_fact("leak_campaign_usd_per_kw")
    return Note(
        what=message("Measures on compressed air are priced by a model"),
        value=message(
            "leaks {leaks:,g} USD + {leaks_per_kw:g} USD/kW, pressure {pressure:,g} USD, automatic "
            "stop {stop:,g} USD + {stop_per_kw:g} USD/kW",
            leaks=air_fact("leak_campaign_usd").value,
            leaks_per_kw=price.value,
            pressure=air_fact("pressure_setting_usd").value,
            stop=air_fact("start_stop_usd").value,
            stop_per_kw=air_fact("start_stop_usd_per_kw").value,
        ),
        source=price.citation,
        effect=message("Outlay and payback of these measures move in proportion to the price"),
    )
