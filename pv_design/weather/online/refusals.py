"""What went wrong, said once and clearly: a status or a body that is not the data asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts
from pv_design.weather.online.exchange import limit
from pv_design.weather.online.secrecy import without_secrets
from pv_design.weather.online.source_failure import SourceFailure

if TYPE_CHECKING:
    from equipment_catalog.messages import Message
    from pv_design.weather.online.exchange import Request

_PACKAGE = "pv_design.weather.online"
_REFUSED = (401, 403)
_UNKNOWN = 404
_TOO_MANY = 429
_MOVED = range(300, 400)
_BROKEN = range(500, 600)
_MARKUP = b"<"


def status_failure(request: Request, status: int, body: bytes) -> SourceFailure:
    """Return what a status other than 200 means, with the service's own words.

    Parameters
    ----------
    request
        What was asked.
    status
        Of the answer.
    body
        Of the answer, from which the words are taken; a web page has none.

    Examples
    --------
    >>> from pv_design.weather.online.exchange import Request
    >>> asked = Request(service="PVGIS", product="tmy", url="", parameters={}, expects="json")
    >>> str(status_failure(asked, 400, b'{"message": "lat: Incorrect value", "status": 400}'))
    "PVGIS refuses the request (answer 400): 'lat: Incorrect value'"
    """
    said = service_words(request, body)
    values = {"service": request.service, "status": status, "said": _quoted(said)}
    return SourceFailure(_sentence(request, status, values), status=status, said=said)


def _sentence(request: Request, status: int, values: dict[str, object]) -> Message:
    if status in _MOVED:
        return message(
            "{service} sends on to another address (answer {status}), which is not followed",
            **values,
        )
    if status in _REFUSED:
        return _refused(request, values)
    if status == _UNKNOWN:
        return message(
            "{service} does not know this address (answer {status}); it may have moved", **values
        )
    if status == _TOO_MANY or status in _BROKEN:
        return _busy(status, values)
    return message("{service} refuses the request (answer {status}): {said}", **values)


def _refused(request: Request, values: dict[str, object]) -> Message:
    if request.secrets:
        return message("{service} refuses the key (answer {status}): {said}", **values)
    return message("{service} refuses this computer (answer {status}): {said}", **values)


def _busy(status: int, values: dict[str, object]) -> Message:
    if status == _TOO_MANY:
        return message(
            "{service} has had too many requests from here (answer {status}); try again later",
            **values,
        )
    return message(
        "{service} does not work at the moment (answer {status}); try again later", **values
    )


def body_failure(request: Request, body: bytes) -> SourceFailure | None:
    """Return why the body of a good status is not the data asked for, None where it may be.

    Parameters
    ----------
    request
        What was asked, and which kind of body was due.
    body
        What came.

    Examples
    --------
    >>> from pv_design.weather.online.exchange import Request
    >>> asked = Request(service="PVGIS", product="tmy", url="", parameters={}, expects="json")
    >>> str(body_failure(asked, b'{"outputs": {"tmy_hourly": [{"T2m": 2'))
    'PVGIS broke off: the answer of 37 bytes is no whole JSON'
    >>> body_failure(asked, b"{}")
    """
    values = {"service": request.service, "size": len(body)}
    begin = _begin(body)
    if not begin:
        return SourceFailure(message("{service} sent an empty answer", **values))
    if is_web_page(body):
        what = message(
            "{service} sent a web page where data were due; a proxy or a log-in page may stand "
            "between",
            **values,
        )
        return SourceFailure(what)
    if request.expects == "json":
        broken = not isinstance(_parsed(body), dict)
        what = message("{service} broke off: the answer of {size} bytes is no whole JSON", **values)
        return SourceFailure(what) if broken else None
    return _csv_failure(request, body, begin)


def is_web_page(body: bytes) -> bool:
    """Tell whether a body is a page for people, where data were due.

    Examples
    --------
    >>> is_web_page(b"<!DOCTYPE html>"), is_web_page(b"{}")
    (True, False)
    """
    return _begin(body).startswith(_MARKUP)


def _begin(body: bytes) -> bytes:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")


def _csv_failure(request: Request, body: bytes, begin: bytes) -> SourceFailure | None:
    values = {"service": request.service, "size": len(body)}
    if begin.startswith((b"{", b"[")):
        said = service_words(request, body)
        what = message("{service} sent no data: {said}", said=_quoted(said), **values)
        return SourceFailure(what, said=said)
    rows = body.rstrip().rsplit(b"\n", 2)
    if rows[-1].count(b",") != rows[-2 if len(rows) > 1 else -1].count(b","):
        what = message(
            "{service} broke off: the last row of the answer of {size} bytes is cut", **values
        )
        return SourceFailure(what)
    return None


def service_words(request: Request, body: bytes) -> str:
    """Return what a service says in a body, on one line, short, printable, without secrets.

    Examples
    --------
    >>> from pv_design.weather.online.exchange import Request
    >>> asked = Request(service="NSRDB", product="tmy", url="", parameters={}, expects="csv",
    ...                 secrets={"api_key": "abc12345"})
    >>> service_words(asked, b'{"errors": ["key abc12345 is unknown"], "status": 403}')
    'key *** is unknown'
    >>> service_words(asked, b"<html>Forbidden</html>")
    ''
    """
    parsed = _parsed(body)
    text = body.decode("utf-8", errors="replace") if parsed is None else _spoken(parsed)
    if text.lstrip().startswith(_MARKUP.decode()):
        return ""
    plain = "".join(c if c.isprintable() else " " for c in text)
    words = " ".join(without_secrets(plain, request.secrets.values()).split())
    most = int(limit("said_max_characters"))
    return words if len(words) <= most else words[: most - 1] + "…"


def _quoted(said: str) -> Message | str:
    return f"'{said}'" if said else message("it gives no reason")


def _parsed(body: bytes) -> object:
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found


def _spoken(found: object) -> str:
    if isinstance(found, str):
        return found
    if isinstance(found, list):
        return "; ".join(words for words in map(_spoken, found) if words)
    if isinstance(found, dict):
        keys = read_facts(_PACKAGE, "data/spoken_keys.csv")["key"]
        return next((words for key in keys if (words := _spoken(found.get(key)))), "")
    return ""
