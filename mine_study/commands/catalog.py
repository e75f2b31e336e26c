"""Verbs about what a study may name: modules, inverters, tariff sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mine_study.commands.options import talking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mine_study.commands.talk import Talk


@click.group()
def catalog() -> None:
    """Look for modules, inverters and tariff sheets that a study may name."""


@catalog.command("modules")
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@talking
def list_modules(words: tuple[str, ...], *, talk: Talk) -> None:
    """Print the modules of the catalogue, or those whose names hold WORDS, the CEC list's too."""
    from mine_study.catalogue_lines import module_rows

    _print_catalogue(module_rows, words, talk)


@catalog.command("inverters")
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@talking
def list_inverters(words: tuple[str, ...], *, talk: Talk) -> None:
    """Print the inverters of the catalogue, or those whose names hold WORDS, the CEC list's too."""
    from mine_study.catalogue_lines import inverter_rows

    _print_catalogue(inverter_rows, words, talk)


@catalog.command("tariffs")
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@talking
def list_tariffs(words: tuple[str, ...], *, talk: Talk) -> None:
    """Print the tariff sheets that ship, or those whose keys hold WORDS."""
    from mine_study.catalogue_lines import tariff_rows

    _print_catalogue(tariff_rows, words, talk)


def _print_catalogue(
    rows_of: Callable[[str], list[dict[str, Any]]], words: Sequence[str], talk: Talk
) -> None:
    from mine_study.catalogue_lines import catalogue_document, catalogue_lines
    from mine_study.language import Reader

    reader = Reader(talk.lang or "es", "CO")
    rows = talk.or_refuse(lambda: rows_of(" ".join(words)), reader)
    talk.print(catalogue_document(rows), catalogue_lines(rows, reader))
