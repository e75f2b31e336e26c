"""The short reader of a gettext catalogue, against babel's general one."""

from __future__ import annotations

import io
import re
from importlib.resources import files

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from hypothesis import given, settings
from hypothesis import strategies as st

from mine_study.language import Reader
from mine_study.languages.catalogue import catalogue, translations
from mine_study.languages.number_signs import with_signs

TEXTS = st.text(st.sampled_from('aé "\\\n\t{}#,:msgidstr%'), min_size=1, max_size=120)


def test_the_spanish_catalogue_is_read_as_babel_reads_it():
    with files("mine_study").joinpath("languages/es.po").open("rb") as stream:
        entries = {entry.id: entry.string for entry in read_po(stream) if entry.id}
    assert len(entries) > 3000
    assert catalogue("es") == {said: meant for said, meant in entries.items() if meant}


@settings(max_examples=60)
@given(st.dictionaries(TEXTS, st.one_of(st.just(""), TEXTS), max_size=3), st.sampled_from([0, 20]))
def test_whatever_babel_writes_on_one_line_or_many_is_read_back(pairs, width):
    book = Catalog()
    for said, meant in pairs.items():
        book.add(said, meant, locations=[("cli.py", 1)])
    stream = io.BytesIO()
    write_po(stream, book, width=width)
    assert translations(stream.getvalue().decode()) == {
        said: meant for said, meant in pairs.items() if meant
    }


@pytest.mark.parametrize("flags", ["#, fuzzy\n", "#, python-format, fuzzy\n"])
def test_a_translation_that_is_not_sure_is_not_used(flags):
    sure = 'msgid "day"\nmsgstr "día"\n'
    assert translations(f'{flags}msgid "night"\nmsgstr "noche"\n\n{sure}') == {"day": "día"}


BAKED = re.compile(r"\d+(?:[.,]\d+)+")


def test_a_peruvian_reads_the_numbers_of_every_translation_as_the_english_has_them():
    """What Colombia and Peru write unlike is written in Peru as in English, and no word changes."""
    colombia, peru = Reader("es", "CO"), Reader("es", "PE")
    turned = [text for text in catalogue("es") if peru.word(text) != colombia.word(text)]
    assert "about 0.3 % of annual yield" in turned
    assert len(turned) > 40
    for text in turned:
        assert set(BAKED.findall(peru.word(text))) <= set(BAKED.findall(text)), text
        assert BAKED.sub("", peru.word(text)) == BAKED.sub("", colombia.word(text))


@pytest.mark.parametrize(
    ("spanish", "english", "read"),
    [
        ("1.234,5 kWh y 0,3 %", "1,234.5 kWh and 0.3 %", "1,234.5 kWh y 0.3 %"),
        ("91,7 % se escribe 0.917", "91.7 % being 0.917", "91.7 % se escribe 0.917"),
        ("2.98, -76.65 o 2,98", "2.98, -76.65 or 2,98", "2.98, -76.65 o 2,98"),
        ("hace {share:.1%} y {kwh:,.1f}", "makes {share:.1%} and {kwh:,.1f}", None),
    ],
)
def test_only_numbers_that_a_translation_took_over_are_turned(spanish, english, read):
    assert with_signs(spanish, english, (",", ".")) == (read or spanish)
    assert with_signs(spanish, english, (".", ",")) == spanish
