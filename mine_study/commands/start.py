"""The verbs that come first: a study to fill in, and the schema its editor reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from mine_study.commands.console_language import wrong_words
from mine_study.commands.files import or_refuse, require_free, typed, write, written
from mine_study.commands.options import AS_JSON, OUT_FILE, OUT_FOLDER, OVERWRITE, QUIET, talking
from mine_study.commands.talk import Talk

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("folder", metavar="FOLDER", type=OUT_FOLDER)
@click.option(
    "--country",
    type=click.Choice(["CO", "PE"]),
    default="CO",
    show_default=True,
    help="Whose rules and defaults.",
)
@click.option(
    "--lang",
    type=click.Choice(["es", "en"]),
    default="es",
    show_default=True,
    help="Language of the remarks.",
)
@AS_JSON
@QUIET
def init(folder: Path, *, country: str, lang: str, as_json: bool, quiet: bool) -> None:
    """Write a study to fill in into FOLDER: study.yaml, workbooks (or csv) for machines, bills."""
    from equipment_catalog.messages import message
    from mine_study.blank_study import blank_study
    from mine_study.language import Reader

    reader = Reader(lang, country)
    texts = blank_study(reader)
    standing = [name for name in texts if (folder / name).exists()]
    if standing:
        stands = message(
            "{folder} already holds {files}; choose another folder, or, if the study is yours: "
            "solmina check {typed}",
            folder=str(folder),
            files=", ".join(standing),
            typed=typed(folder),
        )
        raise wrong_words(stands)
    paths = [str(path) for path in write(folder, texts)]
    following = message("next: fill them in, then solmina check {folder}", folder=typed(folder))
    document = json.dumps({"written": paths}, ensure_ascii=False) + "\n"
    Talk(as_json, quiet, lang).print(document, [*paths, reader.say(following)])


@click.command()
@click.option("--out", type=OUT_FILE, metavar="FILE", help="Write it there instead of printing it.")
@OVERWRITE
@talking
def schema(out: Path | None, *, force: bool, talk: Talk) -> None:
    """Print the JSON Schema of study.yaml, from which an editor helps to fill it in."""
    from equipment_catalog.messages import message
    from equipment_catalog.whole_files import write_file_whole
    from mine_study.language import Reader
    from mine_study.study_schema import schema_json

    reader = Reader(talk.lang or "es", "CO")
    text = schema_json(reader)
    if out is None:
        talk.print(text, [text.removesuffix("\n")])
        return
    require_free(out, force=force)
    path = or_refuse(write_file_whole, out, text.encode())
    following = message(
        "next: put this line first in study.yaml: {line}",
        line=f"# yaml-language-server: $schema={out.name}",
    )
    talk.print(json.dumps(written([path])) + "\n", [str(path), reader.say(following)])
