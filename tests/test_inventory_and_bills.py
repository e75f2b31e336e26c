"""Inventories and bills are refused for what no single cell can tell."""

from __future__ import annotations

import pandas as pd
import pytest

from energy_audit.bills import read_bills
from energy_audit.inventory import read_inventory

HEADER = (
    "tag,site,area,equipment,kind,rated_kw,poles,ie_class,load_fraction,hours_per_day,schedule\n"
)


def problems(tmp_path, calendars, rows, frequency_hz=60):
    path = tmp_path / "inventory.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return read_inventory(path, calendars=calendars, frequency_hz=frequency_hz)[1]


def texts(found):
    return [f"{problem.place} {problem.what}" for problem in found]


def test_a_right_inventory_has_no_problem(tmp_path, calendars):
    row = "M1,plant,mill,ball mill,motor,15,4,IE2,0.7,16,shifts\n"
    assert problems(tmp_path, calendars, row) == ()


def test_a_repeated_tag_an_unknown_site_and_missing_poles_are_named(tmp_path, calendars):
    rows = (
        "M1,plant,mill,ball mill,motor,15,4,IE2,0.7,16,shifts\n"
        "M1,plent,mill,pump,motor,15,,IE2,0.7,16,shifts\n"
    )
    assert texts(problems(tmp_path, calendars, rows)) == [
        "inventory.csv:3:1 the tag 'M1' stands already in line 2",
        "inventory.csv:3:2 'plent' is not a site of the study",
        "inventory.csv:3:7 a motor needs its poles",
    ]


def test_tags_that_differ_in_capital_letters_alone_are_one_tag(tmp_path, calendars):
    row = "plant,mill,ball mill,motor,15,4,IE2,0.7,16,shifts\n"
    assert texts(problems(tmp_path, calendars, f"M1,{row}m1,{row}M2,{row}")) == [
        "inventory.csv:3:1 the tag 'M1' stands already at inventory.csv:2:1"
    ]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_column_that_all_machines_lack_is_one_problem(tmp_path, calendars, ending):
    rows = [["tag", "site", "area", "equipment", "kind", "poles", "load_fraction"]]
    rows += [[f"M{n}", "plant", "mill", "mill", "motor", 4, 0.7] for n in range(5)]
    rows += [["C1", "plant", "grid", "bank", "capacitor", None, None]]
    path = tmp_path / f"inventory.{ending}"
    table = pd.DataFrame(rows[1:], columns=rows[0])
    (table.to_csv if ending == "csv" else table.to_excel)(path, index=False)
    _, found = read_inventory(path, calendars=calendars, frequency_hz=60)
    assert sorted((problem.row, str(problem.what)) for problem in found) == [
        (1, "the column 'hours_per_day' is missing"),
        (1, "the column 'rated_kw' is missing"),
        (7, "a capacitor needs its rated_kvar"),
    ]


def test_hours_that_the_schedule_does_not_hold_are_refused(tmp_path, calendars):
    row = "M1,plant,mill,ball mill,motor,15,4,IE2,0.7,20,shifts\n"
    assert texts(problems(tmp_path, calendars, row)) == [
        "inventory.csv:2:10 20 h a day do not fit the schedule 'shifts' of 16 h"
    ]


def test_a_motor_without_a_tabled_efficiency_needs_its_nameplate(tmp_path, calendars):
    row = "M1,plant,mill,vibrator,motor,0.25,4,IE1,0.7,4,shifts\n"
    (problem,) = problems(tmp_path, calendars, row)
    assert problem.field == "rated_kw"
    assert "efficiency_fraction" in str(problem.allowed)


def test_lighting_needs_neither_poles_nor_class(tmp_path, calendars):
    row = "L1,plant,light,lamps,lighting,0.25,,,1,11,night\n"
    assert problems(tmp_path, calendars, row) == ()


MEASURED = (
    "tag,site,area,equipment,kind,rated_kw,poles,hours_per_day,schedule,supply,measured_kw,"
    "measured_v,measured_a,measured_power_factor,measured_rpm,rated_a,rated_v,rated_rpm,"
    "rated_power_factor,load_fraction,machine_type,leak_fraction,needed_hours_per_day,control,"
    "rated_kva,rated_kvar,ie_class,evidence\n"
)


