"""A study whose plant is described with files, dust and planes, from its keys to its report."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from pilot_runs import QUICK
from test_pvsyst_files import OND, PAN

from cli import main
from equipment_catalog.errors import InputError
from mine_study.case import open_case
from mine_study.plant_losses import loss_steps
from mine_study.reports.html import html_report
from mine_study.results import plain, results
from mine_study.study import run_study

if TYPE_CHECKING:
    from mine_study.study import StudyResult

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"
PLANES = (
    "pv.planes=["
    "{name: shed, share_fraction: 0.7, tilt_deg: 12, azimuth_deg: 100, mounting: roof}, "
    "{name: camp, share_fraction: 0.3, tilt_deg: 15, azimuth_deg: 280, mounting: roof}]"
)
KIMBER = ("pv.soiling_model=kimber", "pv.rain_file=rain.csv", "pv.wash_cost=100000")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example with a rain file and PVsyst files beside it."""
    case = tmp_path_factory.mktemp("plant") / "case"
    shutil.copytree(EXAMPLE, case)
    (case / "t600.PAN").write_text(PAN, encoding="utf-8")
    (case / "i50.OND").write_text(OND, encoding="utf-8")
    rain = "".join(f"{day},{8 * (day % 6 == 0)}\n" for day in range(1, 366))
    (case / "rain.csv").write_text(f"day,rain_mm\n{rain}", encoding="utf-8")
    return case


@pytest.fixture(scope="module")
def filed(folder: Path) -> StudyResult:
    return run_study(
        folder,
        [
            "pv.module_file=t600.PAN",
            "pv.inverter_file=i50.OND",
            "pv.wash_days=[200]",
            QUICK,
            *KIMBER,
        ],
    )


def test_the_plant_is_built_of_what_the_files_describe(filed: StudyResult) -> None:
    plants = [site.plant for site in filed.sites if site.plant]
    assert {plant.module.name for plant in plants} == {"Taller T-600"}
    assert {plant.inverter.name for plant in plants} == {"Taller I-50"}
    assert all(plant.dc_kw == pytest.approx(0.6 * plant.modules) for plant in plants)
    assert all(plant.production.settings.gamma_pmp_per_c == -0.003 for plant in plants)
    european = pytest.approx(0.982)  # EfficEuro of the .OND file, 98.20 %
    assert all(plant.production.settings.inverter_efficiency == european for plant in plants)


def test_the_files_of_the_plant_stand_in_the_manifest(filed: StudyResult) -> None:
    listed = str(plain(dict(filed.manifest)))
    assert all(name in listed for name in ("t600.PAN", "i50.OND", "rain.csv"))


def test_the_register_says_where_parts_and_dust_come_from_and_how_often_to_wash(
    filed: StudyResult,
) -> None:
    said = "\n".join(str(note.what) for note in filed.notes)
    assert "Taller T-600 comes from a file of the study" in said
    assert "Dust on the modules by the model of Kimber" in said
    assert "Wash interval that costs least" in said
    assert "Snow on the modules" in said


def test_one_wash_of_each_plant_is_paid_every_year(filed: StudyResult) -> None:
    plants = [site.plant for site in filed.sites if site.plant]
    prices = filed.study.prices
    kept = prices.pv_om_usd_per_kw_year * prices.usd_rate * sum(plant.dc_kw for plant in plants)
    assert filed.money.amounts.om_per_year == pytest.approx(kept + 100_000 * len(plants))


def test_the_steps_end_at_what_the_machines_use_at_once(filed: StudyResult) -> None:
    pv = plain(results(filed))["pv"]["by_site"]
    for site in filed.sites:
        assert site.plant is not None
        steps = loss_steps(site, site.plant).set_index("step")["energy_kwh"]
        own = pv[site.name]
        assert steps["availability"] == pytest.approx(own["annual_ac_kwh"], rel=1e-9)
        assert steps.iloc[-1] == pytest.approx(own["self_used_kwh"], rel=1e-9)
        assert [step["step"] for step in own["losses"]] == steps.index.tolist()


def test_planes_are_shown_in_a_table_of_the_report(folder: Path) -> None:
    result = run_study(folder, [PLANES, QUICK])
    plant = result.sites[0].plant
    assert plant is not None
    assert plant.production.planes.index.tolist() == ["shed", "camp"]
    assert plant.production.planes["dc_kw"].tolist() == pytest.approx(
        [0.7 * plant.dc_kw, 0.3 * plant.dc_kw]
    )
    assert "planes of the modules" in html_report(result)


def test_every_wrong_file_of_a_plant_is_told_by_its_name(folder: Path) -> None:
    (folder / "short.csv").write_text("day,rain_mm\n1,0\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        open_case(folder, ["pv.soiling_model=kimber", "pv.rain_file=short.csv"])
    assert {problem.file for problem in refused.value.problems} == {"short.csv"}
    with pytest.raises(InputError, match=r"gone\.PAN"):
        open_case(folder, ["pv.module_file=gone.PAN"])


def test_a_name_of_the_cec_list_is_accepted_and_a_wrong_one_gets_the_catalogues(
    folder: Path,
) -> None:
    assert open_case(folder, ["pv.module=Canadian_Solar_Inc__CS6X_300P"])
    with pytest.raises(InputError, match="Jinko"):
        open_case(folder, ["pv.module=Jinko JKM580N"])
    listed = "pv.inverter=Huawei_Technologies_Co___Ltd___SUN2000_100KTL_USH0__800V_"
    with pytest.raises(InputError, match="inverter_isc_max_a"):
        open_case(folder, [listed])


@pytest.mark.parametrize("kind", ["modules", "inverters"])
def test_the_catalogue_is_listed_and_searched(kind: str) -> None:
    runner = CliRunner()
    every = runner.invoke(main, ["catalog", kind, "--lang", "en"])
    assert every.exit_code == 0
    assert "published" in every.output
    nothing = runner.invoke(main, ["catalog", kind, "??"])
    assert nothing.exit_code == 1
