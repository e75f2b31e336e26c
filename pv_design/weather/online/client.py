"""One question over the network: with patience, with limits, and with every failure named."""

from __future__ import annotations

import hashlib
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from equipment_catalog.messages import message
from pv_design.weather.online.exchange import Answer, Limits, limit
from pv_design.weather.online.refusals import body_failure, is_web_page, status_failure
from pv_design.weather.online.secrecy import body_without_secrets, kept_out_of_logs
from pv_design.weather.online.setbacks import (
    Setback,
    connection_setback,
    left_alone,
    may_pass,
    retry_after_s,
    too_slow,
)
from pv_design.weather.online.source_failure import SourceFailure

if TYPE_CHECKING:
    from pv_design.weather.online.exchange import Request

_CHUNK_BYTES = 65536
_DONE = 200


def fetch(request: Request, *, limits: Limits | None = None) -> Answer:
    """Return the answer of a service, asking again where that may help.

    A connection that fails, silence, a body that breaks off and the statuses of
    `data/retried_statuses.csv` are tried again after a wait that doubles, or after what the
    service asks for; everything else fails at once. Certificates are checked, and nothing is
    followed to another host.

    Parameters
    ----------
    request
        What to ask.
    limits
        How long and how often; without them, those of `data/limits.csv`.

    Raises
    ------
    SourceFailure
        With one clear message. Neither it nor anything it is raised from holds a secret.

    Examples
    --------
    >>> from pv_design.weather.online.exchange import Request
    >>> asked = Request(service="PVGIS", product="tmy", url="http://127.0.0.1:9/tmy",
    ...                 parameters={}, expects="json")
    >>> fetch(asked, limits=Limits(attempts=1))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    pv_design.weather.online.source_failure.SourceFailure: PVGIS cannot be reached: ...
    """
    limits = limits or Limits()
    end = time.monotonic() + limits.total_timeout_s
    attempt = 0
    while True:
        outcome = _attempt(request, limits, end)
        if isinstance(outcome, Answer):
            return outcome
        attempt += 1
        wait_s = _wait_s(outcome, attempt, limits)
        if wait_s is None or attempt >= limits.attempts or time.monotonic() + wait_s > end:
            raise outcome.failure
        time.sleep(wait_s)


def _wait_s(setback: Setback, attempt: int, limits: Limits) -> float | None:
    if not setback.may_pass:
        return None
    if setback.wait_s is not None:
        return setback.wait_s
    return float(min(limits.backoff_s * 2 ** (attempt - 1), limits.backoff_max_s))


class _OneHostSession(requests.Session):
    """Follows nothing to another scheme, host or port."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        target = super().get_redirect_target(resp)
        if target is None or _origin(urljoin(resp.url, target)) != _origin(resp.url):
            return None
        return target


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _attempt(request: Request, limits: Limits, end: float) -> Answer | Setback:
    with kept_out_of_logs(request.secrets.values()), _OneHostSession() as session:
        session.max_redirects = int(limit("redirects_max"))
        try:
            response = session.get(
                request.url,
                params={**request.parameters, **request.secrets},
                headers={"User-Agent": "solmina"},
                timeout=(limits.connect_timeout_s, limits.read_timeout_s),
                stream=True,
            )
            with response:
                body = _body(response, request, limits, end)
        except (requests.RequestException, HTTPError) as error:
            setback = connection_setback(request, error)
        else:
            if isinstance(body, Setback):
                return body
            return _judged(request, response, body, limits)
    return setback


def _body(
    response: requests.Response, request: Request, limits: Limits, end: float
) -> bytes | Setback:
    """Return the body piece by piece as it comes, so that no trickle outlasts the time for all."""
    body = bytearray()
    while chunk := response.raw.read1(_CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > limits.body_max_bytes:
            what = message(
                "{service} sends more than {most_mb:.0f} MB, which is not read",
                service=request.service,
                most_mb=limits.body_max_bytes / 1e6,
            )
            return Setback(failure=SourceFailure(what), may_pass=False)
        if time.monotonic() > end:
            return Setback(failure=too_slow(request), may_pass=False)
    return bytes(body)


def _judged(
    request: Request, response: requests.Response, body: bytes, limits: Limits
) -> Answer | Setback:
    status = response.status_code
    if status != _DONE:
        wait_s = retry_after_s(response.headers.get("Retry-After"))
        if wait_s is not None and wait_s > limits.retry_after_max_s:
            return Setback(failure=left_alone(request, status, wait_s), may_pass=False)
        failure = status_failure(request, status, body)
        return Setback(failure=failure, may_pass=may_pass(status, failure), wait_s=wait_s)
    body = body_without_secrets(body, request.secrets.values())
    fault = body_failure(request, body)
    if fault is not None:
        return Setback(failure=fault, may_pass=not is_web_page(body))
    return Answer(
        body=body,
        url=request.public_url,
        status=status,
        retrieved=datetime.now(UTC),
        sha256=hashlib.sha256(body).hexdigest(),
    )
