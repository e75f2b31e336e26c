"""Write weather.md: synthetic years beside the real ones whose months they were made of.

Run as ``python docs/validation/weather_page.py``; ``make validation`` measures first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from weather_synthesis import METHODS, RESULTS, SEEDS
from weather_years import HERE, sites

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE, TEMPLATE = HERE / "weather.md", HERE / "weather_template.md"
OURS, GRAHAM, NAIVE, BLIND = list(METHODS)[:4]
DISTANCES = ["ks_daily", "ks_hourly", "wasserstein_hourly"]


def results() -> pd.DataFrame:
    """Return the measurements as they are stored."""
    return pd.read_csv(RESULTS)


def by_method() -> pd.DataFrame:
    """Return absolute values of every method, means over the files and the worst AC."""
    table = results().drop(columns="site").set_index("method").abs()
    means = table.groupby(level="method").mean().reindex(list(METHODS))
    worst = table["ac_error_worst"].groupby(level="method").max()
    return means.assign(ac_error_worst=worst)


def better_with_graham() -> list[str]:
    """Return the files at which Graham and TAG is closer in daily and hourly distribution."""
    table = results().set_index(["site", "method"])[DISTANCES].unstack("method")
    closer = [table[name][GRAHAM] < table[name][OURS] for name in DISTANCES]
    return [str(site) for site in table.index if all(column[site] for column in closer)]


def page() -> str:
    """Return the page: the template with its gaps filled."""
    methods = by_method()
    ours, graham, blind = (methods.loc[name] for name in (OURS, GRAHAM, BLIND))
    return TEMPLATE.read_text(encoding="utf-8").format(
        seeds=len(SEEDS),
        first_seed=SEEDS[0],
        last_seed=SEEDS[-1],
        count=results()["site"].nunique(),
        sites=_sites(),
        methods=_methods(methods),
        files=_files(),
        ac_mean=f"{100 * ours['ac_error']:.2f}",
        ac_worst=f"{100 * ours['ac_error_worst']:.2f}",
        self_mean=f"{100 * ours['self_consumption_error']:.2f}",
        month_worst=f"{results()['month_error'].max():.0e}",
        graham_ac_mean=f"{100 * graham['ac_error']:.2f}",
        blind_ac_mean=f"{100 * blind['ac_error']:.2f}",
        blind_ac_worst=f"{100 * blind['ac_error_worst']:.2f}",
        blind_ac_worst_file=_worst_file(BLIND),
        blind_self_mean=f"{100 * blind['self_consumption_error']:.2f}",
        graham_wins=", ".join(better_with_graham()) or "none",
    )


def _worst_file(method: str) -> str:
    worst = results().set_index(["method", "site"])["ac_error_worst"].abs()
    return str(worst.loc[method].idxmax())


def _sites() -> str:
    rows = [
        (
            row.name,
            f"{row.latitude:.2f}, {row.longitude:.2f}",
            f"{row.altitude_m:.0f}",
            f"{row.sun_offset_minutes:+.0f} min",
            row.origin,
        )
        for row in sites().itertuples(index=False)
    ]
    return _table(["file", "place", "m", "sun", "origin"], rows)


def _methods(methods: pd.DataFrame) -> str:
    head = ["method", "AC %", "AC worst %", "self-consumption points"]
    rows = [
        (
            name,
            *(f"{100 * row[column]:.2f}" for column in ("ac_error", "ac_error_worst")),
            f"{100 * row['self_consumption_error']:.2f}",
            *(f"{row[column]:.3f}" for column in DISTANCES),
        )
        for name, row in methods.iterrows()
    ]
    return _table([*head, "KS daily", "KS hourly", "Wasserstein hourly"], rows)


def _files() -> str:
    table = results().set_index(["site", "method"])
    rows = []
    for site in table.index.unique("site"):
        ours = table.loc[(site, OURS)]
        others = table.loc[[(site, GRAHAM), (site, NAIVE)]].abs().min()
        rows.append(
            (
                site,
                *(
                    f"{100 * ours[column]:+.2f}"
                    for column in ("ac_error", "ac_error_same_split", "ac_error_own_air")
                ),
                f"{100 * ours['self_consumption_error']:+.2f}",
                *(_bold(ours[column], others[column]) for column in DISTANCES),
                f"{ours['lag_one']:.2f} / {ours['lag_one_real']:.2f}",
            )
        )
    head = ["file", "AC % all", "same light", "own air", "self-consumption points"]
    distances = ["KS daily", "KS hourly", "Wasserstein hourly"]
    return _table([*head, *distances, "persistence ours / real"], rows)


def _bold(ours: float, others: float) -> str:
    return f"**{ours:.3f}**" if ours < others else f"{ours:.3f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def main() -> None:
    """Write the page beside this file."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
