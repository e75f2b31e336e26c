"""The verbs that ask: where a figure comes from, what two runs differ in, how this machine is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mine_study.commands.completion import SHELLS, complete_figure, completion_script
from mine_study.commands.options import STUDY, overridden, talking

if TYPE_CHECKING:
    from mine_study.commands.talk import Talk
    from mine_study.layers import Override

RUN_OR_STUDY = click.Path(path_type=Path)


@click.command()
@STUDY
@click.argument("key", shell_complete=complete_figure)
@overridden
@talking
def explain(study: Path, key: str, *, overrides: tuple[Override, ...], talk: Talk) -> None:
    """Say where one figure of the results comes from: formula, numbers, inputs, sources.

    KEY is its path in results.json, as finance.whole.npv or measures[MO-01].saved_kwh.
    """
    from mine_study.explain import explain as explained
    from mine_study.explain.lines import explanation_document, explanation_lines

    result = talk.compute(study, overrides)
    reader = talk.reader(study)
    explanation = talk.or_refuse(lambda: explained(result, key), reader)
    document = explanation_document(explanation, reader)
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    talk.print(text, explanation_lines(explanation, reader))


@click.command()
@click.argument("first", metavar="A", type=RUN_OR_STUDY)
@click.argument("second", metavar="B", type=RUN_OR_STUDY)
@talking
def compare(first: Path, second: Path, *, talk: Talk) -> None:
    """Print two runs side by side: headline figures, what each decides, what they are made from.

    A and B are folders of finished runs, their results.json, or studies, which are run.
    """
    from mine_study.run_comparison import compared, comparison_document, comparison_told

    reader, other = talk.reader_of_run(first), talk.reader_of_run(second)
    a, b = talk.finished(first, reader), talk.finished(second, other)
    comparison = compared(a, b, names=(str(first), str(second)))
    talk.print(comparison_document(comparison), comparison_told(comparison, reader))


@click.command()
@talking
def doctor(*, talk: Talk) -> None:
    """Say what this machine has: versions, optional parts, PDF printers, cache, console."""
    from mine_study.doctor import examination, examination_document, examination_told
    from mine_study.language import Reader

    reader = Reader(talk.lang or "es", "CO")
    findings = examination()
    talk.print(examination_document(findings, reader), examination_told(findings, reader))


@click.command()
@click.argument("shell", type=click.Choice(sorted(SHELLS)))
@talking
@click.pass_context
def completion(context: click.Context, shell: str, *, talk: Talk) -> None:
    r"""Print the script that lets SHELL complete verbs, options and keys.

    \b
    bash        solmina completion bash >> ~/.bashrc
    zsh         solmina completion zsh >> ~/.zshrc
    fish        solmina completion fish > ~/.config/fish/completions/solmina.fish
    powershell  solmina completion powershell >> $PROFILE
    """
    script = completion_script(shell, context.find_root().command)
    document: dict[str, Any] = {"shell": shell, "script": script}
    talk.print(json.dumps(document) + "\n", [script.removesuffix("\n")])
