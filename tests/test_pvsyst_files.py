"""PVsyst component files: every unit turned, every fault with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from equipment_catalog.errors import InputError
from pv_design.components.pvsyst_files import read_ond, read_pan

if TYPE_CHECKING:
    from pathlib import Path

PAN = """PVObject_=pvModule
  Version=7.4
  Flags=$00

  PVObject_Commercial=pvCommercial
    Manufacturer=Taller
    Model=T-600
    DataSource=made up for a test
    Width=1.200
    Height=2.400
    Weight=33.500
  End of PVObject pvCommercial

  Technol=mtSiMono
  NCelS=72
  NCelP=2
  GRef=1000
  TRef=25.0
  PNom=600.0
  BifacialityFactor=0.800
  Isc=15.000
  Voc=50.00
  Imp=14.285
  Vmp=42.00
  muISC=6.00
  muVocSpec=-125.0
  muPmpReq=-0.300
  VMaxIEC=1500
End of PVObject pvModule
"""
OND = """PVObject_=pvGInverter
  Version=7.4

  PVObject_Commercial=pvCommercial
    Manufacturer=Taller
    Model=I-50
    Weight=48.000
  End of PVObject pvCommercial
  Transfo=Without

  Converter=TConverter
    PNomConv=50.000
    PMaxOUT=55.000
    VOutConv=440.0
    VMppMin=200
    VMPPMax=1000
    VAbsMax=1100
    EfficMax=98.60
    EfficEuro=98.20
    MonoTri=Tri
    IMaxDC=120.0
  End of TConverter
  NbInputs=8
  NbMPPT=4
