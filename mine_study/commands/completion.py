"""Words a shell may complete: keys of a study, keys of figures; the script that asks for them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
)

from mine_study.commands.console_language import console_language

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE = "_SOLMINA_COMPLETE"
PARTS_OF_THE_PLAN = ("efficiency", "pv", "whole")


class PowerShellComplete(ShellComplete):
    """Completion in PowerShell, by the protocol that click speaks with other shells."""

    name = "powershell"
    source_template = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $env:COMP_WORDS = $commandAst.ToString()
    $env:COMP_CWORD = $wordToComplete
    $env:%(complete_var)s = "powershell_complete"
    try {
        %(prog_name)s | ForEach-Object {
            $word, $help = $_ -split "`t", 2
            if (-not $help) { $help = $word }
            [System.Management.Automation.CompletionResult]::new(
                $word, $word, "ParameterValue", $help)
        }
    } finally {
        Remove-Item Env:COMP_WORDS, Env:COMP_CWORD, Env:%(complete_var)s
    }
}
"""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is typed, and that one as far as it stands."""
        incomplete = os.environ.get("COMP_CWORD", "")
        words = click.shell_completion.split_arg_string(os.environ.get("COMP_WORDS", ""))[1:]
        before = words[:-1] if incomplete and words and words[-1] == incomplete else words
        return before, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Return a word and, after a tabulator, what it means."""
        return f"{item.value}\t{item.help}" if item.help else str(item.value)


SHELLS: dict[str, type[ShellComplete]] = {
    shell.name: shell for shell in (BashComplete, ZshComplete, FishComplete, PowerShellComplete)
}


def complete_override(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the keys that `--set` takes and that begin like this, each with its meaning."""
    from mine_study.language import Reader

    reader = Reader(console_language(), "CO")
    return [
        CompletionItem(f"{row['key']}=", help=reader.word(row["description"]))
        for row in _rows("data/study_keys.csv")
        if row["key"].startswith(incomplete) and "[]" not in row["key"]
    ]


def complete_figure(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the keys of figures that begin like this, up to a name that each study gives."""
    known = dict.fromkeys(
        key for row in _rows("explain/topics.csv") for key in _spelt_out(row["pattern"])
    )
    return [CompletionItem(key) for key in known if key.startswith(incomplete)]


def completion_script(shell: str, command: click.Command) -> str:
    """Return the script that a shell runs to complete the words of a command."""
    return SHELLS[shell](command, {}, "solmina", VARIABLE).source()


def answer_the_shell_in_its_way() -> None:
    """Make PowerShell known to click where a shell asks; click itself knows the others."""
    if VARIABLE in os.environ:
        click.shell_completion.add_completion_class(PowerShellComplete)
        if sys.platform == "win32":
            sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]


def _rows(path: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table of the package without pandas, for which no shell can wait."""
    import csv
    from importlib.resources import files

    with files("mine_study").joinpath(path).open(encoding="utf-8") as stream:
        yield from csv.DictReader(stream)


def _spelt_out(pattern: str) -> Iterator[str]:
    """Yield the keys that a pattern stands for, up to a name that only a study knows."""
    parts = PARTS_OF_THE_PLAN if "{part}" in pattern else ("",)
    for part in parts:
        yield pattern.replace("{part}", part).partition("{")[0]
