"""Every command that README shows works as written."""

from __future__ import annotations

import os
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
FIRST, SECOND = BLOCKS
COMMANDS_OF_THE_USER = ("init", "check", "run", "audit")
without_make = pytest.mark.skipif(shutil.which("make") is None, reason="no make on this system")


def test_readme_shows_two_make_commands_and_four_commands_of_the_user():
    assert FIRST.splitlines() == ["make demo", "make test"]
    activate, *lines = SECOND.splitlines()
    assert activate == ". .venv/bin/activate"
    assert [line.split()[:2] for line in lines] == [["solmina", n] for n in COMMANDS_OF_THE_USER]


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """Return a copy of what git would clone, without any environment."""
    folder = tmp_path_factory.mktemp("clone") / "solmina"
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    for name in tracked:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def call(words, folder):
    environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    return subprocess.run(
        words, cwd=folder, capture_output=True, text=True, check=False, env=environment
    )


@pytest.mark.install
@without_make
def test_make_demo_works_in_a_fresh_clone_and_twice(clone):
    for _ in range(2):
        done = call(["make", "demo", f"PYTHON={sys.executable}"], clone)
        assert done.returncode == 0, done.stderr
        assert (clone / "solmina-demo" / "report.html").is_file()


@pytest.mark.install
@without_make
def test_the_commands_of_the_user_work_as_they_stand(clone):
    path = os.pathsep.join(("/usr/local/bin", "/usr/bin", "/bin"))
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", SECOND], cwd=clone, capture_output=True, text=True, check=False,
        env={"PATH": path, "HOME": str(clone)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (clone / "my-mine" / "study.yaml").is_file()
    assert (clone / "my-report" / "report.html").is_file()


@without_make
def test_make_test_checks_style_types_pages_and_tests(clone):
    planned = call(["make", "--dry-run", "test"], clone).stdout
    for step in ("ruff check", "ruff format --check", "mypy", "cogapp --check", "pytest"):
        assert step in planned


@pytest.mark.install
def test_the_commands_for_windows_work_with_the_names_of_this_system(clone):
    (block,) = re.findall(r"```bat\n(.*?)```", README, flags=re.DOTALL)
    for line in block.splitlines():
        posix = line.replace("\\", "/").replace(".venv/Scripts/", ".venv/bin/")
        words = shlex.split(
            posix.replace("py ", f"{sys.executable} ", 1) if posix.startswith("py ") else posix
        )
        if "demo" in words:
            shutil.rmtree(clone / "solmina-demo", ignore_errors=True)
        done = call(words, clone)
        assert done.returncode == 0, done.stderr
    assert (clone / "solmina-demo" / "report.html").is_file()
    assert '.venv\\Scripts\\python -m pip install -e ".[test]"' in README


@pytest.mark.install
def test_the_commands_for_uv_work(clone, tmp_path):
    folder = tmp_path / "solmina"
    shutil.copytree(clone, folder, ignore=shutil.ignore_patterns(".venv", "solmina-demo"))
    uv = str(Path(sys.executable).with_name("uv"))
    for command in re.findall(r"`uv run (.*?)`", README):
        words = shlex.split(command)
        tried = (
            words
            if words[-1] != "pytest"
            else [*words, "--collect-only", "-q", "tests/test_layers.py"]
        )
        done = call([uv, "run", "--quiet", *tried], folder)
        assert done.returncode == 0, done.stderr
    assert (folder / "solmina-demo" / "report.html").is_file()


def test_every_link_of_readme_leads_somewhere():
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    for target in targets:
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target
