"""The documentation builds without a warning, asks no network, and shows only what exists."""

from __future__ import annotations

import doctest
import importlib.util
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from pilot_runs import EXAMPLE, QUICK
from test_pages_of_keys import as_overrides

from cli import main
from mine_study.study_reader import examine_study

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [
    *(path for path in sorted(DOCS.rglob("*.md")) if not path.name.endswith("_template.md")),
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
]
LARGEST_PICTURE_BYTES = 250_000
# What a browser fetches by itself: scripts, styles, pictures, frames; not a link to be clicked.
FETCHED = re.compile(
    r"<(?:script|img|iframe|source)\b[^>]*\bsrc=[\"'](?:https?:)?//"
    r"|<link\b[^>]*rel=[\"'](?:stylesheet|preload|preconnect|icon)[^>]*href=[\"'](?:https?:)?//"
    r"|@import\s|url\([\"']?(?:https?:)?//"
)


def text_of(path):
    return path.read_text("utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the folder of the site, built as `make site` builds it."""
    folder = tmp_path_factory.mktemp("site")
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder]
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, env=quiet)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


def test_every_page_is_built_and_none_asks_the_network(site):
    built = {path.relative_to(site).as_posix(): text_of(path) for path in site.rglob("*.html")}
    assert len(built) > len(list(DOCS.rglob("*.md"))) / 2
    asking = [name for name, text in built.items() if FETCHED.search(text)]
    styles = [path.name for path in site.rglob("*.css") if FETCHED.search(text_of(path))]
    assert (asking, styles) == ([], [])


def test_every_equation_is_drawn_and_can_be_read_aloud(site):
    for page in sorted((DOCS / "explanation").glob("*.md")):
        fences = re.findall(r"^ *```math\n(.*?)^ *```", text_of(page), re.DOTALL | re.MULTILINE)
        asked = sum(len([line for line in block.splitlines() if line.strip()]) for block in fences)
        name = "index.html" if page.stem == "README" else f"{page.stem}.html"
        drawn = text_of(site / "explanation" / name).count('<p role="img" aria-label="')
        assert drawn == asked, page.name


def test_the_site_has_the_names_that_programs_rely_on(site):
    page = text_of(site / "reference" / "python.html")
    for name in ("nominal_efficiency", "read_weather", "simulate", "SizeCurve", "irr", "run_study"):
        assert re.search(rf'id="[\w.]+\.{name}"', page), name


def shown_commands():
    """Yield each line `solmina …` that a page shows as something to type."""
    for page in PAGES:
        text = text_of(page)
        for block in re.findall(r"```(?:sh|bat|console)\n(.*?)```", text, re.DOTALL):
            for line in block.splitlines():
                found = re.search(r"(?:^|[ \\/])solmina( .*)$", line.removeprefix("$ "))
                if found and (line.startswith("$ ") or "console" not in block):
                    yield page.name, found[1].strip()
        for line in re.findall(r"`solmina ([^`]+)`", text):
            yield page.name, line


def typed(line):
    """Return the words of a line without what follows the command."""
    return shlex.split(re.split(r"[;>|]|\s#", line)[0])


def resolved(words):
    """Return the command that words name, and the words after it."""
    command = main
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        name, *words = words
        command = command.get_command(click.Context(command), name)
        if command is None:
            return None, [name]
    return command, words


def faults_of(line):
    """Yield what is wrong with a command line: a verb, an option or a choice that is not there."""
    command, words = resolved(typed(line))
    if command is None:
        yield f"no command {words[0]}"
        return
    options = {name: one for one in command.get_params(click.Context(command)) for name in one.opts}
    most = sum(99 if one.nargs < 0 else one.nargs
               for one in command.params if isinstance(one, click.Argument))  # fmt: skip
    given = iter(words)
    for word in given:
        if not word.startswith("-"):
            most -= 1
        elif word not in options:
            yield f"no option {word}"
        elif not options[word].is_flag:
            value, kind = next(given, ""), options[word].type
            if isinstance(kind, click.Choice) and value not in kind.choices:
                yield f"{word} {value}"
    if most < 0:
        yield "too many words"


SHOWN = sorted(set(shown_commands()))


def test_commands_that_pages_show_exist_with_their_options():
    assert len(SHOWN) > 50
    assert [(page, line, fault) for page, line in SHOWN for fault in faults_of(line)] == []


def test_a_command_with_a_wrong_word_is_found():
    assert list(faults_of("run mine --outt=report")) == ["no option --outt=report"]
    assert list(faults_of("walk mine")) == ["no command walk"]
    assert list(faults_of("check one two")) == ["too many words"]
    assert list(faults_of("init mine --lang fr")) == ["--lang fr"]


