"""Files appear whole or not at all, and a finished run is not overwritten by accident."""

from __future__ import annotations

import errno
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

FINISHED = "results.json"


def is_finished_run(folder: Path) -> bool:
    """Return whether a folder holds the results of a run."""
    return (folder / FINISHED).is_file()


def require_writable(folder: Path) -> None:
    """Raise OSError where a folder cannot be written, before anything is computed for it."""
    standing = next(parent for parent in folder.absolute().parents if parent.exists())
    Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=standing)).rmdir()


def write_whole(
    folder: Path, texts: Mapping[str, str | bytes], outdated: Collection[str] = ()
) -> tuple[Path, ...]:
    """Write files into a folder: all of them, or none where writing fails.

    All files are written beside the folder first and moved in when the last one is complete;
    ``results.json``, which marks a finished run, goes last.

    Parameters
    ----------
    folder
        Made when it does not exist; other files in it stay.
    texts
        Content by file name; texts are written in UTF-8.
    outdated
        Names of files of an older run; those that are not written again are removed, so that
        none contradicts the results beside it.

    Raises
    ------
    OSError
        If the folder cannot be written, or a file, opened again, does not hold what it should.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    waiting = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        names = sorted(texts, key=lambda name: name == FINISHED)
        for name in names:
            content = texts[name]
            data = content.encode() if isinstance(content, str) else content
            (waiting / name).write_bytes(data)
        _require_complete(waiting, texts)
        folder.mkdir(exist_ok=True)
        for name in names:
            (waiting / name).replace(folder / name)
        for name in set(outdated) - set(names):
            (folder / name).unlink(missing_ok=True)
    finally:
        shutil.rmtree(waiting)
    return tuple(folder / name for name in names)


def _require_complete(folder: Path, texts: Mapping[str, str | bytes]) -> None:
    """Open each file again; raise OSError where one does not hold what was written."""
    for name, content in texts.items():
        data = content.encode() if isinstance(content, str) else content
        if (folder / name).read_bytes() != data:
            raise OSError(errno.EIO, f"{name} does not hold what was written")
