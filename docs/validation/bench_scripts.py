"""The benchmarks as modules, so that a page tells the figures which they print."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"


def bench_script(name: str) -> Any:  # noqa: ANN401 (a script, found by its path)
    """Return a script of the folder of benchmarks as a module."""
    path = BENCHMARKS / f"{name}.py"
    spec = spec_from_file_location(f"{name}_bench", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
