"""A weather service on this computer that plays recorded answers, one after the other."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd

from pv_design.sun_position import sun_of_hours
from pv_design.weather.online import Access, Limits

PLACE = (2.984, -76.6508)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One recorded answer and how badly it travels."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    declared_bytes: int | None = None
    """Content-Length that is claimed; None for the true one."""
    silent_s: float = 0.0
    """Silence before the first byte."""
    trickle_s: float = 0.0
    """Pause before each of twenty pieces of the body."""


class PlayedService:
    """Plays replies in order, the last again and again, and remembers what it was asked."""

    def __init__(self) -> None:
        self.replies: list[Reply] = [Reply()]
        self.asked: list[str] = []
        self.over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/"

    def plays(self, *replies: Reply) -> None:
        self.replies = list(replies)

    def next_reply(self, path: str) -> Reply:
        self.asked.append(path)
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    def question(self, number: int = -1) -> dict[str, str]:
        """Return the parameters of one of the questions that were asked."""
        pairs = parse_qs(urlsplit(self.asked[number]).query)
        return {name: values[0] for name, values in pairs.items()}

    def access(self, cache, **settings) -> Access:
        """Return the way to this service in place of all three, with hardly a wait."""
        urls = dict.fromkeys(("pvgis_url", "nasa_power_url", "nsrdb_url"), self.url)
        limits = settings.pop("limits", quick_limits())
        return Access(cache=cache, urls=urls, limits=limits, **settings)


def quick_limits(**changed) -> Limits:
    settled = {
        "connect_timeout_s": 2.0,
        "read_timeout_s": 2.0,
        "total_timeout_s": 20.0,
        "attempts": 3,
        "backoff_s": 0.01,
        "backoff_max_s": 0.02,
        "retry_after_max_s": 2.0,
        "body_max_bytes": 10_000_000,
    }
    return Limits(**(settled | changed))


def _handler(service: PlayedService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            reply = service.next_reply(self.path)
            service.over.wait(reply.silent_s)
            self.send_response(reply.status)
            size = len(reply.body) if reply.declared_bytes is None else reply.declared_bytes
            self.send_header("Content-Length", str(size))
            self.send_header("Connection", "close")
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            pieces = 20 if reply.trickle_s else 1
            step = -(-len(reply.body) // pieces) or 1
            for start in range(0, len(reply.body), step):
                service.over.wait(reply.trickle_s)
                self.wfile.write(reply.body[start : start + step])
                self.wfile.flush()

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def elapsed_s(start: float) -> float:
    return time.monotonic() - start


@cache
def sunny_hours(years: tuple[int, ...] = (2014,)) -> pd.DataFrame:
    """Return hours in UTC of seven tenths of a clear sky, a third of it diffuse.

    Haurwitz (1945): 1098 cos z exp(-0.057 / cos z).
    """
    utc = timezone(timedelta(hours=0))
    sun = pd.concat([sun_of_hours(*PLACE, 1200.0, year=year, zone=utc) for year in years])
    up = np.cos(np.radians(sun["zenith"])).clip(lower=0)
    ghi = 0.7 * 1098 * up * np.exp(-0.057 / up.clip(lower=1e-3))
    dhi = ghi / 3
    dni = ((ghi - dhi) / up.clip(lower=0.05)).where(up > 0, 0.0)
    local_hour = (sun.index.hour - 5) % 24
    warm = 19.0 - 4.0 * np.cos(2 * np.pi * (local_hour - 3) / 24)
    wind = 2.0 + 0.5 * np.sin(np.arange(len(sun)))
    return pd.DataFrame(
        {"ghi": ghi, "dni": dni, "dhi": dhi, "temp_air": warm, "wind_speed": wind}
    ).round(2)


@cache
def pvgis_tmy_body(database: str = "PVGIS-NSRDB") -> bytes:
    """Return a typical year as PVGIS 5.3 writes it, its hours at half past each hour."""
    hours = sunny_hours()
    rows = [
        {"time(UTC)": time, "T2m": t, "G(h)": g, "Gb(n)": b, "Gd(h)": d, "WS10m": w}
        for time, t, g, b, d, w in zip(
            hours.index.strftime("%Y%m%d:%H%M"),
            hours["temp_air"],
            hours["ghi"],
            hours["dni"],
            hours["dhi"],
            hours["wind_speed"],
            strict=True,
        )
    ]
    place = {"latitude": PLACE[0], "longitude": PLACE[1], "elevation": 1200.0}
    return json.dumps(
        {
            "inputs": {
                "location": {**place, "irradiance_time_offset": 0.5},
                "meteo_data": {
                    "radiation_db": database,
                    "meteo_db": "ERA5",
                    "year_min": 2005,
                    "year_max": 2015,
                    "use_horizon": True,
                    "horizon_db": "DEM-calculated",
                },
            },
            "outputs": {
                "months_selected": [{"month": m, "year": 2014} for m in range(1, 13)],
                "tmy_hourly": rows,
            },
            "meta": {"inputs": {}, "outputs": {}},
        }
    ).encode()


@cache
def pvgis_hours_body(database: str = "PVGIS-NSRDB", years: tuple[int, ...] = (2014, 2015)) -> bytes:
    """Return a series of hours on the horizontal as PVGIS 5.3 writes it."""
    hours = sunny_hours(years)
    rows = [
        {
            "time": time,
            "Gb(i)": round(g - d, 2),
            "Gd(i)": d,
            "Gr(i)": 0.0,
            "H_sun": 0.0,
            "T2m": t,
            "WS10m": w,
            "Int": 0.0,
        }
        for time, g, d, t, w in zip(
            (hours.index + pd.Timedelta(minutes=30)).strftime("%Y%m%d:%H%M"),
            hours["ghi"],
            hours["dhi"],
            hours["temp_air"],
            hours["wind_speed"],
            strict=True,
        )
    ]
    slope = {"slope": {"value": 0, "optimal": False}, "azimuth": {"value": 0, "optimal": False}}
    return json.dumps(
        {
            "inputs": {
                "location": {"latitude": PLACE[0], "longitude": PLACE[1], "elevation": 1200.0},
                "meteo_data": {
                    "radiation_db": database,
                    "meteo_db": "ERA5",
                    "year_min": years[0],
                    "year_max": years[-1],
                    "use_horizon": True,
                },
                "mounting_system": {"fixed": {**slope, "type": "free-standing"}},
                "pv_module": {"technology": None, "peak_power": None, "system_loss": None},
            },
            "outputs": {"hourly": rows},
            "meta": {"inputs": {}, "outputs": {}},
        }
    ).encode()


@cache
def power_hours_body(years: tuple[int, ...] = (2023, 2024), missing: int = 0) -> bytes:
    """Return hours as NASA POWER writes them, the first daylight hours missing (-999)."""
    hours = sunny_hours(years)
    table = pd.DataFrame(
        {
            "YEAR": hours.index.year,
            "MO": hours.index.month,
            "DY": hours.index.day,
            "HR": hours.index.hour,
            "ALLSKY_SFC_SW_DWN": hours["ghi"].to_numpy(),
            "ALLSKY_SFC_SW_DNI": hours["dni"].to_numpy(),
            "ALLSKY_SFC_SW_DIFF": hours["dhi"].to_numpy(),
            "T2M": hours["temp_air"].to_numpy(),
            "WS10M": hours["wind_speed"].to_numpy(),
        }
    )
    light = np.flatnonzero(table["ALLSKY_SFC_SW_DWN"].to_numpy() > 0)[:missing]
    table.loc[light, ["ALLSKY_SFC_SW_DWN", "ALLSKY_SFC_SW_DNI", "ALLSKY_SFC_SW_DIFF"]] = -999
    head = (
        "-BEGIN HEADER-\n"
        "NASA/POWER Source Native Resolution Hourly Data \n"
        f"Dates (month/day/year): 01/01/{years[0]} through 12/31/{years[-1]} in UTC\n"
        f"Location: Latitude  {PLACE[0]}   Longitude {PLACE[1]} \n"
        "Elevation from MERRA-2: Average for 0.5 x 0.625 degree lat/lon region = 1500.0 meters\n"
        "The value for missing source data that cannot be computed or is outside of the sources "
        "availability range: -999 \n"
        "Parameter(s): \n"
        "ALLSKY_SFC_SW_DWN     CERES SYN1deg All Sky Surface Shortwave Downward Irradiance "
        "(Wh/m^2) \n"
        "ALLSKY_SFC_SW_DNI     CERES SYN1deg All Sky Surface Shortwave Downward Direct Normal "
        "Irradiance (Wh/m^2) \n"
        "ALLSKY_SFC_SW_DIFF     CERES SYN1deg All Sky Surface Shortwave Diffuse Irradiance "
        "(Wh/m^2) \n"
        "T2M     MERRA-2 Temperature at 2 Meters (C) \n"
        "WS10M     MERRA-2 Wind Speed at 10 Meters (m/s) \n"
        "-END HEADER-\n"
    )
    return (head + table.to_csv(index=False)).encode()


POWER_MONTHS = (4.40, 4.46, 4.35, 4.10, 4.02, 4.12, 4.44, 4.52, 4.38, 4.12, 4.00, 4.16)
POWER_MONTHS_BODY = (
    "-BEGIN HEADER-\n"
    "NASA/POWER Source Native Resolution Climatology Climatologies \n"
    "20-year Meteorological and Solar Monthly & Annual Climatologies (January 2001 - "
    "December 2020) \n"
    "Location: Latitude  2.984   Longitude -76.6508 \n"
    "Elevation from MERRA-2: Average for 0.5 x 0.625 degree lat/lon region = 1889.4 meters\n"
    "The value for missing source data that cannot be computed or is outside of the sources "
    "availability range: -999 \n"
    "Parameter(s): \n"
    "ALLSKY_SFC_SW_DWN     CERES SYN1deg All Sky Surface Shortwave Downward Irradiance "
    "(kW-hr/m^2/day) \n"
    "T2M     MERRA-2 Temperature at 2 Meters (C) \n"
    "WS10M     MERRA-2 Wind Speed at 10 Meters (m/s) \n"
    "-END HEADER-\n"
    "PARAMETER,JAN,FEB,MAR,APR,MAY,JUN,JUL,AUG,SEP,OCT,NOV,DEC,ANN\n"
    f"ALLSKY_SFC_SW_DWN,{','.join(map(str, POWER_MONTHS))},4.26\n"
    "T2M,17.2,17.4,17.4,17.3,17.3,17.2,17.2,17.6,17.5,16.8,16.6,16.8,17.2\n"
    "WS10M,1.6,1.6,1.5,1.4,1.5,1.7,1.9,1.9,1.7,1.5,1.4,1.5,1.6\n"
).encode()


def power_days_body(year: int = 2024, missing: int = 0) -> bytes:
    """Return days as NASA POWER writes them."""
    days = pd.date_range(f"{year}-01-01", f"{year}-12-31")
    sun = np.round(4.2 + 0.8 * np.sin(np.arange(len(days))), 2)
    sun[:missing] = -999
    table = pd.DataFrame(
        {
            "YEAR": days.year,
            "MO": days.month,
            "DY": days.day,
            "ALLSKY_SFC_SW_DWN": sun,
            "T2M": 17.2,
            "WS10M": 1.6,
        }
    )
    head = (
        "-BEGIN HEADER-\n"
        "NASA/POWER Source Native Resolution Daily Data \n"
        f"Dates (month/day/year): 01/01/{year} through 12/31/{year} in LST\n"
        f"Location: Latitude  {PLACE[0]}   Longitude {PLACE[1]} \n"
        "Elevation from MERRA-2: Average for 0.5 x 0.625 degree lat/lon region = 1889.4 meters\n"
        "The value for missing source data that cannot be computed or is outside of the sources "
        "availability range: -999 \n"
        "Parameter(s): \n"
        "ALLSKY_SFC_SW_DWN     CERES SYN1deg All Sky Surface Shortwave Downward Irradiance "
        "(kW-hr/m^2/day) \n"
        "T2M     MERRA-2 Temperature at 2 Meters (C) \n"
        "WS10M     MERRA-2 Wind Speed at 10 Meters (m/s) \n"
        "-END HEADER-\n"
    )
    return (head + table.to_csv(index=False)).encode()


@cache
def nsrdb_body(year: int = 2022) -> bytes:
    """Return a year of hours as NSRDB writes it, local standard time, labels at half past."""
    hours = sunny_hours((year,))
    rolled = pd.DataFrame(np.roll(hours.to_numpy(), -5, axis=0), columns=hours.columns)
    index = hours.index
    table = pd.DataFrame(
        {
            "Year": index.year,
            "Month": index.month,
            "Day": index.day,
            "Hour": index.hour,
            "Minute": 30,
            "Temperature": rolled["temp_air"],
            "DHI": rolled["dhi"],
            "DNI": rolled["dni"],
            "GHI": rolled["ghi"],
            "Wind Speed": rolled["wind_speed"],
        }
    )
    head = (
        "Source,Location ID,City,State,Country,Latitude,Longitude,Time Zone,Elevation,"
        "Local Time Zone,DHI Units,DNI Units,GHI Units,Temperature Units,Wind Speed Units,Version\n"
        f"NSRDB,1234567,-,-,-,{PLACE[0]},{PLACE[1]},-5,1200,-5,w/m2,w/m2,w/m2,c,m/s,4.0.0\n"
    )
    return (head + table.to_csv(index=False)).encode()
