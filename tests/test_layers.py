"""Imports run one way through the house."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
ORDER = (
    "equipment_catalog",
    "energy_audit",
    "pv_design",
    "project_finance",
    "mine_study",
    "cli",
)


def imported_packages(source: str) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names & set(ORDER)


def backward_imports(package: str, source: str) -> set[str]:
    allowed = set(ORDER[: ORDER.index(package) + 1])
    return imported_packages(source) - allowed


def sources() -> list[tuple[str, Path]]:
    modules = [(package, path) for package in ORDER[:-1] for path in (ROOT / package).rglob("*.py")]
    return [*modules, ("cli", ROOT / "cli.py")]


def test_no_module_imports_a_package_to_its_right():
    wrong = {
        str(path.relative_to(ROOT)): names
        for package, path in sources()
        if (names := backward_imports(package, path.read_text(encoding="utf-8")))
    }
    assert wrong == {}


def test_a_planted_backward_import_is_caught():
    planted = "def late():\n    from project_finance.metrics import npv\n    return npv\n"
    assert backward_imports("energy_audit", planted) == {"project_finance"}
    assert backward_imports("mine_study", planted) == set()


def test_the_catalogue_imports_nothing_of_ours():
    for path in (ROOT / "equipment_catalog").rglob("*.py"):
        assert imported_packages(path.read_text(encoding="utf-8")) <= {"equipment_catalog"}


def test_every_package_of_the_house_has_modules():
    assert {package for package, _ in sources()} == set(ORDER)