def machine(tmp_path, calendars, **values):
    """Return inventory and problems of one machine; what it does not say is a plain pump."""
    plain = {"tag": "M1", "site": "plant", "area": "mill", "equipment": "pump", "kind": "motor",
             "rated_kw": 15, "poles": 4, "hours_per_day": 9, "load_fraction": 0.7}  # fmt: skip
    row = {**plain, **values}
    path = tmp_path / "one.csv"
    cells = ",".join(str(row.get(name, "")) for name in MEASURED.strip().split(","))
    path.write_text(MEASURED + cells + "\n", encoding="utf-8")
    return read_inventory(path, calendars=calendars, frequency_hz=60)


@pytest.mark.parametrize(
    ("values", "field", "word"),
    [
        # 15 kW at the least usual efficiency of 0.6 draw 25 kW; half as much again is 37.5.
        ({"measured_kw": 38}, "measured_kw", "38 kW were measured"),
        # 120 x 60 / 4 = 1800 rpm, which no induction motor reaches that drives.
        ({"measured_rpm": 1800}, "measured_rpm", "above the synchronous speed"),
        ({"measured_a": 41, "rated_a": 20}, "measured_a", "nameplate of 20 A"),
        # sqrt(3) x 440 V x 60 A x 0.9 = 41 kW, more than the 37.5 of above.
        ({"measured_v": 440, "measured_a": 60, "measured_power_factor": 0.9}, "measured_v",
         "too much for 15 kW"),
        # sqrt(3) x 440 V x 10 A = 7.62 kVA carry no 9 kW.
        ({"measured_v": 440, "measured_a": 10, "measured_kw": 9}, "measured_kw", "can carry"),
        ({"rated_rpm": 1150}, "rated_rpm", "do not fit 4 poles"),
        # sqrt(3) x 220 V x 10 A x 0.85 x 0.85 = 2.75 kW are less than half of 15.
        ({"rated_v": 220, "rated_a": 10, "rated_power_factor": 0.85}, "rated_kw", "2.75 kW"),
        ({"needed_hours_per_day": 10}, "needed_hours_per_day", "more than 9"),
        ({"machine_type": "pump", "leak_fraction": 0.2}, "leak_fraction", "compressor"),
        ({"supply": "dc", "poles": "", "ie_class": "IE3"}, "ie_class", "direct current"),
        ({"load_fraction": ""}, "load_fraction", "nothing tells the load"),
        ({"load_fraction": "", "measured_a": 12}, "load_fraction", "nothing tells the load"),
        ({"rated_kw": ""}, "rated_kw", "rated power is missing"),
        ({"kind": "transformer"}, "rated_kva", "needs its rated_kva"),
        ({"kind": "capacitor"}, "rated_kvar", "needs its rated_kvar"),
    ],
)  # fmt: skip
def test_what_a_machine_lacks_or_contradicts_is_one_problem(
    tmp_path, calendars, values, field, word
):
    (problem,) = machine(tmp_path, calendars, **values)[1]
    assert problem.field == field
    assert word in str(problem.what)


@pytest.mark.parametrize(
    "values",
    [
        {"measured_kw": 37},
        {"measured_a": 40, "rated_a": 20},
        {"measured_rpm": 1790},
        {"measured_rpm": 2100, "control": "drive"},
        {"supply": "dc", "poles": ""},
        {"load_fraction": "", "measured_kw": 8},
        {"load_fraction": "", "measured_rpm": 1770},
        {"load_fraction": "", "measured_a": 12, "rated_a": 20},
        {"load_fraction": "", "measured_a": 12, "measured_v": 440, "measured_power_factor": 0.8},
        {"kind": "lighting", "poles": "", "load_fraction": 1},
    ],
)
def test_what_is_enough_for_a_machine_is_no_problem(tmp_path, calendars, values):
    assert machine(tmp_path, calendars, **values)[1] == ()


@pytest.mark.parametrize(
    ("kind", "rating"), [("transformer", "rated_kva"), ("capacitor", "rated_kvar")]
)
def test_site_equipment_needs_its_rating_and_is_on_day_and_night(tmp_path, calendars, kind, rating):
    given = {"kind": kind, rating: 75, "rated_kw": "", "poles": "", "load_fraction": ""}
    inventory, found = machine(tmp_path, calendars, **given, hours_per_day="")
    assert found == ()
    row = inventory.machines.loc["M1"]
    assert (row["hours_per_day"], row["schedule"]) == (24, "continuous")


@pytest.mark.parametrize(("rpm", "poles"), [(3520, 2), (1750, 4), (1160, 6), (875, 8)])
def test_the_speed_of_a_nameplate_tells_the_poles_and_a_note_says_so(
    tmp_path, calendars, rpm, poles
):
    inventory, found = machine(tmp_path, calendars, poles="", rated_rpm=rpm)
    assert found == ()
    assert inventory.machines.loc["M1", "poles"] == poles
    assert [note.value for note in inventory.remarks] == ["M1"]


