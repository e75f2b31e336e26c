"""Every command that README shows works as written."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
LINES = [line for block in BLOCKS for line in block.splitlines() if line.strip()]
SOLMINA_LINES = [line for line in LINES if line.startswith("solmina ")]
MAKE_LINES = [line for line in LINES if line.startswith("make ")]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """Return a folder that holds the examples, as a clone does."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "examples", folder / "examples")
    return folder


@pytest.mark.parametrize("line", SOLMINA_LINES)
def test_a_command_of_readme_runs(line, checkout):
    solmina = Path(sys.executable).with_name("solmina")
    done = subprocess.run(
        [str(solmina), *shlex.split(line)[1:]],
        cwd=checkout, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_readme_shows_two_make_commands_and_four_commands_of_the_user():
    assert MAKE_LINES == ["make demo", "make test"]
    assert len(SOLMINA_LINES) == 4
    assert len(LINES) == 6


@pytest.mark.parametrize("line", MAKE_LINES)
def test_a_make_command_of_readme_is_a_target_that_make_can_plan(line):
    done = subprocess.run(
        ["make", "--dry-run", line.split()[1]],  # noqa: S607  make as the README means it
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "solmina demo" in done.stdout or "pytest" in done.stdout


def test_the_windows_and_uv_commands_name_what_exists():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "solmina demo" in README
    assert '".[test]"' in README
    assert "test = [" in project
    assert 'solmina = "cli:main"' in project


def test_every_link_of_readme_leads_somewhere():
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    for target in targets:
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target
