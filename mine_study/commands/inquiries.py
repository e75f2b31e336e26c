"""The verbs that ask: where a figure comes from, what two runs differ in, how this machine is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mine_study.commands.completion import SHELLS, complete_figure, completion_script
from mine_study.commands.files import quoted, typed
from mine_study.commands.options import STUDY, overridden, talking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from equipment_catalog.messages import Message
    from mine_study.commands.talk import Talk
    from mine_study.layers import Override

RUN_OR_STUDY = click.Path(path_type=Path)


@click.command()
@STUDY
@click.argument("key", metavar="KEY", shell_complete=complete_figure)
@overridden
@talking
def explain(study: Path, key: str, *, overrides: tuple[Override, ...], talk: Talk) -> None:
    """Say where one figure of the results comes from: formula, numbers, inputs, sources.

    KEY is its path in results.json, as finance.whole.npv or measures[MO-01].saved_kwh.
    """
    from mine_study.explain import explained
    from mine_study.explain.known_groups import require_known_group
    from mine_study.explain.lines import explanation_document, explanation_lines
    from mine_study.explain.next_question import next_key
    from mine_study.explain.tree import result_tree

    reader = talk.reader(study)
    talk.or_refuse(lambda: require_known_group(key), reader)
    result = talk.compute(study, overrides)
    tree = result_tree(result)
    explanation = talk.or_refuse(lambda: explained(result, tree, key), reader)
    document = explanation_document(explanation, reader)
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    deeper = next_key(tree, explanation)
    following = [reader.say(_ask_next(deeper, study, overrides))] if deeper else []
    talk.print(text, [*explanation_lines(explanation, reader), *following])


def _ask_next(key: str, study: Path, overrides: Sequence[Override]) -> Message:
    """Return the command that asks for another figure of the same study, to be pasted."""
    from equipment_catalog.messages import message

    layers = [
        f"--set {quoted(one)}" if isinstance(one, str) else f"--scenario {typed(one)}"
        for one in overrides
    ]
    words = " ".join(["solmina explain", typed(study), quoted(key), *layers])
    return message("Ask next: {command}", command=words)


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
    """Print the script that lets SHELL complete verbs, options and keys.

    \b
    bash        solmina completion bash >> ~/.bashrc
    zsh         solmina completion zsh >> ~/.zshrc
    fish        solmina completion fish > ~/.config/fish/completions/solmina.fish
    powershell  solmina completion powershell >> $PROFILE
    """  # noqa: D301  click reads the sign itself, which keeps the lines apart
    script = completion_script(shell, context.find_root().command)
    document: dict[str, Any] = {"shell": shell, "script": script}
    talk.print(json.dumps(document) + "\n", [script.removesuffix("\n")])
