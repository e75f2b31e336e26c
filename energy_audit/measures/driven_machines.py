"""What a kind of machine asks of its motor, belt and drive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    import pandas as pd


def typical_of_machine(machine_type: pd.Series, key: str) -> pd.Series:
    """Return a typical value of each kind of machine, missing where the kind has none.

    Parameters
    ----------
    machine_type
        Kinds of machine as in the inventory; an empty one counts as ``other``.
    key
        ``starts_hard`` and ``needs_slip`` (1 where true), ``static_head_fraction`` or
        ``typical_flow_fraction``.

    Examples
    --------
    >>> import pandas as pd
    >>> typical_of_machine(pd.Series(["fan", "pump", "lamp"]), "static_head_fraction").tolist()
    [0.0, 0.5, nan]

    Notes
    -----
    data/driven_machines.csv.
    """
    table = read_facts("energy_audit", "data/driven_machines.csv")
    values = table[table["key"] == key].set_index("machine_type")["value"]
    typical: pd.Series = machine_type.replace("", "other").map(values).astype(float)
    return typical
