"""Time the command line as a user meets it: help, check, the pilot from end to end."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOLMINA = Path(sys.executable).with_name("solmina")
EXAMPLE = ROOT / "examples" / "los_conquistadores"
RUNS = 5


def seconds(words: list[str], folder: Path) -> float:
    """Return the median wall time of a command over several runs, after one to warm up.

    Bytecode is kept from run to run, as it is where pip has installed Solmina.
    """
    kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    times = []
    for number in range(RUNS + 1):
        out = folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        begin = time.perf_counter()
        subprocess.run(
            [str(SOLMINA), *words],
            check=True,
            capture_output=True,
            cwd=folder,
            env=os.environ | kept,
        )
        if number:
            times.append(time.perf_counter() - begin)
    return statistics.median(times)


def main() -> None:
    """Print each time beside its budget."""
    budgets = [
        ("--help", ["--help"], 0.25),
        ("check, the pilot", ["check", str(EXAMPLE)], 0.6),
        ("run, the pilot with its report", ["run", str(EXAMPLE), "--out", "out"], 8.0),
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name, words, budget in budgets:
            median = seconds(words, Path(folder))
            against = f" (budget {budget:g} s, ratio {median / budget:.2f})" if budget else ""
            print(f"{name}: {median:.2f} s, median of {RUNS}{against}")


if __name__ == "__main__":
    main()
