"""One file that appears whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path


def write_file_whole(path: Path, content: bytes) -> Path:
    """Write a file, or leave what stood there as it was.

    Parameters
    ----------
    path
        File to write; its folder is made when it does not exist.
    content
        All of its bytes.

    Raises
    ------
    OSError
        If the folder cannot be written; nothing is left behind then.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_file_whole(Path(folder) / "new" / "a.csv", b"tag").read_bytes()
    b'tag'
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as waiting:
        complete = Path(waiting) / path.name
        complete.write_bytes(content)
        complete.replace(path)
    return path