End of PVObject pvGInverter
"""


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_a_module_comes_in_fractions_metres_and_watts(tmp_path: Path) -> None:
    read = read_pan(written(tmp_path, "t600.PAN", PAN))
    one = read.module
    assert read.notes == ()
    assert one.name == "Taller T-600"
    assert (one.power_w, one.voc_v, one.vmp_v, one.isc_a, one.imp_a) == (600, 50, 42, 15, 14.285)
    assert one.beta_voc_fraction_per_c == pytest.approx(-0.0025)  # -125 mV of 50 V
    assert one.alpha_isc_fraction_per_c == pytest.approx(0.0004)  # 6 mA of 15 A
    assert one.gamma_pmp_fraction_per_c == pytest.approx(-0.003)  # -0.3 %
    assert one.beta_vmp_fraction_per_c == pytest.approx(-0.0034)  # power less current
    assert (one.length_m, one.width_m, one.weight_kg) == (2.4, 1.2, 33.5)
    assert (one.cells_in_series, one.bifaciality_fraction, one.vdc_max_v) == (72, 0.8, 1500)
    assert one.source == "t600.PAN · made up for a test"


def test_an_inverter_comes_in_kilowatts_volts_and_amperes_per_tracker(tmp_path: Path) -> None:
    read = read_ond(written(tmp_path, "i50.OND", OND))
    one = read.inverter
    assert (one.name, one.ac_kw, one.phases, one.trackers) == ("Taller I-50", 50, 3, 4)
    assert (one.vdc_max_v, one.mppt_min_v, one.mppt_max_v, one.ac_v) == (1100, 200, 1000, 440)
    assert one.efficiency_fraction == pytest.approx(0.982)
    assert one.imp_max_a == one.isc_max_a == 30.0  # 120 A over 4 trackers
    assert one.weight_kg == 48
    assert [str(note.value) for note in read.notes] == ["30.0 A per tracker"]


def test_the_short_circuit_limit_of_the_data_sheet_goes_before_the_files(tmp_path: Path) -> None:
    read = read_ond(written(tmp_path, "i50.OND", OND), isc_max_a=40.0)
    assert (read.inverter.isc_max_a, read.inverter.imp_max_a) == (40.0, 30.0)
    assert read.notes == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_accents_and_marks_of_any_alphabet_are_read(tmp_path: Path, encoding: str) -> None:
    text = PAN.replace("Manufacturer=Taller", "Manufacturer=Compañía")
    assert read_pan(written(tmp_path, "a.PAN", text, encoding)).module.name == "Compañía T-600"


def test_lines_of_windows_and_keys_in_other_capitals_are_read(tmp_path: Path) -> None:
    text = PAN.replace("  Isc=", "  ISC=").replace("muISC", "MuISC").replace("\n", "\r\n")
    assert read_pan(written(tmp_path, "a.PAN", text)).module.isc_a == 15.0


def test_every_missing_key_is_named_at_once(tmp_path: Path) -> None:
    text = PAN.replace("  Voc=50.00\n", "").replace("  muISC=6.00\n", "")
    with pytest.raises(InputError) as refused:
        read_pan(written(tmp_path, "a.PAN", text))
    assert {problem.field for problem in refused.value.problems} == {"Voc", "muISC"}
    assert all(problem.file == "a.PAN" for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("line", "wrong", "row", "field"),
    [
        ("  Voc=50.00", "  Voc=50,00", 22, "Voc"),
        ("  Vmp=42.00", "  Vmp=n/a", 24, "Vmp"),
        ("  muVocSpec=-125.0", "  muVocSpec=0.0", 26, "muVocSpec"),
        ("  muVocSpec=-125.0", "  muVocSpec=-1250.0", 26, "beta_voc_fraction_per_c"),
        ("  Imp=14.285", "  Imp=15.5", 23, "imp_a"),
        ("  Isc=15.000", "  Isc=0.0", 21, "isc_a"),
        ("  BifacialityFactor=0.800", "  BifacialityFactor=80", 20, "bifaciality_fraction"),
    ],
)
def test_a_wrong_value_is_refused_with_its_line(
    tmp_path: Path, line: str, wrong: str, row: int, field: str
) -> None:
    assert PAN.splitlines()[row - 1] == line
    with pytest.raises(InputError) as refused:
        read_pan(written(tmp_path, "a.PAN", PAN.replace(line, wrong)))
    problem = refused.value.problems[0]
    assert (problem.file, problem.row, problem.field) == ("a.PAN", row, field)


def test_an_impossible_window_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_ond(written(tmp_path, "a.OND", OND.replace("VMPPMax=1000", "VMPPMax=1200")))
    row = OND.splitlines().index("    VMPPMax=1000") + 1
    assert refused.value.problems[0].place == f"a.OND:{row}"


def test_an_inverter_without_any_current_asks_for_the_data_sheets(tmp_path: Path) -> None:
    path = written(tmp_path, "a.OND", OND.replace("IMaxDC=120.0", "IMaxDC=0.0"))
    with pytest.raises(InputError, match="isc_max_a from the data sheet"):
        read_ond(path)
    assert read_ond(path, isc_max_a=30.0).inverter.imp_max_a is None


def test_a_file_of_the_other_kind_is_told_by_its_first_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.OND:1.*pvModule.*pvGInverter"):
        read_ond(written(tmp_path, "a.OND", PAN))


@pytest.mark.parametrize("content", [b"", b"\n\n", b"PVObject_=pvModule", b"a,b\n1,2\n"])
def test_a_file_without_content_is_refused_and_not_crashed_on(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "a.PAN"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"a\.PAN"):
        read_pan(path)


def test_the_binary_form_of_old_versions_is_named(tmp_path: Path) -> None:
    path = tmp_path / "old.PAN"
    path.write_bytes(b"\x03\x00\x1a\x00PVsyst\x00\x05")
    with pytest.raises(InputError, match=r"before version 6\.4"):
        read_pan(path)


def test_a_rated_power_that_is_not_voltage_times_current_is_warned_of(tmp_path: Path) -> None:
    read = read_pan(written(tmp_path, "a.PAN", PAN.replace("PNom=600.0", "PNom=620.0")))
    assert [note.kind for note in read.notes] == ["warning"]
    assert str(read.notes[0].value) == "-3.2%"  # 599.97 W of 620 W
