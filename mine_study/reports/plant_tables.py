"""Tables of the sun and of the plants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.messages import message
from mine_study.charts.style import month_names
from mine_study.charts.words import choice, loss_name
from mine_study.plant_losses import USED, loss_steps
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures
    from mine_study.site_design import SiteDesign
    from pv_design.plant import Plant

DAYS_OF_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def level_table(design: SiteDesign, write: Figures) -> Table:
    """Return the yearly level of each source that was looked at."""
    say = write.say
    return Table(
        caption=say(message("{site}: level of each source", site=design.name)),
        columns=(
            *words(say(message("Source"))),
            *numbers(say(message("kWh/m² a day")), say(message("kWh/m² a year"))),
        ),
        rows=tuple(
            (
                say(choice(str(row["source"]))),
                write.number(row["ghi_kwh_m2_day"], 2),
                write.number(365 * row["ghi_kwh_m2_day"]),
            )
            for row in design.weather.levels.to_dict("records")
        ),
    )


def sun_table(design: SiteDesign, write: Figures) -> Table:
    """Return the irradiation of the twelve months with one standard deviation."""
    say, number = write.say, write.number
    weather, ghi = design.weather, design.weather.monthly_ghi_kwh_m2_day
    sigma = weather.sigma_resource_fraction
    names = month_names(write.reader)
    return Table(
        caption=say(message("{site}: irradiation of the horizontal", site=design.name)),
        columns=(
            *words(say(message("Month"))),
            *numbers(
                say(message("kWh/m² a day")),
                say(message("± one standard deviation")),
                say(message("kWh/m² a month")),
            ),
        ),
        rows=tuple(
            (name, number(value, 2), number(sigma * value, 2), number(days * value, 1))
            for name, value, days in zip(names, ghi, DAYS_OF_MONTH, strict=True)
        ),
        total=(
            say(message("Year")),
            number(weather.annual_ghi_kwh_m2 / 365, 2),
            number(sigma * weather.annual_ghi_kwh_m2 / 365, 2),
            number(weather.annual_ghi_kwh_m2, 1),
        ),
    )


def plant_table(design: SiteDesign, plant: Plant, write: Figures) -> Table:
    """Return what the plant is made of and what it gives."""
    say, number, percent = write.say, write.number, write.percent
    area, stores = plant.module.area_m2, design.flows.through_battery_kwh > 0
    lines = (
        (message("modules"), f"{number(plant.modules)} x {plant.module.name}"),
        (message("inverters"), f"{number(plant.inverters)} x {plant.inverter.name}"),
        (message("module power, DC [kWp]"), number(plant.dc_kw, 1)),
        (message("inverter power, AC [kW]"), number(plant.ac_kw, 1)),
        (message("DC over AC"), number(plant.dc_kw / plant.ac_kw, 2)),
        (message("tilt [deg]"), number(plant.tilt_deg, 1)),
        (message("azimuth, 0 north, 180 south [deg]"), number(plant.azimuth_deg, 1)),
        (message("module faces [m²]"), number(None if area is None else plant.modules * area)),
        (message("energy of the year shown hour by hour [kWh]"), number(plant.annual_ac_kwh)),
        (message("yield [kWh per kWp]"), number(plant.production.specific_yield_kwh_per_kw)),
        (message("performance ratio"), percent(plant.production.performance_ratio, 1)),
        (message("coverage over the year"), percent(design.flows.coverage_fraction, 1)),
        (
            message("self-sufficiency hour by hour, with what comes back from the battery")
            if stores
            else message("self-sufficiency hour by hour"),
            percent(design.flows.self_sufficiency_fraction, 1),
        ),
        (
            message("self-consumption of its own energy, with what comes back from the battery")
            if stores
            else message("self-consumption of its own energy"),
            percent(design.flows.self_consumption_fraction, 1),
        ),
    )
    return Table(
        caption=say(message("Solar plant of “{site}”", site=design.name)),
        columns=(*words(say(message("Quantity"))), *numbers(say(message("Value")))),
        rows=tuple((say(name), value) for name, value in lines),
        from_mine=True,
    )


def plant_month_table(design: SiteDesign, write: Figures) -> Table:
    """Return demand, production and exchange with the grid by month."""
    say = write.say
    months = pd.DatetimeIndex(design.load_kw.index).month
    flows = design.flows
    hourly = (flows.load_kw, flows.self_used_kw, flows.export_kw, flows.import_kw)
    load, used, sold, bought = (series.groupby(months).sum() for series in hourly)
    made = flows.ac_kw.groupby(months).sum()
    columns = (load, made, used, sold, bought)
    names = month_names(write.reader)
    return Table(
        caption=say(message("{site}: monthly balance with the plant [kWh]", site=design.name)),
        columns=(
            *words(say(message("Month"))),
            *numbers(
                say(message("Demand")),
                say(message("Plant")),
                say(message("Self-used")),
                say(message("Exported")),
                say(message("Imported")),
            ),
        ),
        rows=tuple(
            (name, *(write.number(column[month]) for column in columns))
            for month, name in enumerate(names, start=1)
        ),
        total=(say(message("Year")), *(write.number(column.sum()) for column in columns)),
        from_mine=True,
    )


def loss_table(design: SiteDesign, plant: Plant, write: Figures) -> Table:
    """Return the steps from the sun to the use of its energy."""
    say = write.say
    return Table(
        caption=say(message("{site}: from the sun to the use of its energy", site=design.name)),
        columns=(
            *words(say(message("Step"))),
            *numbers(say(message("Energy left [kWh/year]")), say(message("Change"))),
            *words(say(message("Source"))),
        ),
        rows=tuple(
            (
                say(loss_name(row["step"])),
                write.number(row["energy_kwh"]),
                write.percent(row["change_fraction"] if place and row["step"] != USED else None, 1),
                say(choice(str(row["source"]))),
            )
            for place, row in enumerate(loss_steps(design, plant).to_dict("records"))
        ),
        from_mine=True,
    )


def plane_table(design: SiteDesign, plant: Plant, write: Figures) -> Table:
    """Return the planes of a plant and what each of them gives."""
    say, number = write.say, write.number
    return Table(
        caption=say(message("{site}: planes of the modules", site=design.name)),
        columns=(
            *words(say(message("Plane"))),
            *numbers(
                say(message("Power [kWp]")),
                say(message("Tilt [deg]")),
                say(message("Azimuth [deg]")),
                say(message("Energy [kWh/year]")),
                say(message("Yield [kWh per kWp]")),
            ),
        ),
        rows=tuple(
            (
                str(row["plane"]),
                number(row["dc_kw"], 1),
                number(row["tilt_deg"], 1),
                number(row["azimuth_deg"], 1),
                number(row["annual_ac_kwh"]),
                number(row["specific_yield_kwh_per_kw"]),
            )
            for row in plant.production.planes.reset_index().to_dict("records")
        ),
    )
