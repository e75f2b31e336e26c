"""The templates of the page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from mine_study.reports.table_rows import table_rows

if TYPE_CHECKING:
    from jinja2 import Template


@cache
def page_template(name: str) -> Template:
    """Return a template of the page by the name of its file."""
    return _environment().get_template(name)


def load_templates() -> None:
    """Have all templates compiled, which takes a fifth of a second, before one is needed."""
    for name in _environment().list_templates(extensions=["html"]):
        page_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("mine_study.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["table_rows"] = table_rows
    return environment
