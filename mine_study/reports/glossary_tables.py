"""Terms in both languages, and the main formulas with their symbols."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_facts
from mine_study.reports.table import Table, words

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures

NAMES = {"en": ("english", "spanish"), "es": ("spanish", "english")}
"""By language: the column of its own terms, and that of the other language."""


def glossary_table(write: Figures) -> Table:
    """Return every term in the reader's language, the other one beside it, in alphabetic order."""
    say, language = write.say, write.reader.language
    own, other = NAMES[language]
    terms = read_facts("mine_study", "data/glossary.csv")
    sorted_terms = terms.assign(order=terms[own].str.casefold()).sort_values("order")
    return Table(
        caption=say(message("Terms of this report in both languages")),
        columns=words(
            say(message("Term")),
            say(message("In the other language")),
            say(message("Meaning")),
            say(message("Unit")),
        ),
        rows=tuple(
            (
                str(row[own]),
                str(row[other]),
                str(row[f"definition_{language}"]),
                say(Message(row["unit"])) if isinstance(row["unit"], str) else "",
            )
            for row in sorted_terms.to_dict("records")
        ),
        is_wide=True,
    )


def formula_table(write: Figures) -> Table:
    """Return the main formulas with what their symbols stand for."""
    say, language = write.say, write.reader.language
    own, _ = NAMES[language]
    return Table(
        caption=say(message("Main formulas")),
        columns=words(say(message("Quantity")), say(message("Formula")), say(message("Symbols"))),
        rows=tuple(
            (str(row[own]), str(row["formula"]), str(row[f"symbols_{language}"]))
            for row in read_facts("mine_study", "data/formulas.csv").to_dict("records")
        ),
    )
