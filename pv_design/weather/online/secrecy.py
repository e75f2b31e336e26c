"""What may not be written anywhere: a key and an address, in whatever form they are sent."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REMOVED = "***"
_SPEAKING_LOGGERS = ("urllib3", "urllib3.connectionpool", "urllib3.util.retry", "requests")


def without_secrets(text: str, secrets: Iterable[str]) -> str:
    """Return a text without the secrets, bare or as they stand in an address.

    Parameters
    ----------
    text
        Anything that will be shown or kept.
    secrets
        What must not be in it; empty ones are passed over.

    Examples
    --------
    >>> without_secrets("?api_key=abc12345&email=a%40b.org", ["abc12345", "a@b.org"])
    '?api_key=***&email=***'
    """
    for form in _forms(secrets):
        text = text.replace(form, REMOVED)
    return text


def body_without_secrets(body: bytes, secrets: Iterable[str]) -> bytes:
    """Return the body of an answer without the secrets, as `without_secrets` finds them.

    Parameters
    ----------
    body
        As it came, in an alphabet that writes ASCII as it is.
    secrets
        What must not be in it; empty ones are passed over.

    Examples
    --------
    >>> body_without_secrets(b"email=a%40b.org", ["a@b.org"])
    b'email=***'
    """
    for form in _forms(secrets):
        body = body.replace(form.encode(), REMOVED.encode())
    return body


def _forms(secrets: Iterable[str]) -> list[str]:
    """Return all that a secret is sent as, the longest first."""
    forms = {form for s in secrets if s for form in (s, quote(s, safe=""), quote_plus(s))}
    return sorted(forms, key=len, reverse=True)


class _Censor(logging.Filter):
    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._secrets = secrets

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_secrets(record.getMessage(), self._secrets)
        record.args = ()
        return True


@contextmanager
def kept_out_of_logs(secrets: Iterable[str]) -> Iterator[None]:
    """Keep secrets out of what the libraries that carry a request write to the log.

    They name the whole address of every request, from DEBUG to WARNING.

    Parameters
    ----------
    secrets
        What must not be in it.

    Examples
    --------
    >>> with kept_out_of_logs(["abc12345"]):
    ...     logging.getLogger("urllib3.connectionpool").debug("GET /?api_key=%s", "abc12345")
    """
    censor = _Censor(tuple(secrets))
    loggers = [logging.getLogger(name) for name in _SPEAKING_LOGGERS]
    for logger in loggers:
        logger.addFilter(censor)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(censor)
