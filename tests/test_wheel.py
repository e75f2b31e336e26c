"""What is installed is what was tested: the wheel runs the demo in an empty environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def call(*words, cwd):
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    return next(folder.glob("solmina-*.whl"))


def test_the_wheel_holds_every_table_template_and_translation(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    kinds = {".csv", ".po", ".mo", ".html", ".css", ".js", ".jinja", ".typed", ".yaml"}
    packages = ("equipment_catalog", "energy_audit", "pv_design", "project_finance", "mine_study")
    for package in packages:
        for path in (ROOT / package).rglob("*"):
            if path.suffix in kinds:
                assert path.relative_to(ROOT).as_posix() in inside
    assert "mine_study/examples/los_conquistadores/study.yaml" in inside
    assert not any(name.startswith(("tests/", "docs/", "benchmarks/")) for name in inside)


@pytest.mark.install
def test_the_wheel_runs_the_demo_in_an_empty_environment(wheel, tmp_path):
    uv = Path(sys.executable).with_name("uv")
    call(uv, "venv", "--quiet", "--python", sys.executable, tmp_path / "env", cwd=tmp_path)
    scripts = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    call(uv, "pip", "install", "--quiet", "--python", python, wheel, cwd=tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    said = call(scripts / "solmina", "demo", cwd=elsewhere)
    report = elsewhere / "solmina-demo" / "report.html"
    assert str(report) in said
    assert report.stat().st_size > 100_000
    found = json.loads((elsewhere / "solmina-demo" / "results.json").read_text(encoding="utf-8"))
    assert found["study"]["name"] == "Los Conquistadores"
