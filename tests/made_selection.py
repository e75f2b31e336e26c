"""Made selection problems, and every plan of a small one reckoned without the programme."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd

from project_finance.selection.case import SelectionCase
from project_finance.selection.choices import Measure, MeterYear, Plant, Years


def drawn_case(
    draw,
    *,
    measures=4,
    ways=1,
    sizes=3,
    meters=1,
    days=2,
    demand=True,
    years=2,
):
    """Return a mine with everything drawn: some days of 24 hours in two billing periods."""
    hours = np.tile(np.arange(24), days)
    count = len(hours)
    at, saves, plants = [], [], []
    for name in "ab"[:meters]:
        load = np.where((hours > 5) & (hours < 22), draw.uniform(20, 40), 6.0)
        load = load * draw.uniform(0.7, 1.3, count)
        price = np.where(hours > 17, draw.uniform(0.2, 0.4), 0.2)
        at.append(
            MeterYear(
                name=name,
                load_kw=load,
                step_hours=np.full(count, 8760 / count),
                price_per_kwh=price,
                period=np.repeat([0, 1], [count // 2, count - count // 2]),
                demand_price_per_kw=draw.uniform(0, 60, 2) * demand,
                carbon_kg_per_kwh=draw.uniform(0.1, 0.3, count),
            )
        )
        for place in range(measures):
            share = draw.uniform(0.01, 0.9 / measures) * draw.choice([1.0, 1.6])
            works = draw.random((4, 24))[draw.integers(4)][hours] > draw.uniform(0, 0.7)
            kw = share * load * works
            capex = float(kw.mean() * draw.uniform(200, 9000))
            saves += [
                Measure(
                    name=f"{name}{place}.{way}",
                    meter=name,
                    machine=f"machine {place}",
                    capex=capex * way,
                    present_cost=capex * way * draw.uniform(0.8, 1.3),
                    yearly_cost=float(draw.uniform(-20, 20)),
                    saved_kw=kw * way**0.6,
                )
                for way in range(1, ways + 1)
            ]
        sun = np.clip(np.sin((hours - 6) / 12 * np.pi), 0, None)
        sun = sun * np.repeat(draw.uniform(0.4, 1.0, days), 24)
        cheap = draw.uniform(700, 1300)
        for size in range(1, sizes + 1):
            kw = size * 80 / sizes
            credit = 0.17 if kw <= draw.choice([40, 90]) else 0.07
            plants.append(
                Plant(
                    name=f"plant {name} {kw:.1f} kW",
                    meter=name,
                    capex=cheap * kw,
                    present_cost=1.15 * cheap * kw,
                    yearly_cost=12.0 * kw,
                    supply_kw=kw * sun - (0.3 if size % 2 else 0.0),
                    credit_per_kwh=np.full(2, credit),
                    surplus_per_kwh=np.array([0.05, 0.02]),
                )
            )
    horizon = Years(
        discounted=draw.uniform(2, 6, years),
        count=draw.integers(1, 9, years).astype(float),
        supply_fraction=np.linspace(1.0, 0.85, years),
    )
    return SelectionCase(
        meters=tuple(at), measures=tuple(saves), plants=tuple(plants), years=horizon
    )


def every_plan(case):
    """Return all plans of a case with their figures, the bill written as its rule reads."""
    tables = [_every_plan_of_meter(case, meter) for meter in case.meters]
    whole = tables[0]
    for table in tables[1:]:
        whole = whole.merge(table, how="cross", suffixes=("", "_other"))
        for name in ("capex", "npv", "first_year", "avoided_kg", "supplied_kwh", "load_kwh"):
            whole[name] += whole.pop(f"{name}_other")
        whole["names"] += whole.pop("names_other")
    return whole


def _every_plan_of_meter(case, meter):
    mine = [m for m in case.measures if m.meter == meter.name]
    machines = {}
    for place, measure in enumerate(mine):
        machines.setdefault(measure.machine, [None]).append(place)
    sets = [[i for i in chosen if i is not None] for chosen in product(*machines.values())]
    done = np.zeros((len(sets), len(mine)))
    for row, chosen in enumerate(sets):
        done[row, chosen] = 1.0
    saved = done @ np.array([m.saved_kw for m in mine]).reshape(len(mine), len(meter.load_kw))
    load = np.maximum(meter.load_kw - saved, 0.0)
    none = np.zeros(meter.periods)
    before = _bills(meter, meter.load_kw[None, :], none, none)
    tables = []
    for plant in (None, *(p for p in case.plants if p.meter == meter.name)):
        supply = plant.supply_kw if plant else np.zeros(len(meter.load_kw))
        credit = plant.credit_per_kwh if plant else none
        surplus = plant.surplus_per_kwh if plant else none
        table = pd.DataFrame(
            {
                "capex": done @ [m.capex for m in mine] + (plant.capex if plant else 0.0),
                "npv": -(done @ [m.present_cost for m in mine])
                - (plant.present_cost if plant else 0.0),
                "first_year": -(done @ [m.yearly_cost for m in mine])
                - (plant.yearly_cost if plant else 0.0),
                "avoided_kg": 0.0,
                "supplied_kwh": float(supply @ meter.step_hours),
                "load_kwh": load @ meter.step_hours,
            }
        )
        years = zip(
            case.years.discounted, case.years.count, case.years.supply_fraction, strict=True
        )
        for year, (worth, count, fraction) in enumerate(years):
            bill, carbon = _bills(meter, load - fraction * supply, credit, surplus)
            table["npv"] += worth * (before[0][0] - bill)
            table["avoided_kg"] += count / case.years.count.sum() * (before[1][0] - carbon)
            if year == 0:
                table["first_year"] += before[0][0] - bill
        names = [{mine[i].name for i in chosen} for chosen in sets]
        table["names"] = [tuple(sorted(n | ({plant.name} if plant else set()))) for n in names]
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def _bills(meter, net_kw, credit, surplus):
    """Return the bill and the carbon of each row of net loads."""
    bill, carbon = np.zeros(len(net_kw)), np.zeros(len(net_kw))
    for period in range(meter.periods):
        of = meter.period == period
        bought = np.maximum(net_kw[:, of], 0.0) * meter.step_hours[of]
        export = (np.maximum(-net_kw[:, of], 0.0) * meter.step_hours[of]).sum(axis=1)
        credited = np.minimum(export, bought.sum(axis=1))
        bill += bought @ meter.price_per_kwh[of]
        bill -= credit[period] * credited + surplus[period] * (export - credited)
        highest = np.maximum(net_kw[:, of].max(axis=1), 0.0)
        bill += meter.demand_price_per_kw[period] * highest
        carbon += bought @ meter.carbon_kg_per_kwh[of]
    return bill, carbon
