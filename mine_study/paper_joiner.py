"""PDF of parts laid on the leaves of a front: one document with links, contents and bookmarks."""

from __future__ import annotations

import io
from itertools import chain
from typing import TYPE_CHECKING, cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdf.generic import IndirectObject

BOTH = b"/Printed Do /Leaf Do"


def joined(front: bytes, parts: Sequence[bytes]) -> bytes:
    """Return one PDF of a front that ends with empty leaves, and of parts laid on them.

    Parameters
    ----------
    front
        PDF whose last pages are as many as those of the parts. What it says of the document, its
        bookmarks and the places that links lead to are those of the whole.
    parts
        PDF of each part, in their order.
    """
    whole = PdfReader(io.BytesIO(front))
    writer = PdfWriter(clone_from=whole)
    writer.pdf_header = whole.pdf_header
    printed = list(chain.from_iterable(PdfReader(io.BytesIO(part)).pages for part in parts))
    leaves = list(writer.pages)[-len(printed) :]
    for leaf, page in zip(leaves, printed, strict=True):
        _lay(writer, page, leaf)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _lay(writer: PdfWriter, page: PageObject, leaf: PageObject) -> None:
    """Have a leaf show a page of a part below its own marks, and hold the links of that page."""
    forms = {
        "/Printed": _as_form(writer, page, page.raw_get("/Contents").clone(writer)),
        "/Leaf": _as_form(writer, leaf, leaf.raw_get("/Contents")),
    }
    both = DecodedStreamObject()
    both.set_data(BOTH)
    drawn = DictionaryObject({NameObject(name): form for name, form in forms.items()})
    leaf[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): drawn})
    leaf[NameObject("/Contents")] = writer._add_object(both)  # noqa: SLF001  no other way in pypdf
    if "/Annots" in page:
        leaf[NameObject("/Annots")] = page.raw_get("/Annots").clone(writer)


def _as_form(writer: PdfWriter, page: PageObject, content: IndirectObject) -> IndirectObject:
    """Return what a page draws as a thing to be drawn on another."""
    drawn = cast("DictionaryObject", content.get_object())
    drawn[NameObject("/Type")] = NameObject("/XObject")
    drawn[NameObject("/Subtype")] = NameObject("/Form")
    drawn[NameObject("/BBox")] = page.raw_get("/MediaBox").clone(writer)
    drawn[NameObject("/Resources")] = page.raw_get("/Resources").clone(writer)
    return content
