"""What the altitude and the country of a site ask of its electrical design."""

from __future__ import annotations

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note, citation
from equipment_catalog.tables import read_facts
from pv_design.components.altitude_derating import insulation_fraction

_ANYWHERE = "*"


def switchgear_notes(altitude_m: float, *, voc_string_v: float) -> tuple[Note, ...]:
    """Return the warning of a site where thin air insulates less, none up to 2000 m.

    Parameters
    ----------
    altitude_m
        Above sea level [m].
    voc_string_v
        Largest voltage of a string [V].

    Raises
    ------
    InputError
        As `altitude_derating.insulation_fraction` does.

    Examples
    --------
    >>> switchgear_notes(1286.0, voc_string_v=1000.0)
    ()
    >>> str(switchgear_notes(5000.0, voc_string_v=1000.0)[0].value)
    'clearances 1.48 times those at 2000 m'
    """
    fraction = insulation_fraction(altitude_m)
    if fraction >= 1:
        return ()
    row = read_facts("pv_design", "data/altitude_clearance.csv").iloc[0]
    return (
        Note(
            what=message("Thin air at {altitude:,.0f} m insulates less", altitude=altitude_m),
            value=message("clearances {factor:.2f} times those at 2000 m", factor=1 / fraction),
            source=citation(str(row["source"]), int(row["year"]), str(row["trust"])),
            effect=message(
                "switches, fuses and arresters for {voltage:,.0f} V must be declared for this "
                "altitude or chosen for some {needed:,.0f} V; ask the inverter's maker too",
                voltage=voc_string_v,
                needed=voc_string_v / fraction,
            ),
            kind="warning",
        ),
    )


def code_note(country: str) -> Note:
    """Return the note of the installation rules of a country; the international ones elsewhere.

    Parameters
    ----------
    country
        Two letters: CO, PE.

    Examples
    --------
    >>> str(code_note("CO").value)
    'RETIE and NTC 2050 section 690'
    """
    table = read_facts("pv_design", "data/electrical_codes.csv")
    key = country if country in set(table["country"]) else _ANYWHERE
    row = table[table["country"] == key].iloc[0]
    return Note(
        what=message("Installation rules of the electrical design"),
        value=Message(str(row["code"])),
        source=citation(str(row["source"]), int(row["year"]), str(row["trust"])),
        effect=message("the list of protections follows their common ground, not their letter"),
    )
