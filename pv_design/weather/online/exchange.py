"""What is asked of a service, what comes back, and how long we wait for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from equipment_catalog.tables import read_fact, read_facts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_PACKAGE = "pv_design.weather.online"
_LIMITS = (_PACKAGE, "data/limits.csv")
_SERVICES = "data/services.csv"

BodyKind = Literal["json", "csv"]


def service_value(key: str) -> str:
    """Return an address, a version or a list of names of `data/services.csv`.

    Examples
    --------
    >>> service_value("pvgis_version")
    'v5_3'
    """
    table = read_facts(_PACKAGE, _SERVICES)
    return str(table.set_index("key")["value"].loc[key])


def limit(key: str) -> float:
    """Return a number of `data/limits.csv`.

    Examples
    --------
    >>> limit("coordinate_decimals")
    4.0
    """
    return read_fact(*_LIMITS, key).value


@dataclass(frozen=True, kw_only=True)
class Request:
    """One question to one service.

    Examples
    --------
    >>> asked = Request(service="NSRDB", product="tmy", url="https://x.org/t.csv", expects="csv",
    ...                 parameters={"wkt": "POINT(-76.65 2.98)"}, secrets={"api_key": "abc12345"})
    >>> asked.public_url, "abc12345" in repr(asked)
    ('https://x.org/t.csv?wkt=POINT%28-76.65+2.98%29', False)
    """

    service: str
    """Name of the service, as a person knows it."""
    product: str
    """Which of its data and in which version; part of the name of the kept answer."""
    url: str
    """Address without its parameters."""
    parameters: Mapping[str, str]
    """What is asked for, none of it secret."""
    expects: BodyKind
    """What the body of a good answer is."""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Parameters that are sent and never written: a key, an address of mail."""

    @property
    def public_url(self) -> str:
        """The address with its parameters and without its secrets."""
        return f"{self.url}?{urlencode(self.parameters)}"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The body of a good answer and where it comes from."""

    body: bytes = field(repr=False)
    """As the service sent it, unpacked."""
    url: str
    """The address without secrets."""
    status: int
    """Status of the answer."""
    retrieved: datetime
    """When it came [UTC]."""
    sha256: str
    """Checksum of the body."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long and how often a service is asked; each defaults to its row in `limits.csv`.

    Examples
    --------
    >>> Limits().attempts, Limits(attempts=1).attempts
    (4, 1)
    """

    connect_timeout_s: float = field(default_factory=lambda: limit("connect_timeout_s"))
    """Until the service takes the connection [s]."""
    read_timeout_s: float = field(default_factory=lambda: limit("read_timeout_s"))
    """Longest silence [s]."""
    total_timeout_s: float = field(default_factory=lambda: limit("total_timeout_s"))
    """For all attempts and the waits between them [s]."""
    attempts: int = field(default_factory=lambda: int(limit("attempts")))
    """The first among them."""
    backoff_s: float = field(default_factory=lambda: limit("backoff_s"))
    """Wait before the second attempt; each further wait is twice the one before [s]."""
    backoff_max_s: float = field(default_factory=lambda: limit("backoff_max_s"))
    """Longest such wait [s]."""
    retry_after_max_s: float = field(default_factory=lambda: limit("retry_after_max_s"))
    """Longest wait a service may ask for; one that asks for more is left alone [s]."""
    body_max_bytes: int = field(default_factory=lambda: int(limit("body_max_bytes")))
    """Largest body that is read, unpacked [B]."""