def test_a_speed_between_two_pole_numbers_tells_none(tmp_path, calendars):
    # 1300 rpm are 28 per cent below 1800.
    (problem,) = machine(tmp_path, calendars, poles="", rated_rpm=1300)[1]
    assert str(problem.what) == "a motor needs its poles"


def test_kilowatts_that_fit_the_nameplate_as_horsepower_are_warned_of(tmp_path, calendars):
    # sqrt(3) x 440 V x 13.4 A x 0.86 x 0.85 = 7.46 kW are 10 HP.
    nameplate = {"rated_v": 440, "rated_a": 13.4, "rated_power_factor": 0.86}
    suspect, found = machine(tmp_path, calendars, **nameplate, rated_kw=10)
    assert found == ()
    assert [note.value for note in suspect.remarks] == ["M1"]
    assert machine(tmp_path, calendars, **nameplate, rated_kw=7.5)[0].remarks == ()


@pytest.mark.parametrize("kind", ["lighting", "heating", "other"])
def test_what_is_no_motor_draws_all_its_power_where_nothing_tells_its_load(
    tmp_path, calendars, kind
):
    given = {"kind": kind, "poles": "", "load_fraction": ""}
    inventory, found = machine(tmp_path, calendars, **given)
    assert found == ()
    row = inventory.machines.loc["M1"]
    assert (row["load_fraction"], row["load_evidence"]) == (1.0, "estimated")
    assert [str(note.value) for note in inventory.remarks] == ["100%: M1"]
    measured, _ = machine(tmp_path, calendars, **given, measured_kw=8)
    assert measured.machines["load_fraction"].isna().all()
    assert measured.remarks == ()


def test_the_evidence_of_a_row_is_that_of_its_load_hours_and_rating(tmp_path, calendars):
    row = machine(tmp_path, calendars, evidence="measured")[0].machines.loc["M1"]
    named = ["load_evidence", "hours_evidence", "rating_evidence"]
    assert row[named].tolist() == ["measured"] * 3


def bills(tmp_path, rows):
    path = tmp_path / "bills.csv"
    path.write_text("site,month,kwh,kvarh,max_kw,amount\n" + rows, encoding="utf-8")
    read = read_bills(path, sites=("plant",))
    return read.months, read.problems


def months(year="2025"):
    return "".join(f"plant,{year}-{month:02d},100,70,10,90000\n" for month in range(1, 13))


def test_twelve_months_are_read(tmp_path):
    frame, found = bills(tmp_path, months())
    assert found == ()
    assert frame.loc["plant", "kwh"].sum() == 1200


def test_a_year_that_does_not_begin_in_january_is_read(tmp_path):
    rows = months().replace("2025-01", "2026-01").replace("2025-02", "2026-02")
    assert bills(tmp_path, rows)[1] == ()


@pytest.mark.parametrize(("month", "apart"), [("2024-05", "2024-05"), ("2025-05", None)])
def test_a_month_of_another_year_than_the_others_is_warned_of(tmp_path, month, apart):
    path = tmp_path / "bills.csv"
    text = months().replace("2025-05", month)
    path.write_text("site,month,kwh,kvarh,max_kw,amount\n" + text, encoding="utf-8")
    read = read_bills(path, sites=("plant",))
    assert read.problems == ()
    assert [(note.kind, note.value) for note in read.remarks] == (
        [("warning", apart)] if apart else []
    )


@pytest.mark.parametrize("amount", ["COP 90000", "90000 COP", "PEN90000", "$ 90.000,00"])
def test_an_amount_may_bear_the_code_of_its_currency(tmp_path, amount):
    frame, found = bills(tmp_path, months().replace("90000", f'"{amount}"'))
    assert found == ()
    assert frame.loc["plant", "amount"].tolist() == [90000] * 12


def test_the_code_of_a_currency_that_no_bill_here_has_is_refused(tmp_path):
    found = bills(tmp_path, months().replace("90000", "USD 90000"))[1]
    assert {str(problem.what) for problem in found} == {"'USD' is not a unit of this column"}


