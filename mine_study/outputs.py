"""Files appear whole or not at all, and a finished run is not overwritten by accident."""

from __future__ import annotations

import errno
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

FINISHED = "results.json"


def is_finished_run(folder: Path) -> bool:
    """Return whether a folder holds the results of a run."""
    return (folder / FINISHED).is_file()


def require_writable(folder: Path) -> None:
    """Raise OSError where a folder cannot be written, before anything is computed for it."""
    whole = folder.absolute()
    standing = next(place for place in (whole, *whole.parents) if place.exists())
    _waiting_folder(folder, standing).rmdir()


def _waiting_folder(folder: Path, standing: Path) -> Path:
    """Make a hidden folder in one that stands, named after the one that is to be written."""
    return Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=standing))


def write_whole(
    folder: Path, texts: Mapping[str, str | bytes], outdated: Collection[str] = ()
) -> tuple[Path, ...]:
    """Write files into a folder: all of them, or none where writing fails.

    All files are written into a hidden folder first, inside this one where it stands already, for
    what lies beside it may be closed to us or another disk. They are moved when the last one is
    complete; ``results.json``, which marks a finished run, goes last. Where one cannot be moved,
    the files that stood there before are put back.

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
    is_new = not folder.exists()
    folder.parent.mkdir(parents=True, exist_ok=True)
    waiting = _waiting_folder(folder, folder.parent if is_new else folder)
    names = sorted(texts, key=lambda name: name == FINISHED)
    try:
        new = waiting / "new"
        new.mkdir()
        for name in names:
            (new / name).write_bytes(_data(texts[name]))
        _require_complete(new, texts)
        folder.mkdir(exist_ok=True)
        _exchange(folder, new, names, outdated)
    except BaseException:
        if is_new and folder.is_dir():
            folder.rmdir()
        raise
    finally:
        shutil.rmtree(waiting)
    return tuple(folder / name for name in names)


def _exchange(folder: Path, new: Path, names: Sequence[str], outdated: Collection[str]) -> None:
    """Move new files in and older ones out; put all back where one cannot be moved."""
    old = new.with_name("old")
    old.mkdir()
    with ExitStack() as back:
        for name in dict.fromkeys((*reversed(names), *outdated)):
            if (folder / name).is_file():
                (folder / name).replace(old / name)
                back.callback((old / name).replace, folder / name)
        for name in names:
            (new / name).replace(folder / name)
            back.callback((folder / name).unlink)
        back.pop_all()


def _data(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _require_complete(folder: Path, texts: Mapping[str, str | bytes]) -> None:
    """Open each file again; raise OSError where one does not hold what was written."""
    for name, content in texts.items():
        if (folder / name).read_bytes() != _data(content):
            raise OSError(errno.EIO, f"{name} does not hold what was written")
