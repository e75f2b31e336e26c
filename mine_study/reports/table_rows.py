"""The rows of a table as HTML: thousands of cells, which a macro for each would make slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mine_study.reports.origin_blocks import OriginBlock
    from mine_study.reports.table import Table


def table_rows(
    table: Table,
    rows: Sequence[Sequence[str]],
    origins: Mapping[str, OriginBlock],
    language: str,
    *,
    first: int = 0,
) -> Markup:
    """Return rows of a table, each figure that is explained as a link to its block.

    Whatever a person typed is escaped.

    Parameters
    ----------
    table
        Whose columns they fit.
    rows
        Written cells.
    origins
        The blocks of the page by the keys of their figures.
    language
        Of the page, as ``es``.
    first
        Number of the first of the rows in the table.

    Examples
    --------
    >>> from mine_study.reports.table import Table, numbers, words
    >>> table = Table(caption="Load", columns=(*words("Tag"), *numbers("kW")), rows=(("<A>", "7"),))
    >>> print(table_rows(table, table.rows, {}, "en"))
    <tr><th scope="row">&lt;A&gt;</th><td class="n">7</td></tr>
    >>> sizes = Table(caption="Sizes", columns=numbers("kWp"), rows=(("12",),))
    >>> print(table_rows(sizes, sizes.rows, {}, "en"))
    <tr><th scope="row" class="n">12</th></tr>
    """
    links = {
        place: f'<a class="origin" href="#{escape(language)}-o-{escape(origins[key].slug)}">'
        for place, key in table.cell_origins.items()
        if key in origins
    }
    kinds = [' class="n"' if column.is_number else "" for column in table.columns]
    return Markup("\n\n").join(  # the blank line is that of the template
        Markup(f"<tr>{''.join(_cells(row, number, kinds, links))}</tr>")  # noqa: S704  escaped
        for number, row in enumerate(rows, first)
    )


def _cells(
    row: Sequence[str], number: int, kinds: Sequence[str], links: Mapping[tuple[int, int], str]
) -> Iterator[str]:
    """Yield the cells of a row, the first of which names it."""
    for at, cell in enumerate(row):
        link = links.get((number, at))
        text = f"{link}{escape(cell)}</a>" if link else str(escape(cell))
        kind = kinds[at]
        yield f'<th scope="row"{kind}>{text}</th>' if at == 0 else f"<td{kind}>{text}</td>"
