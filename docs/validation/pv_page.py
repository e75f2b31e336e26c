"""Write pv.md: production, strings, sizes and storage, each beside what it is held against.

Run as ``python docs/validation/pv_page.py``; ``make validation`` measures first.
"""

from __future__ import annotations

from pathlib import Path

import pv_production
import pv_row_steps
import pv_sizes
import pv_speed
import pv_storage
import pv_strings

PAGE = Path(__file__).parent / "pv.md"
HEAD = """# The photovoltaic plant: validation

Figures of speed were taken on the machine that wrote the page, one core, shared with other work;
ratios are of one run. `make validation` measures all of it again, `make bench` the speeds.

"""
STRINGS = """
## Strings against published guides

Counts of modules in series as small published guides reckon them. The one that is wrong is
refused with its reason.

"""


def page() -> str:
    """Return the page."""
    parts = (
        pv_production.section(),
        pv_row_steps.section(),
        pv_speed.section(),
        STRINGS.strip() + "\n\n" + pv_strings.table(),
        pv_sizes.section(),
        pv_storage.section(),
    )
    return HEAD + "\n\n".join(part.strip() for part in parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