def test_keys_that_pages_set_are_keys_of_a_study():
    set_keys = {key for _, line in SHOWN for key in re.findall(r"--set (\w+\.\S+=\S+)", line)}
    assert set_keys
    for key in set_keys:
        assert [str(one) for one in examine_study(EXAMPLE / "study.yaml", [key]).problems] == [], (
            key
        )


def test_every_verb_is_told_of():
    told = " ".join(map(text_of, PAGES[:-2]))
    for verb in main.list_commands(click.Context(main)):
        assert f"solmina {verb}" in told, verb


def test_the_table_of_the_readme_names_every_verb():
    _, _, below = text_of(ROOT / "README.md").partition("| command | does |\n")
    rows, _, _ = below.partition("\n\n")
    first = " ".join(row.split("|")[1] for row in rows.splitlines())
    assert [verb for verb in main.list_commands(click.Context(main)) if verb not in first] == []


HOW_TO = [
    (page.stem, block)
    for page in sorted((DOCS / "howto").glob("*.md"))
    for block in re.findall(r"```yaml\n(.*?)```", text_of(page), re.DOTALL)
    if not block.startswith("files:")
]


@pytest.mark.parametrize(("page", "block"), HOW_TO)
def test_a_study_accepts_what_a_how_to_shows(page, block):
    problems = examine_study(EXAMPLE / "study.yaml", as_overrides(block)).problems
    assert [str(problem) for problem in problems] == [], page


def test_a_page_that_the_package_names_is_there():
    named = {
        (path.name, page)
        for package in ("mine_study", "energy_audit", "pv_design", "project_finance")
        for path in (ROOT / package).rglob("*")
        if path.suffix in {".py", ".csv", ".html"}
        for page in re.findall(r"docs/[\w/.-]+\.md", text_of(path))
    }
    assert named
    assert [(name, page) for name, page in sorted(named) if not (ROOT / page).is_file()] == []


def test_pictures_are_light():
    sizes = {path.name: path.stat().st_size for path in (DOCS / "images").glob("*.png")}
    assert sizes
    assert [name for name, size in sizes.items() if size > LARGEST_PICTURE_BYTES] == []


@pytest.fixture(scope="module")
def keys():
    """Return the module that knows the keys of results.json."""
    sys.path.insert(0, str(DOCS / "reference"))
    import results_keys  # noqa: PLC0415  it stands beside its page

    yield results_keys
    sys.path.remove(str(DOCS / "reference"))


def test_every_key_of_results_has_a_row_and_every_row_a_key(keys):
    from mine_study.results import results  # noqa: PLC0415  only this test runs a study
    from mine_study.study import run_study  # noqa: PLC0415

    asked = (
        *("debt.kind=annuity", "debt.rate=0.14", "debt.years=7", "debt.loan_fraction=0.7"),
        *("esco.esco_share=0.8", "esco.contract_years=8", "esco.esco_discount_rate=0.15"),
        *("storage.build=true", "storage.capacity_kwh=30", "storage.power_kw=10"),
        *("storage.genset_kw=40", "storage.outages_per_year=4"),
        *("storage.unserved_value_per_kwh=20000", "storage.rules=self_consumption"),
        *("risk.draws=200", QUICK),
    )
    leaves = set(keys.leaves(results(run_study(EXAMPLE, asked)))) - {"best_plan"}
    rows = {row["key"]: patterns_of(row["key"], keys) for row in keys.rows()}
    known = {leaf for leaf in leaves for either in rows.values() if any(is_one(leaf, either))}
    assert sorted(leaves - known) == []
    unused = [key for key, either in rows.items()
              if not any(any(is_one(leaf, either)) for leaf in leaves)]  # fmt: skip
    assert [key for key in unused if not key.startswith("best_plan")] == []


def patterns_of(key, keys):
    """Return what a key matches: its values, or the list they would stand in where it is empty."""
    return keys.pattern(key), keys.pattern(key.partition("[]")[0])


def is_one(leaf, either):
    """Tell of each pattern whether a leaf is one of it."""
    return (pattern.fullmatch(leaf) for pattern in either)


def test_examples_of_the_programs_of_the_documentation_are_true(keys):
    spec = importlib.util.spec_from_file_location("equations", DOCS / "hooks" / "equations.py")
    equations = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(equations)
    for module in (keys, equations):
        found = doctest.testmod(module)
        assert (found.failed, found.attempted > 0) == (0, True), module.__name__


def test_every_key_says_what_it_means(keys):
    for row in keys.rows():
        assert row["meaning"].strip(), row["key"]
