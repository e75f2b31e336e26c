"""Answers that are kept for ever: bodies by their checksum, and what each was the answer to."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import message
from equipment_catalog.whole_files import write_file_whole
from pv_design.weather.online.exchange import Answer

if TYPE_CHECKING:
    from collections.abc import Collection

    from equipment_catalog.messages import Message
    from pv_design.weather.online.exchange import Request

_TEXTS = ("url", "retrieved", "database", "years", "refused", "sha256")
CACHE_VARIABLE = "SOLMINA_CACHE"
"""Environment variable that names the folder of kept answers."""


@dataclass(frozen=True, kw_only=True)
class KeptAnswer:
    """An answer and what stands beside it in the cache."""

    answer: Answer
    database: str
    """Name of the database, as the answer has it."""
    years: str
    """Years the answer covers."""
    refused: str = ""
    """What the service said when it refused the database that was asked for first; empty where
    it gave what was asked."""


@dataclass(frozen=True, kw_only=True)
class KeptFile:
    """The two files of a kept answer."""

    body: Path
    """File of the raw answer."""
    meta: Path
    """File that says what was asked, when, of which database."""
    entry: dict[str, object]
    """What that file says."""


class DamagedEntryError(Exception):
    """A kept answer that is not what was kept."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


def cache_folder(given: Path | None = None) -> Path:
    """Return the folder of kept answers.

    The one that is given, else that of the environment variable SOLMINA_CACHE, else the user's
    own cache folder on this system.

    Parameters
    ----------
    given
        A folder, which need not exist; None to look for one.

    Examples
    --------
    >>> cache_folder(Path("kept")).name
    'kept'
    """
    if given is not None:
        return given
    if chosen := os.environ.get(CACHE_VARIABLE):
        return Path(chosen)
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "solmina" / "weather"


def entry_name(request: Request) -> str:
    """Return the name under which the answer to a request is kept.

    Service, product with its version, place and parameters make it; secrets and the host do not.

    Examples
    --------
    >>> from pv_design.weather.online.exchange import Request
    >>> asked = Request(service="PVGIS", product="tmy", url="", parameters={}, expects="json")
    >>> len(entry_name(asked))
    64
    """
    asked = {
        "service": request.service,
        "product": request.product,
        "parameters": dict(request.parameters),
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def keep(request: Request, kept: KeptAnswer, folder: Path) -> None:
    """Keep an answer: its body first, then the entry that names it, each whole or not at all.

    An older body stays where it is, so what an earlier run used can still be looked at.

    Parameters
    ----------
    request
        What was asked.
    kept
        What came.
    folder
        Of the cache; made when it does not exist.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    answer = kept.answer
    entry = {
        "service": request.service,
        "product": request.product,
        "parameters": dict(request.parameters),
        "url": answer.url,
        "status": answer.status,
        "retrieved": answer.retrieved.isoformat(timespec="seconds"),
        "database": kept.database,
        "years": kept.years,
        "refused": kept.refused,
        "sha256": answer.sha256,
    }
    write_file_whole(_body_path(folder, answer.sha256), answer.body)
    text = json.dumps(entry, indent=2, ensure_ascii=False, sort_keys=True)
    write_file_whole(_entry_path(folder, request), text.encode())


def kept_answer(request: Request, folder: Path) -> KeptAnswer | None:
    """Return the kept answer to a request, None where there is none.

    Parameters
    ----------
    request
        What would be asked.
    folder
        Of the cache.

    Raises
    ------
    DamagedEntryError
        If the entry cannot be read, or its body is missing or not the one that was kept.
    """
    try:
        entry = _entry(_entry_path(folder, request))
    except FileNotFoundError:
        return None
    try:
        body = _body_path(folder, entry["sha256"]).read_bytes()
        kept = _kept(entry, body)
    except OSError as error:
        raise DamagedEntryError(message("its body is missing")) from error
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedEntryError(message("its entry is not whole")) from error
    if hashlib.sha256(body).hexdigest() != kept.answer.sha256:
        raise DamagedEntryError(message("its body is not the one that was kept"))
    return kept


def kept_files(checksums: Collection[str], folder: Path) -> list[KeptFile]:
    """Return the files of the answers whose bodies have these checksums, by the entries' names.

    An entry that is damaged belongs to none of them and is passed over.

    Parameters
    ----------
    checksums
        Of bodies.
    folder
        Of the cache, which need not exist.

    Examples
    --------
    >>> kept_files(["0" * 64], Path("no such folder"))
    []
    """
    found = []
    for meta in sorted((folder / "answers").glob("*.json")):
        try:
            entry = _entry(meta)
        except (DamagedEntryError, FileNotFoundError):
            continue
        if entry["sha256"] in checksums:
            body = _body_path(folder, str(entry["sha256"]))
            found.append(KeptFile(body=body, meta=meta, entry=entry))
    return found


def _entry(path: Path) -> dict[str, Any]:
    """Return what an entry says, all its texts there as texts."""
    try:
        entry = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise
    except (OSError, ValueError, RecursionError) as error:
        raise DamagedEntryError(message("its entry cannot be read")) from error
    if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in _TEXTS):
        raise DamagedEntryError(message("its entry is not whole"))
    return entry


def _kept(entry: dict[str, Any], body: bytes) -> KeptAnswer:
    answer = Answer(
        body=body,
        url=entry["url"],
        status=int(entry["status"]),
        retrieved=datetime.fromisoformat(entry["retrieved"]),
        sha256=entry["sha256"],
    )
    return KeptAnswer(
        answer=answer,
        database=entry["database"],
        years=entry["years"],
        refused=entry["refused"],
    )


def _body_path(folder: Path, sha256: str) -> Path:
    return folder / "bodies" / sha256


def _entry_path(folder: Path, request: Request) -> Path:
    return folder / "answers" / f"{entry_name(request)}.json"
