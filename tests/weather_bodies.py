"""Small weather files in the layouts of their formats, made up for the tests."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

EPW_FLAGS = "A7A7A7A7*0"


def day_of_sun(count: int) -> np.ndarray:
    """Return a made-up irradiance that is dark from 18 to 6 h [W/m2]."""
    hour = np.arange(count) % 24
    return np.round(900 * np.sin(np.pi * (hour + 0.5 - 6) / 12).clip(min=0), 1)


def epw(days: int = 2, *, comment: str = "", zone: str = "-5") -> str:
    head = [
        f"LOCATION,Mina,Cauca,COL,IWEC,123,2.98,-76.65,{zone},1200",
        "DESIGN CONDITIONS,0",
        "TYPICAL/EXTREME PERIODS,0",
        "GROUND TEMPERATURES,0",
        "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0",
        "COMMENTS 1,made up",
        f"COMMENTS 2,{comment}",
        "DATA PERIODS,1,1,Data,Sunday,1/1,12/31",
    ]
    hours = pd.date_range("2003-01-01", periods=24 * days, freq="h")
    rows = [
        f"{t.year},{t.month},{t.day},{t.hour + 1},0,{EPW_FLAGS},20.5,15,70,88000,0,0,380,{g},"
        f"{0.5 * g},{0.4 * g},0,0,0,0,90,2.1,5,5,9,9,9,9,20,0.1,0,88,0.2,0,0"
        for t, g in zip(hours, day_of_sun(24 * days), strict=True)
    ]
    return "\n".join([*head, *rows, ""])


def tmy3(days: int = 2) -> str:
    head = '700000,"MINE ONE",XX,-5.0,2.98,-76.65,1200'
    headings = (
        "Date (MM/DD/YYYY),Time (HH:MM),ETR (W/m^2),GHI (W/m^2),DNI (W/m^2),DHI (W/m^2),"
        "Dry-bulb (C),Wspd (m/s)"
    )
    hours = pd.date_range("1997-01-31", periods=24 * days, freq="h")
    rows = [
        f"{t:%m/%d/%Y},{t.hour + 1:02d}:00,0,{g:.0f},{g / 2:.0f},{g / 3:.0f},21.5,2.0"
        for t, g in zip(hours, day_of_sun(24 * days), strict=True)
    ]
    return "\n".join([head, headings, *rows, ""])


def tmy2(days: int = 2) -> str:
    head = " 12345 LOS CONQUISTADORES     XX  -5 N  2 59 W  76 39  1200"
    hours = pd.date_range("1997-01-01", periods=24 * days, freq="h")
    rows = []
    for t, g in zip(hours, day_of_sun(24 * days), strict=True):
        row = list(" " * 142)
        row[1:9] = f"{t:%y%m%d}{t.hour + 1:02d}"
        row[17:21] = f"{g:04.0f}"
        row[23:27] = f"{g / 2:04.0f}"
        row[29:33] = f"{g / 3:04.0f}"
        row[67:71] = " 215"
        row[95:98] = "021"
        rows.append("".join(row))
    return "\n".join([head, *rows, ""])


def pvgis_tmy_csv(offset: str = "Irradiance Time Offset (h): 0.1761\n", rows: int = 8760) -> str:
    months = "".join(f"{month},{2004 + month}\n" for month in range(1, 13))
    head = (
        "Latitude (decimal degrees): 2.984\nLongitude (decimal degrees): -76.651\n"
        f"Elevation (m): 1200.0\n{offset}month,year\n{months}"
        "time(UTC),T2m,RH,G(h),Gb(n),Gd(h),IR(h),WS10m,WD10m,SP\n"
    )
    hours = pd.date_range("2021-01-01", periods=rows, freq="h")
    body = "".join(
        f"{time},21.5,80.0,{g},{g / 2},{g / 4},300.0,1.2,90.0,88000.0\n"
        for time, g in zip(hours.strftime("%Y%m%d:%H%M"), day_of_sun(rows), strict=True)
    )
    return head + body + "\nT2m: 2-m air temperature (degree Celsius)\n\nPVGIS (c) EU\n"


def pvgis_tmy_json(rows: int = 48) -> str:
    hours = pd.date_range("2021-01-01", periods=rows, freq="h").strftime("%Y%m%d:%H%M")
    body = {
        "inputs": {
            "location": {
                "latitude": 2.984,
                "longitude": -76.651,
                "elevation": 1200.0,
                "irradiance_time_offset": -0.25,
            },
            "meteo_data": {
                "radiation_db": "PVGIS-NSRDB",
                "year_min": 2005,
                "year_max": 2015,
                "use_horizon": False,
            },
        },
        "outputs": {
            "months_selected": [{"month": month, "year": 2006} for month in range(1, 13)],
            "tmy_hourly": [
                {"time(UTC)": time, "T2m": 21.5, "G(h)": g, "Gb(n)": g / 2, "Gd(h)": g / 4}
                | {"WS10m": 1.2, "RH": 80.0}
                for time, g in zip(hours, day_of_sun(rows).tolist(), strict=True)
            ],
        },
        "meta": {"inputs": {}, "outputs": {}},
    }
    return json.dumps(body)


def pvgis_hourly_csv(slope: str = "0 deg.", rows: int = 48) -> str:
    head = (
        "Latitude (decimal degrees):\t2.984\nLongitude (decimal degrees):\t-76.651\n"
        "Elevation (m):\t1200\nRadiation database:\tPVGIS-ERA5\n\n\n"
        f"Slope: {slope} \nAzimuth: 0 deg. \ntime,Gb(i),Gd(i),Gr(i),H_sun,T2m,WS10m,Int\n"
    )
    hours = pd.date_range("2019-12-31 00:10", periods=rows, freq="h")
    body = "".join(
        f"{time},{g / 2},{g / 4},0.0,10.0,21.5,1.2,0.0\n"
        for time, g in zip(hours.strftime("%Y%m%d:%H%M"), day_of_sun(rows), strict=True)
    )
    return head + body + "\nGb(i): Beam irradiance\nGd(i): Diffuse\n\nPVGIS (c) EU\n"


def pvgis_hourly_json(slope: float = 0, rows: int = 48) -> str:
    hours = pd.date_range("2019-12-31 00:10", periods=rows, freq="h").strftime("%Y%m%d:%H%M")
    body = {
        "inputs": {
            "location": {"latitude": 2.984, "longitude": -76.651, "elevation": 1200.0},
            "meteo_data": {"radiation_db": "PVGIS-ERA5", "use_horizon": True},
            "mounting_system": {"fixed": {"slope": {"value": slope, "optimal": False}}},
        },
        "outputs": {
            "hourly": [
                {"time": time, "G(i)": g, "H_sun": 10.0, "T2m": 21.5, "WS10m": 1.2, "Int": 0.0}
                for time, g in zip(hours, day_of_sun(rows).tolist(), strict=True)
            ]
        },
        "meta": {"inputs": {}, "outputs": {}},
    }
    return json.dumps(body)


def psm4(rows: int = 48) -> str:
    head = (
        "Source,Location ID,City,State,Country,Latitude,Longitude,Time Zone,Elevation,"
        "Local Time Zone,GHI Units,Version\n"
        "NSRDB,1,-,-,-,2.98,-76.65,-5,1200,-5,w/m2,4.0.0\n"
        "Year,Month,Day,Hour,Minute,Temperature,DHI,DNI,GHI,Wind Speed\n"
    )
    hours = pd.date_range("2020-01-01 00:30", periods=rows, freq="h")
    body = "".join(
        f"{t.year},{t.month},{t.day},{t.hour},{t.minute},21.5,{g / 4},{g / 2},{g},1.2\n"
        for t, g in zip(hours, day_of_sun(rows), strict=True)
    )
    return head + body


def sam(rows: int = 48) -> str:
    head = (
        "Source,Location ID,City,Latitude,Longitude,Time Zone,Elevation\n"
        "station,7,Mina,2.98,-76.65,-5,1200\n"
        "Year,Month,Day,Hour,Global,Beam,Diffuse,Tdry,Wspd\n"
    )
    hours = pd.date_range("2020-01-01", periods=rows, freq="h")
    body = "".join(
        f"{t.year},{t.month},{t.day},{t.hour},{g},{g / 2},{g / 4},21.5,1.2\n"
        for t, g in zip(hours, day_of_sun(rows), strict=True)
    )
    return head + body


def power_hourly(clock: str = " in LST", rows: int = 48) -> str:
    head = (
        "-BEGIN HEADER-\nNASA/POWER CERES/MERRA2 Native Resolution Hourly Data \n"
        f"Dates (month/day/year): 01/01/2021 through 01/02/2021{clock}\n"
        "Location: Latitude  3.2284   Longitude -76.5652 \n"
        "Elevation from MERRA-2: Average for 0.5 x 0.625 degree lat/lon region = 1163.41 meters\n"
        "The value for missing source data that cannot be computed or is outside of the sources "
        "availability range: -999 \nParameter(s): \n"
        "ALLSKY_SFC_SW_DWN     CERES SYN1deg All Sky Surface Shortwave Downward (Wh/m^2) \n"
        "T2M     MERRA-2 Temperature at 2 Meters (C) \n-END HEADER-\n"
        "YEAR,MO,DY,HR,ALLSKY_SFC_SW_DWN,T2M\n"
    )
    hours = pd.date_range("2021-01-01", periods=rows, freq="h")
    body = "".join(
        f"{t.year},{t.month},{t.day},{t.hour},{g},21.5\n"
        for t, g in zip(hours, day_of_sun(rows), strict=True)
    )
    return head + body


def power_months() -> str:
    months = "JAN,FEB,MAR,APR,MAY,JUN,JUL,AUG,SEP,OCT,NOV,DEC"
    lines = [f"PARAMETER,YEAR,{months},ANN"]
    for year in (2019, 2020):
        level = 4.0 if year == 2019 else 4.5
        lines.append(f"T2M,{year}," + ",".join(["16.5"] * 13))
        lines.append(f"ALLSKY_SFC_SW_DWN,{year}," + ",".join([str(level)] * 13))
    return "\n".join([*lines, ""])


def power_json() -> str:
    return json.dumps(
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [-76.65, 2.98, 1500.5]},
            "properties": {
                "parameter": {
                    "ALLSKY_SFC_SW_DWN": {"20210101": 16.2, "20210102": -999.0},
                    "T2M": {"20210101": 17.5, "20210102": 18.5},
                }
            },
            "header": {"title": "NASA/POWER Daily", "fill_value": -999.0, "time_standard": "LST"},
            "parameters": {
                "ALLSKY_SFC_SW_DWN": {"units": "MJ/m^2/day"},
                "T2M": {"units": "C"},
            },
        }
    )


def explorador(rows: int = 48) -> str:
    head = (
        "DATOS HORARIOS GENERADOS CON EL EXPLORADOR DE ENERGIA SOLAR PARA UN ANIO METEOROLOGICO "
        'TIPICO\n""\nCARACTERISTICAS DEL SITIO\nLATITUD,-23.5\nLONGITUD,-68.9\nALTURA,2300.0\n'
        "FECHA INICIAL,2004-01-01 00:00:00\nFECHA FINAL,2016-12-18 23:00:00\n"
        'METODO DE CALCULO,Promedio de valores instantaneos cada 10 minutos\n""\n'
        "Fecha/Hora,glb,ghi,dirh,difh,dni,temp,vel,shadow\n"
    )
    hours = pd.date_range("2007-01-01", periods=rows, freq="h")
    body = "".join(
        f"{t},9.0,{g},{g / 3},{g / 4},{g / 2},21.5,1.2,0.00\n"
        for t, g in zip(hours, day_of_sun(rows), strict=True)
    )
    return head + body


def plain(rows: int = 48) -> str:
    hours = pd.date_range("2021-01-01", periods=rows, freq="h")
    body = "".join(f"{t},{g},21.5,1.2\n" for t, g in zip(hours, day_of_sun(rows), strict=True))
    return "timestamp,ghi (W/m2),temp_air (C),wind_speed (m/s)\n" + body


BODIES = {
    "epw": epw,
    "tmy3": tmy3,
    "tmy2": tmy2,
    "pvgis_tmy": pvgis_tmy_json,
    "pvgis_hourly": pvgis_hourly_csv,
    "nsrdb_psm4": psm4,
    "sam_csv": sam,
    "nasa_power": power_hourly,
    "nasa_power_months": power_months,
    "nasa_power_json": power_json,
    "explorador_solar": explorador,
    "plain_csv": plain,
}
ENDINGS = {"epw": ".epw", "tmy2": ".tm2", "pvgis_tmy": ".json", "nasa_power_json": ".json"}
