"""Write pv.md: production beside PVWatts, strings beside published guides.

Run as ``python docs/validation/pv_page.py``; ``make validation`` measures first.
"""

from __future__ import annotations

from pathlib import Path

import pv_production
import pv_strings

PAGE = Path(__file__).parent / "pv.md"
HEAD = """# The photovoltaic plant: validation

What is not on this page is not measured yet: storage against SAM's chain and the size curve are
timed by `make bench`; `tests/test_storage.py` and `tests/test_size_search.py` hold their
invariants.

"""
STRINGS = """
## Strings against published guides

Counts of modules in series as small published guides reckon them. The one that is wrong is
refused with its reason.

"""


def page() -> str:
    """Return the page."""
    return (
        HEAD
        + pv_production.section().rstrip()
        + "\n"
        + STRINGS
        + pv_strings.table().rstrip()
        + "\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
