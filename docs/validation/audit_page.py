"""Write audit.md: figures of the energy audit beside published ones and a peer's.

Run as ``python docs/validation/audit_page.py``; ``make validation`` also repeats the slow
calibration and, where it is installed, the peer.
"""

from __future__ import annotations

from audit_calibration import calibration_gaps
from audit_equipment import equipment_gaps
from audit_figures import HERE, peer
from audit_measured_load import measured_load_gaps
from audit_motor_tables import motor_tables_gaps
from audit_part_load import part_load_gaps
from audit_power_factor import power_factor_gaps

PAGE, TEMPLATE = HERE / "audit.md", HERE / "audit_template.md"
SECTIONS = (
    motor_tables_gaps,
    part_load_gaps,
    power_factor_gaps,
    measured_load_gaps,
    equipment_gaps,
    calibration_gaps,
)


def page() -> str:
    """Return the page: the template with its gaps filled."""
    gaps = {"version": str(peer("nema_table")["version"].iloc[0])}
    for section in SECTIONS:
        gaps |= section()
    return TEMPLATE.read_text(encoding="utf-8").format_map(gaps)


def main() -> None:
    """Write the page beside this file."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
