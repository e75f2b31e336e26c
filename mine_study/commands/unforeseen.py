"""What a person gets of an error nobody foresaw: a file to send, not a page of code."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click


def report_unforeseen(error: Exception) -> None:
    """Write the traceback into a file and say in two lines what happened and where it lies."""
    import platform
    import tempfile
    import traceback
    from importlib.metadata import version

    told = "".join(traceback.format_exception(error))
    head = (
        f"solmina {version('solmina')}, Python {platform.python_version()}, {platform.platform()}\n"
        f"{shlex.join(sys.argv)}\n\n"
    )
    click.echo(f"solmina: internal error: {type(error).__name__}: {error}", err=True)
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="solmina-error-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            file.write(head + told)
    except OSError:
        click.echo(told, err=True)
        click.echo("please report the lines above with what solmina doctor says", err=True)
        return
    path = Path(file.name)
    click.echo(f"please report {path} with what solmina doctor says", err=True)
