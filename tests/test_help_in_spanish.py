"""The command line's own words, its help and click's errors, in the language of the console."""

from __future__ import annotations

import ast
import gettext
import io
import locale
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.mofile import read_mo
from click.testing import CliRunner

from cli import main
from mine_study.commands.completion import complete_override
from mine_study.commands.console_language import VARIABLES, console_language, language_asked_for
from mine_study.languages.command_line import CLICK_PLURALS, CLICK_TEXTS, click_texts, help_texts
from mine_study.languages.extract import CATALOGUES, compiled_catalogue

ENGLISH = {"the", "of", "and", "is", "are", "with", "for", "from", "by", "that", "this", "an"}
OF_OTHER_PROGRAMS = {
    "Could not determine name for option with declarations {decls!r}": "declaration",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument "
    "instead? Did you mean to pass '--{name}'?": "declaration",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.": "declaration",
    "Name '{name}' defined twice": "declaration",
    "Boolean option {decl!r} cannot use the same flag for true/false.": "declaration",
    "%(prog)s, version %(version)s": "said when the option is declared, in the system's language",
    "deprecated": "deprecation",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": "deprecation",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": "deprecation",
    "env var: {var}": "no option reads a variable by click",
    "(dynamic)": "no default is a function",
    "Positional arguments": "no argument has a help",
    "Missing parameter": "only options and arguments",
    "Missing parameter: {param_name}": "only options and arguments",
    "Missing {param_type}": "only options and arguments",
    "Value must be an iterable.": "no option has a value of several words",
    "Takes {nargs} values but 1 was given.": "no option has a value of several words",
    "Takes {nargs} values but {len} were given.": "no option has a value of several words",
    "Argument {name!r} takes {nargs} values.": "no argument of so many words",
    "{len_type} values are required, but {len_value} was given.": "no tuple",
    "{len_type} values are required, but {len_value} were given.": "no tuple",
    "unknown error": "no click.File",
    "Could not open file {filename!r}: {message}": "no click.File",
    "Invalid start character for option ({option})": "declaration",
    "Choice({choices})": "for programmers",
    "{value!r} does not match the format {format}.": "no moment of time",
    "{value!r} does not match the formats {formats}.": "no moment of time",
    "{value!r} is not a valid boolean. Recognized values: {states}": "flags take no value",
    "{value!r} is not a valid UUID.": "no UUID",
    "{name} {filename!r} does not exist.": "no path must exist for click",
    "{name} {filename!r} is not writable.": "no path must be writable for click",
    "{name} {filename!r} is not executable.": "no program is run",
    "Do you want to continue?": "nothing is asked",
    "Confirm the action without prompting.": "nothing is asked",
}
"""What click says of things that no verb of ours has, and why."""


def leaves(command, words=()):
    yield words
    if isinstance(command, click.Group):
        for name, verb in sorted(command.commands.items()):
            yield from leaves(verb, (*words, name))


@pytest.fixture
def console(monkeypatch):
    """Return what sets the language of the system and starts a command."""

    def start(language, *words):
        monkeypatch.setenv("LANGUAGE", language)
        return CliRunner().invoke(main, list(words), prog_name="solmina")

    return start


@pytest.mark.parametrize("words", list(leaves(main)), ids=" ".join)
def test_no_english_is_left_in_a_spanish_help(console, words):
    english, spanish = (console(one, *words, "--help").stdout for one in ("en", "es"))
    assert set(english.lower().split()) & ENGLISH
    assert set(spanish.lower().split()) & ENGLISH == set()
    assert spanish.splitlines()[0].startswith("Uso: solmina")


@pytest.mark.parametrize("words", list(leaves(main)), ids=" ".join)
def test_a_verb_has_the_same_options_in_both_languages(console, words):
    english, spanish = (console(one, *words, "--help").stdout for one in ("en", "es"))

    def options(said):
        return [one.split()[0] for one in said.splitlines() if one.startswith("  --")]

    assert options(english) == options(spanish)


def test_a_spanish_help_says_uses_options_words_and_defaults_in_spanish(console):
    said = " ".join(console("es", "run", "--help").stdout.split())
    assert "Uso: solmina run [OPCIONES] ESTUDIO" in said
    assert "--out CARPETA Carpeta en la que se escribe. [obligatorio]" in said
    assert "[por defecto: html]" in said
    assert "Muestra esta ayuda y termina." in said
    assert "Órdenes:" in console("es", "weather", "--help").stdout
    assert "--year ENTERO" in console("es", "weather", "fetch", "--help").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("runn", "Error: No existe la orden 'runn'. ¿Quiso decir 'run'?"),
        ("run", "Error: Falta el argumento 'ESTUDIO'."),
        ("run x", "Error: Falta la opción '--out'."),
        ("run x --ot y", "(¿Quiso decir una de estas: '--formats', '--out', '--set'?)"),
        ("check x --json=3", "Error: La opción '--json' no lleva valor."),
        ("init --country", "Error: La opción '--country' necesita un valor."),
        ("init a b", "Error: Sobra un argumento (b)"),
        ("init a b c", "Error: Sobran argumentos (b c)"),
        ("completion", "Elija entre:\n\tbash,"),
        ("init a --country CL", "'--country': 'CL' no es uno de 'CO', 'PE'."),
        ("weather fetch a --latitude x", "'--latitude': 'x' no es un número válido."),
        ("weather fetch a --year 1900", "1900 no está en el rango 2000<=x<=2100."),
        ("schema --out .", "Archivo '.' es una carpeta."),
        ("run", "Pruebe 'solmina run --help' para ver la ayuda."),
    ],
)
def test_what_is_wrong_with_the_words_typed_is_said_in_spanish(console, words, said):
    refused = console("es", *words.split())
    assert refused.exit_code == 2
    assert said in refused.stderr


