"""What a person gets of an error nobody foresaw: a file to send, not a page of code."""

from __future__ import annotations

import shlex
import sys

import click

from mine_study.commands.console_language import console_language


def report_unforeseen(error: Exception) -> None:
    """Write the traceback into a file and say in two lines what happened and where it lies."""
    import platform
    import tempfile
    import traceback
    from importlib.metadata import version

    from equipment_catalog.messages import message
    from mine_study.language import Reader

    told = "".join(traceback.format_exception(error))
    head = (
        f"solmina {version('solmina')}, Python {platform.python_version()}, {platform.platform()}\n"
        f"{shlex.join(sys.argv)}\n\n"
    )
    say = Reader(console_language(), "CO").say
    named = {"kind": type(error).__name__, "error": str(error)}
    click.echo(say(message("solmina: internal error: {kind}: {error}", **named)), err=True)
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="solmina-error-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            file.write(head + told)
    except OSError:
        click.echo(told, err=True)
        above = message("please report the lines above with what solmina doctor says")
        click.echo(say(above), err=True)
        return
    report = message("please report {path} with what solmina doctor says", path=file.name)
    click.echo(say(report), err=True)
