from __future__ import annotations

import re
from collections import Counter
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.motors import nominal_efficiency
from mine_study.language import Reader
from mine_study.languages import extract
from mine_study.languages.extract import (
    CATALOGUES,
    html_templates,
    python_templates,
    read_translations,
    translatable_texts,
    updated_catalogue,
)
from mine_study.languages.shown_words import WORDS

if TYPE_CHECKING:
    from pathlib import Path

SPANISH = read_translations(CATALOGUES / "es.po")
COLOMBIAN, ENGLISH = Reader("es", "CO"), Reader("en", "CO")
PATH = r"docs/\S+"
ENGLISH_WORDS = {"the", "of", "and", "is", "are", "with", "for", "from", "by", "that", "this", "an"}


def gaps(template: str) -> Counter[tuple[str, str | None, str | None]]:
    return Counter(
        (name, spec, conversion)
        for _, name, spec, conversion in Formatter().parse(template)
        if name is not None
    )


def some_values(template: str) -> dict[str, object]:
    """Return a number for each gap that formats one, a word for each other."""
    return {name: 2.0 if spec else "x" for name, spec, _ in gaps(template)}


def words_of(said: str) -> list[str]:
    """Return the words of a sentence; the name of a file is the same in every language."""
    return re.findall(r"[a-záéíóúñ_.]+", re.sub(PATH, "", said.lower()))


def test_every_text_of_the_program_stands_in_the_catalogue() -> None:
    assert set(translatable_texts()) - set(SPANISH) == set()


def test_the_catalogue_holds_no_text_that_the_program_no_longer_says() -> None:
    assert set(SPANISH) - set(translatable_texts()) == set()


def test_no_translation_is_empty() -> None:
    assert [text for text, translation in SPANISH.items() if not translation.strip()] == []


def test_a_translation_keeps_every_gap_with_its_format() -> None:
    changed = {text: said for text, said in SPANISH.items() if gaps(text) != gaps(said)}
    assert changed == {}


@pytest.mark.parametrize("reader", [COLOMBIAN, Reader("es", "PE"), ENGLISH], ids=str)
def test_every_text_can_be_said_with_values_in_its_gaps(reader: Reader) -> None:
    for text in SPANISH:
        said = reader.say(Message(text, some_values(text)))
        assert said.strip()
        assert re.search(r"\{\w", said) is None


def test_no_english_is_left_in_a_spanish_sentence() -> None:
    left = {
        said: words for said in SPANISH.values() if (words := ENGLISH_WORDS & set(words_of(said)))
    }
    assert left == {}


def test_a_part_of_a_sentence_stays_a_part_in_spanish() -> None:
    """What begins small or ends without a full stop may be set into another sentence."""
    small = {text: said for text, said in SPANISH.items() if re.match(r"[a-z]{2}", text)}
    assert [said for said in small.values() if re.match(r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ]", said)] == []
    assert [said for text, said in SPANISH.items() if text[-1] != "." == said[-1:]] == []


def test_a_planted_mistake_is_explained_in_spanish() -> None:
    with pytest.raises(InputError) as caught:
        nominal_efficiency("IE9", 7.5, 4)
    problem = caught.value.problems[0]
    assert COLOMBIAN.say(problem.what) == "'IE9' no se acepta"
    assert ENGLISH.say(problem.what) == "'IE9' is not accepted"
    assert problem.allowed is not None
    assert COLOMBIAN.say(problem.allowed).startswith("uno de ")


def test_a_message_inside_a_message_is_translated_too() -> None:
    trust = Message("memory")
    said = message("{source} ({year:d}, {trust})", source="RETIE", year=2024, trust=trust)
    assert COLOMBIAN.say(said) == "RETIE (2024, de memoria)"


def test_a_text_put_together_at_run_time_is_reported_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "pump.py"
    source.write_text("a = 1\nb = message(f'{a} pumps')\n", encoding="utf-8")
    monkeypatch.setattr(extract, "ROOT", tmp_path)
    monkeypatch.setattr(extract, "_sources", lambda: iter([(source, python_templates)]))
    with pytest.raises(InputError, match=r"pump\.py:2:5: the text is put together"):
        translatable_texts()


def test_every_word_chosen_at_run_time_is_still_written_in_its_file() -> None:
    for name, words in WORDS.items():
        source = (extract.ROOT / name).read_text(encoding="utf-8")
        assert [word for word in words if word not in source] == []


def test_only_calls_of_message_are_collected_and_adjacent_literals_are_one_text() -> None:
    source = 'message("a {b} " "c", b=1); Message(text); say("d"); "message(\'e\')"'
    assert [text for _, text in python_templates(source)] == ["a {b} c"]


def test_a_page_gives_the_texts_of_its_calls_of_t_and_reports_those_put_together() -> None:
    page = (
        "<p>{{ t('sun {kwh:.0f}', kwh=x) }}</p>\n"
        "{{ t('a' ~ y) }}{{ n(z) }}\n"
        "{{ page.t('b') }}{{ t(fact.trust) }}"
    )
    assert list(html_templates(page)) == [
        ((1, 1), "sun {kwh:.0f}"),
        ((2, 1), None),
        ((3, 1), "b"),
    ]


def test_an_update_keeps_translations_drops_the_unused_and_adds_the_new_one_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "es.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Language: es\\n"\n\n'
        'msgid "kept"\nmsgstr "conservado"\n\nmsgid "unused"\nmsgstr "sin uso"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(
        extract, "translatable_texts", lambda: {"100 % new": ["b.py"], "kept": ["a.py", "c.py"]}
    )
    updated = updated_catalogue(path)
    path.write_text(updated, encoding="utf-8")
    assert read_translations(path) == {"kept": "conservado", "100 % new": ""}
    assert updated_catalogue(path) == updated
    assert "#: a.py c.py\n" in updated
    assert "python-format" not in updated
    assert "Date" not in updated
