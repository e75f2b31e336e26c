"""The short reader of a gettext catalogue, against babel's general one."""

from __future__ import annotations

import io
from importlib.resources import files

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from hypothesis import given, settings
from hypothesis import strategies as st

from mine_study.languages.catalogue import catalogue, translations

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
