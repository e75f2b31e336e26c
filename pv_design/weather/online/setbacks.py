"""Why an attempt failed, and whether the same question may be answered a moment later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts
from pv_design.weather.online.source_failure import SourceFailure

if TYPE_CHECKING:
    from pv_design.weather.online.exchange import Request

_PACKAGE = "pv_design.weather.online"


@dataclass(frozen=True, kw_only=True)
class Setback:
    """One attempt that failed."""

    failure: SourceFailure
    """What it is if no other attempt follows."""
    may_pass: bool
    """Whether the same question may be answered a moment later."""
    wait_s: float | None = None
    """What the service asks us to wait [s]; None where it does not say."""


def may_pass(status: int, failure: SourceFailure) -> bool:
    """Tell whether a status, or what the service says with it, is known to pass by itself.

    Examples
    --------
    >>> may_pass(529, SourceFailure(message(""))), may_pass(403, SourceFailure(message("")))
    (True, False)
    """
    passing = read_facts(_PACKAGE, "data/passing_refusals.csv")["words"]
    is_listed = status in set(read_facts(_PACKAGE, "data/retried_statuses.csv")["status"])
    return is_listed or any(words in failure.said for words in passing)


def retry_after_s(header: str | None) -> float | None:
    """Return the wait that a service asks for [s], None where it asks for none we understand.

    Examples
    --------
    >>> retry_after_s("7"), retry_after_s("Wed, 21 Oct 2015 07:28:00 GMT"), retry_after_s("soon")
    (7.0, 0.0, None)
    """
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    known = moment.replace(tzinfo=moment.tzinfo or UTC)
    return max((known - datetime.now(UTC)).total_seconds(), 0.0)


def connection_setback(request: Request, error: Exception) -> Setback:
    """Return what a failed connection means; its own words name the whole address and stay out."""
    name = {"service": request.service}
    if isinstance(error, (requests.Timeout, ReadTimeoutError)):
        return Setback(failure=too_slow(request), may_pass=True)
    if isinstance(error, requests.exceptions.SSLError):
        what = message(
            "{service} cannot be trusted: its certificate does not hold; the clock of this "
            "computer or a proxy may be why",
            **name,
        )
        return Setback(failure=SourceFailure(what), may_pass=False)
    if isinstance(error, requests.TooManyRedirects):
        what = message("{service} sends from one address to the next without end", **name)
        return Setback(failure=SourceFailure(what), may_pass=False)
    if isinstance(error, HTTPError):
        what = message("{service} broke off in the middle of its answer", **name)
        return Setback(failure=SourceFailure(what), may_pass=True)
    what = message(
        "{service} cannot be reached: there is no connection, its name is not known, or a proxy "
        "refuses it",
        **name,
    )
    return Setback(
        failure=SourceFailure(what), may_pass=isinstance(error, requests.ConnectionError)
    )


def too_slow(request: Request) -> SourceFailure:
    """Return the failure of a service that does not answer in time."""
    return SourceFailure(message("{service} does not answer in time", service=request.service))


def left_alone(request: Request, status: int, wait_s: float) -> SourceFailure:
    """Return the failure of a service that asks for a longer wait than ours [s]."""
    what = message(
        "{service} asks to be left alone for {minutes:.0f} minutes (answer {status}); try again "
        "then",
        service=request.service,
        minutes=wait_s / 60,
        status=status,
    )
    return SourceFailure(what, status=status)
