"""The verbs that print a part of a study's results."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from mine_study.commands.options import STUDY, overridden, talking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from mine_study.commands.talk import Talk
    from mine_study.language import Reader
    from mine_study.layers import Override
    from mine_study.study import StudyResult
    from mine_study.text_table import Said

    Telling = Callable[[StudyResult, Reader], Iterable[Said]]


@click.command()
@STUDY
@overridden
@talking
def audit(study: Path, *, overrides: tuple[Override, ...], talk: Talk) -> None:
    """Print the energy balance of STUDY and its measures, to do or to keep."""
    from mine_study.summaries import audit_lines
    from mine_study.summary_grids import audit_grids

    keys = ("energy", "measures", "package")
    _print_part(study, overrides, keys, (audit_lines, audit_grids), talk)


@click.command()
@STUDY
@overridden
@talking
def design(study: Path, *, overrides: tuple[Override, ...], talk: Talk) -> None:
    """Print the solar resource of STUDY and the photovoltaic plant for its demand."""
    from mine_study.summaries import design_lines
    from mine_study.summary_grids import design_grids

    _print_part(study, overrides, ("pv",), (design_lines, design_grids), talk)


def _print_part(
    study: Path,
    overrides: Sequence[Override],
    keys: Sequence[str],
    tellings: tuple[Telling, Telling],
    talk: Talk,
) -> None:
    """Run a study and print a part of its results: in lines, or for eyes on a terminal."""
    from mine_study.results import plain, results

    result = talk.compute(study, overrides)
    everything = plain(results(result))
    document = json.dumps({key: everything[key] for key in keys}, ensure_ascii=False, indent=2)
    lines, for_eyes = tellings
    reader = talk.reader(study)
    talk.print(document + "\n", lines(result, reader), lambda: for_eyes(result, reader))
