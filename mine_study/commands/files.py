"""What a verb writes: free places, whole files, a line where it cannot."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING, TypeVar

from mine_study.commands.console_language import wrong_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

Written = TypeVar("Written")


def require_free(out: Path | None, *, force: bool) -> None:
    """Refuse a file that stands already, unless it may be overwritten."""
    if out and out.exists() and not force:
        from equipment_catalog.messages import message

        raise wrong_words(
            message("{option}: {path} exists; --force overwrites it", option="--out", path=str(out))
        )


def write(
    folder: Path, texts: Mapping[str, str | bytes], outdated: Sequence[str] = ()
) -> tuple[Path, ...]:
    """Write files into a folder, all or none; say in one line why it cannot."""
    from mine_study.outputs import write_whole

    return or_refuse(write_whole, folder, texts, outdated)


def or_refuse(
    write_it: Callable[..., Written], folder: Path, *more: object, **named: object
) -> Written:
    """Call what writes into a folder; say in one line why it cannot."""
    try:
        return write_it(folder, *more, **named)
    except OSError as error:
        from equipment_catalog.messages import message

        said = message("cannot write into {folder}: {why}", folder=str(folder), why=error.strerror)
        raise wrong_words(said) from None


def free_name(name: str) -> str:
    """Return the name of a folder that does not stand here yet, as the name or with a number."""
    from itertools import count
    from pathlib import Path

    if not Path(name).exists():
        return name
    return next(new for number in count(2) if not Path(new := f"{name}-{number}").exists())


def written(paths: Sequence[Path]) -> dict[str, list[str]]:
    """Return the part of a document that names written files, nothing where there are none."""
    return {"written": [str(path) for path in paths]} if paths else {}


def typed(path: Path) -> str:
    """Return a path as it is typed on this system, in quotes where it needs them.

    Examples
    --------
    >>> from pathlib import Path
    >>> typed(Path("mine"))
    'mine'
    """
    return quoted(str(path))


def quoted(text: str) -> str:
    """Return a word of a command as it is typed on this system, in quotes where it needs them.

    Examples
    --------
    >>> quoted("finance.whole.npv")
    'finance.whole.npv'
    """
    if os.name != "nt":
        return shlex.quote(text)
    from subprocess import list2cmdline

    return list2cmdline([text])
