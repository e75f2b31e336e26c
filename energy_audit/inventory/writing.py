"""Write a list of machines so that it reads back the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.inventory import inventory_rules
from equipment_catalog.table_writer import table_bytes
from equipment_catalog.whole_files import write_file_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path, PurePath

    import pandas as pd

SHEET = "Machines"
IN_ENGLISH: Mapping[tuple[str, str], str] = {}
REMARK = "#"


def write_inventory(
    path: Path,
    machines: pd.DataFrame,
    *,
    words: Mapping[tuple[str, str], str] = IN_ENGLISH,
    sheet: str = SHEET,
) -> Path:
    """Write an inventory into a csv file or a workbook, whole or not at all.

    Parameters
    ----------
    path
        File that ends in ``.csv`` or ``.xlsx``; what stands there is replaced.
    machines
        One row a machine, indexed by tag, with the columns of inventory_columns.csv; columns
        beyond them are not written.
    words
        Other words for headings, under (column, ""), and for choices, under (column, value);
        `read_inventory` must know them.
    sheet
        Name of the sheet of a workbook.

    Raises
    ------
    InputError
        If the name has another ending, or a text cannot be written.

    Examples
    --------
    >>> from pathlib import Path
    >>> import pandas as pd
    >>> rules = inventory_rules()
    >>> machine = {rule.column: [""] for rule in rules} | {"tag": ["M1"]}
    >>> write_inventory(Path("machines.ods"), pd.DataFrame(machine).set_index("tag"))
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: path: 'machines.ods' is not accepted; a name that ends
    in .csv or .xlsx
    """
    return write_file_whole(path, inventory_bytes(path, machines, words=words, sheet=sheet))


def inventory_bytes(
    path: PurePath,
    machines: pd.DataFrame,
    *,
    words: Mapping[tuple[str, str], str] = IN_ENGLISH,
    sheet: str = SHEET,
) -> bytes:
    """Return the content of the file that `write_inventory` writes.

    The first column is the tag; where one begins with ``#``, as a remark does, it is ``kind``.
    """
    columns = [rule.column for rule in inventory_rules()]
    if machines.index.astype(str).str.startswith(REMARK).any():
        columns.sort(key="kind".__ne__)
    table = machines.reset_index(names="tag")[columns]
    for rule in inventory_rules():
        if rule.type == "choice":
            spoken = {value: words.get((rule.column, value), value) for value in rule.allowed}
            table[rule.column] = table[rule.column].replace(spoken)
    headings = {column: words.get((column, ""), column) for column in columns}
    return table_bytes(table.rename(columns=headings), path, sheet=sheet)
