"""The studies that ship with the program."""

from __future__ import annotations

from pathlib import Path

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

INSTALLED = Path(__file__).parent / "examples"
IN_CHECKOUT = Path(__file__).parent.parent / "examples"


def example_folder(name: str) -> Path:
    """Return the folder of a bundled study, in an installed package or in a checkout.

    Raises
    ------
    InputError
        If there is no such study.

    Examples
    --------
    >>> (example_folder("los_conquistadores") / "study.yaml").is_file()
    True
    """
    for folder in (INSTALLED / name, IN_CHECKOUT / name):
        if (folder / "study.yaml").is_file():
            return folder
    raise InputError.of("example", name, allowed=message("a folder of examples/"))
