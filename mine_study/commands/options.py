"""The arguments and options that several verbs share."""

from __future__ import annotations

from functools import reduce, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mine_study.commands.completion import complete_override
from mine_study.commands.talk import Talk

if TYPE_CHECKING:
    from collections.abc import Callable

Command = TypeVar("Command", bound="Callable[..., Any]")

STUDY = click.argument("study", metavar="STUDY", type=click.Path(path_type=Path))
OUT_FOLDER = click.Path(file_okay=False, path_type=Path)
OUT_FILE = click.Path(dir_okay=False, path_type=Path)
OUT = click.option("--out", required=True, type=OUT_FOLDER, help="Folder to write.")
FORCE = click.option("--force", is_flag=True, help="Overwrite a finished run.")
OFFLINE = click.option("--offline", is_flag=True, help="Ask nobody; use answers that are kept.")
OVERWRITE = click.option("--force", is_flag=True, help="Overwrite what --out names.")
SOURCES = click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")


def several(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Return several options as one decorator, shown in the order they are given."""

    def decorated(command: Command) -> Command:
        return reduce(lambda inner, option: option(inner), reversed(options), command)

    return decorated


def overridden(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb `--scenario` and `--set` as one: ``overrides``, later ones go first."""

    @wraps(command)
    def layered(
        *words: object, scenarios: tuple[Path, ...], settings: tuple[str, ...], **named: object
    ) -> object:
        return command(*words, overrides=(*scenarios, *settings), **named)

    return several(_SCENARIO, _SET)(layered)


def talking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb `--json`, `--quiet` and `--lang` as one: how it talks."""

    @wraps(command)
    def said(
        *words: object, as_json: bool, quiet: bool, lang: str | None, **named: object
    ) -> object:
        return command(*words, talk=Talk(as_json, quiet, lang), **named)

    return several(AS_JSON, QUIET, _LANG)(said)


AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
QUIET = click.option("--quiet", is_flag=True, help="Print no progress.")
_LANG = click.option(
    "--lang",
    type=click.Choice(["es", "en"]),
    help="Language of messages; else that of the study, else Spanish.",
)
_SCENARIO = click.option(
    "--scenario",
    "scenarios",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Use the keys of a YAML file over those of the study; a later file goes first.",
)
_SET = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    shell_complete=complete_override,
    help="Use VALUE for a key of the study; goes before every file.",
)
PLACE = several(
    click.option("--coordinates", metavar="TEXT", help='Of the site, as "2.98, -76.65".'),
    click.option("--latitude", type=float, metavar="DEG", help="North positive."),
    click.option("--longitude", type=float, metavar="DEG", help="East positive."),
    click.option("--altitude-m", type=float, metavar="M", help="Else of the source or a map."),
    click.option("--utc-offset", type=float, metavar="H", help="Standard time of the site."),
    click.option(
        "--time-label",
        type=click.Choice(["auto", "start", "centre", "end", "instant"]),
        default="auto",
        show_default=True,
        help="What the times of a file mean.",
    ),
    click.option(
        "--year",
        type=click.IntRange(2000, 2100),
        default=2025,
        show_default=True,
        help="Calendar year of the labels.",
    ),
    OFFLINE,
    click.option("--refresh", is_flag=True, help="Ask again although an answer is kept."),
)