def test_what_our_verbs_refuse_is_said_in_the_language_of_the_console(
    console, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "keys.json").touch()
    words = ("schema", "--out", "keys.json")
    in_spanish = console("es", *words).stderr.splitlines()[-1]
    assert in_spanish == "Error: --out: keys.json ya existe; --force lo sobrescribe"
    in_english = console("en", *words).stderr.splitlines()[-1]
    assert in_english == "Error: --out: keys.json exists; --force overwrites it"
    asked = console("en", *words, "--lang", "es").stderr.splitlines()
    assert asked[0] == "Uso: solmina schema [OPCIONES]"
    assert asked[-1] == in_spanish


def test_the_language_asked_for_goes_before_that_of_the_system(console):
    assert console("en", "run", "--help", "--lang", "es").stdout.startswith("Uso:")
    assert console("es", "run", "--lang=en", "--help").stdout.startswith("Usage:")
    assert console("es", "doctor", "--lang", "fr").stderr.startswith("Uso:")
    assert language_asked_for(["--lang", "en", "run", "--lang", "es"]) == "es"


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "es_CO.UTF-8"}, "es"),
        ({"LANG": "es"}, "es"),
        ({"LANG": "et_EE.UTF-8"}, "en"),
        ({"LANG": "es_PE", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "es_PE@x"}, "es"),
        ({"LANG": "en_US", "LANGUAGE": "qu:es_PE:en"}, "es"),
        ({"LANG": "es_PE", "LANGUAGE": ""}, "es"),
    ],
)
def test_the_language_of_a_console_is_read_as_gettext_reads_it(monkeypatch, said, language):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    assert console_language() == language


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Spanish_Colombia", "es"),
        ("es_PE", "es"),
        ("es-CO", "es"),
        ("Estonian_Estonia", "en"),
        ("English_United States", "en"),
        (None, "en"),
    ],
)
def test_windows_is_asked_for_the_language_of_the_user(monkeypatch, name, language):
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(locale, "getlocale", lambda: (name, "1252"))
    assert console_language() == language
    monkeypatch.setenv("LANG", "es_CO")
    assert console_language() == "es"


def test_a_spanish_help_leaves_everything_as_it_was(console):
    before = console("en", "check", "--help").stdout
    console("es", "check", "--help")
    assert os.environ["LANGUAGE"] == "es"
    assert gettext.textdomain() == "messages"
    assert console("en", "check", "--help").stdout == before
    assert main.commands["check"].params[0].metavar == "STUDY"


@pytest.mark.parametrize(
    ("encoding", "heading"), [("cp1252", "Órdenes:"), ("ascii", "Ordenes:"), ("utf-8", "Órdenes:")]
)
def test_a_console_prints_spanish_letters_or_the_letters_beneath_them(encoding, heading):
    environment = {**os.environ, "LANGUAGE": "es", "PYTHONIOENCODING": encoding}
    words = [sys.executable, "cli.py", "--help"]
    root = Path(__file__).parent.parent
    done = subprocess.run(words, capture_output=True, cwd=root, env=environment, check=True)
    assert heading in done.stdout.decode(encoding).splitlines()
    assert done.stderr == b""


def test_an_error_nobody_foresaw_is_told_in_spanish(console, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("mine_study.commands.inquiries.completion_script", lambda *_: 1 // 0)
    failed = console("es", "completion", "bash")
    assert failed.exit_code == 4
    assert failed.stderr.startswith("solmina: error interno: ZeroDivisionError: ")
    assert "junto con lo que dice solmina doctor" in failed.stderr


def test_the_keys_of_a_study_are_completed_with_their_meaning_in_spanish(monkeypatch):
    def meaning(language):
        monkeypatch.setenv("LANGUAGE", language)
        items = complete_override(None, None, "finance.discount_rate")
        return [item.help for item in items]

    assert meaning("es") != meaning("en")
    assert len(meaning("es")) == len(meaning("en")) == 1


def test_whatever_click_may_say_is_translated():
    said = set()
    for name in ("core", "exceptions", "formatting", "parser", "types", "decorators"):
        source = Path(click.__file__).with_name(f"{name}.py").read_text("utf-8")
        for call in ast.walk(ast.parse(source)):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", "ngettext"}:
                said |= {one.value for one in call.args if isinstance(one, ast.Constant)}
    assert said - set(click_texts()) - set(OF_OTHER_PROGRAMS) == set()


def test_the_compiled_catalogue_is_that_of_the_translations():
    def entries(book):
        return {
            tuple(entry.id) if entry.pluralizable else entry.id: entry.string
            for entry in book
            if entry.id
        }

    with (CATALOGUES / "es" / "LC_MESSAGES" / "solmina.mo").open("rb") as stream:
        kept = entries(read_mo(stream))
    assert kept == entries(read_mo(io.BytesIO(compiled_catalogue(CATALOGUES / "es.po"))))
    assert set(CLICK_TEXTS) | set(CLICK_PLURALS) <= set(kept)


def test_a_help_put_together_at_run_time_is_reported_with_its_line():
    source = '@click.option("--deep", help=f"To {LEVEL} m.", metavar="M")\ndef dig(): ...\n'
    assert list(help_texts(source)) == [((1, 2), None), ((1, 2), "M")]


def test_a_help_is_collected_by_paragraphs_without_the_lines_to_copy():
    source = (
        '@mine.command("dig")\ndef dig():\n    """Dig\n    deep.\n\n    More.\n\n'
        '    \\b\n    a  b\n    """\n\ndef helper():\n    """Not said."""\n'
    )
    assert [text for _, text in help_texts(source)] == ["Dig deep.", "More."]
