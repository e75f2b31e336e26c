"""The command line: verbs, and how it ends when something goes wrong."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from mine_study.commands.asked_to_end import ended_as_interrupted, was_asked_to_end
from mine_study.commands.catalog import catalog
from mine_study.commands.check import check
from mine_study.commands.completion import answer_the_shell_in_its_way
from mine_study.commands.console_language import language_asked_for, speaking, translated
from mine_study.commands.exit_codes import INTERNAL, INTERRUPTED
from mine_study.commands.inquiries import compare, completion, doctor, explain
from mine_study.commands.parts import audit, design
from mine_study.commands.run import demo, run
from mine_study.commands.short_life import live_shortly
from mine_study.commands.start import init, schema
from mine_study.commands.terminal import speak_plainly_where_needed
from mine_study.commands.unforeseen import report_unforeseen
from mine_study.commands.weather import weather

if TYPE_CHECKING:
    from collections.abc import Sequence

FORESEEN = (click.ClickException, click.exceptions.Exit, SystemExit, BrokenPipeError)
"""What a command ends with on purpose, or where nobody reads it any more."""


class Solmina(click.Group):
    """The group whose commands answer with the exit codes of the contract."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **settings: Any) -> Any:  # noqa: ANN401  click's own
        """Run the command line in the console's language; signs it lacks become others."""
        live_shortly()
        speak_plainly_where_needed()
        answer_the_shell_in_its_way()
        language = language_asked_for(sys.argv[1:] if args is None else args)
        with speaking(language), ended_as_interrupted():
            told = self if language == "en" else translated(self)
            return super(Solmina, told).main(args, *more, **settings)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  click's own signature
        """Run a command; an error nobody foresaw ends in a file that tells it, and code 4."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort):
            ctx.exit(INTERRUPTED)
        except (Exception, SystemExit) as error:
            if was_asked_to_end():
                ctx.exit(INTERRUPTED)
            if isinstance(error, FORESEEN):
                raise
            report_unforeseen(error)
            ctx.exit(INTERNAL)


@click.group(cls=Solmina, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="solmina", prog_name="solmina")
def main() -> None:
    """From a small mine's motor list and power bills to a financed efficiency and solar plan."""


for verb in (
    *(demo, init, check, audit, design, run, explain, compare),
    *(weather, catalog, doctor, schema, completion),
):
    main.add_command(verb)


if __name__ == "__main__":
    main(prog_name="solmina")
