"""The pages that a newcomer types from are true as written: their commands run, and say that."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
SOLMINA = str(Path(sys.executable).with_name("solmina"))
STEP = re.compile(
    r"^```console\n(?P<console>.*?)^```"
    r"|^```\w+ title=\"(?P<file>[^\"]+)\"\n(?P<text>.*?)^```"
    r"|^\| `(?P<find>[^`\n]*)` \| `(?P<write>[^`\n]*)` \|$",
    flags=re.DOTALL | re.MULTILINE,
)
LEFT_OUT = "…"


def steps(page):
    """Return what a page asks for, in its order: files to write, lines to change, commands."""
    return list(STEP.finditer((DOCS / page).read_text("utf-8")))


def follow(page, folder):
    """Do what a page asks for; return what each command really printed, and what was shown."""
    last = folder / "study.yaml"
    seen = []
    for step in steps(page):
        if step["file"]:
            last = folder / step["file"]
            last.write_text(step["text"], "utf-8")
        elif step["find"]:
            _replace(folder, step["find"], step["write"])
        else:
            seen += _type(step["console"], folder)
    return seen


def _replace(folder, find, write):
    """Change the one line of the one file of the study that begins so."""
    found = [
        (path, line)
        for path in sorted(folder.glob("*/*"))
        if path.suffix in {".yaml", ".csv"}
        for line in path.read_text("utf-8").splitlines()
        if line.strip().startswith(find)
    ]
    ((path, line),) = found
    path.write_text(path.read_text("utf-8").replace(line, line.replace(find, write, 1)), "utf-8")


def _type(console, folder):
    """Type each command of a block; yield it with what is shown and what came."""
    for block in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, shown = block.partition("\n")
        program, *words = shlex.split(command)
        assert program == "solmina", command
        done = subprocess.run(
            [SOLMINA, *words], cwd=folder, text=True, encoding="utf-8", check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        yield command, shown, done.stdout


def pattern(shown):
    """Return a pattern of what is shown, in which … is anything: lines where it stands alone."""
    lines = [
        r"(?:.*\n)*?"
        if line == LEFT_OUT
        else ".*?".join(map(re.escape, line.split(LEFT_OUT))) + r"\n"
        for line in shown.splitlines()
    ]
    return re.compile("".join(lines))


@pytest.mark.parametrize("page", ["tutorial.md", "es/index.md"])
def test_a_page_to_type_from_is_true_as_written(page, tmp_path):
    seen = follow(page, tmp_path)
    assert seen
    for command, shown, came in seen:
        assert pattern(shown).fullmatch(came), f"$ {command}\n{came}\nis not\n{shown}"


def test_dots_stand_for_text_within_a_line_and_for_lines_where_alone():
    assert pattern("a … c\n…\nend\n").fullmatch("a b c\none\ntwo\nend\n")
    assert pattern("a … c\n…\nend\n").fullmatch("a b c\nend\n")
    assert not pattern("a … c\n").fullmatch("a b\nc\n")
    assert not pattern("a\n").fullmatch("a\nb\n")