def test_spanish_bills_with_months_in_words_and_an_excel_layout_are_read(tmp_path):
    names = ["ene", "Feb.", "marzo de", "ABR", "may", "jun", "jul", "ago", "Septiembre", "oct"]
    rows = "".join(f"plant;{name} 2025;100;$ 90.000,00\n" for name in names)
    text = f"Factura;;;\nSede;Mes;Energía activa (kWh);Valor a pagar\n{rows}"
    path = tmp_path / "facturas.csv"
    path.write_text(text + "plant;nov-25;0,1 MWh;90000\nplant;12/2025;100;90000\n")
    read = read_bills(path, sites=("plant",))
    frame, found = read.months, read.problems
    assert found == ()
    assert frame.loc["plant", "month"].tolist() == [f"2025-{n:02d}" for n in range(1, 13)]
    assert frame["kwh"].tolist() == [100] * 12
    assert frame["amount"].tolist() == [90000] * 12


def test_missing_repeated_and_foreign_months_are_named(tmp_path):
    rows = months().replace("plant,2025-02", "plent,2025-02").replace("2025-03", "2025-04")
    assert texts(bills(tmp_path, rows)[1]) == [
        "bills.csv the site 'plant' has no bill for 02, 03",
        "bills.csv:3:1 'plent' is not a site of the study",
        "bills.csv:5:2 2025-04 of 'plant' stands already in line 4",
    ]


@pytest.mark.parametrize(
    ("column", "typed", "place"),
    [("kwh", "1001", "bills.csv:4:3"), ("kvarh", "701", "bills.csv:4:4"),
     ("amount", "9000001", "bills.csv:4:6")],
)  # fmt: skip
def test_a_month_above_ten_times_the_others_is_asked_about_at_its_cell(
    tmp_path, column, typed, place
):
    usual = {"kwh": "100", "kvarh": "70", "max_kw": "10", "amount": "900000"}
    lines = [["plant", f"2025-{n:02d}", *usual.values()] for n in range(1, 13)]
    at = 2 + [*usual].index(column)
    lines[2][at] = str(10 * int(usual[column]))
    rows = "\n".join(map(",".join, lines)) + "\n"
    assert bills(tmp_path, rows)[1] == ()
    lines[2][at] = typed
    (problem,) = bills(tmp_path, "\n".join(map(",".join, lines)) + "\n")[1]
    assert problem.place == place
    assert "is the decimal or thousands sign wrong?" in str(problem)


def test_a_column_that_cannot_be_read_is_not_also_called_zero(tmp_path):
    found = bills(tmp_path, months().replace(",100,", ",much,"))[1]
    assert {str(problem.what) for problem in found} == {"'much' is not accepted"}
    zero = bills(tmp_path, months().replace(",100,", ",0,"))[1]
    assert texts(zero) == ["bills.csv kwh of 'plant' is zero all year"]


@pytest.mark.parametrize("total", ["TOTAL,,1200,840,10,1080000", "plant,Total,1200,840,10,1080000"])
def test_a_total_below_the_bills_is_passed_over_with_a_remark(tmp_path, total):
    path = tmp_path / "bills.csv"
    text = "site,month,kwh,kvarh,max_kw,amount\n" + months() + total + "\n"
    path.write_text(text, encoding="utf-8")
    read = read_bills(path, sites=("plant",))
    assert read.problems == ()
    assert read.months["kwh"].sum() == 1200
    assert [str(note.value) for note in read.remarks] == ["left out: row 14"]


def test_a_spanish_sheet_is_spoken_to_in_its_own_words(tmp_path, calendars):
    path = tmp_path / "motores.csv"
    path.write_text(
        "Código;Sede;Área;Equipo;Clase de equipo;"
        "Potencia nominal (kW);Polos;Carga %;Horas por día\n"
        "M-01;plant;molienda;molino;moror;15;4;700;9\n",
        encoding="utf-8",
    )
    kind, load = read_inventory(path, calendars=calendars, frequency_hz=60)[1]
    assert kind.subject == "[M-01 · Clase de equipo (kind)]"
    assert "calefacción (heating), otro (other), transformador (transformer)" in str(kind.allowed)
    assert load.subject == "[M-01 · Carga % (load_fraction)]"


def test_a_tag_that_is_the_name_of_a_site_is_refused(calendars, tmp_path):
    path = tmp_path / "inventory.csv"
    path.write_text(
        "tag,site,area,equipment,kind,rated_kw,load_fraction,hours_per_day\n"
        "plant,plant,a,heater,heating,4,0.5,8\n",
        encoding="utf-8",
    )
    _, problems = read_inventory(path, calendars=calendars, frequency_hz=60)
    assert [problem.place for problem in problems] == ["inventory.csv:2:1"]
    assert "name of a site" in str(problems[0].what)
