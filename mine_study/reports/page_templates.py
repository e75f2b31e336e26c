"""The templates of the page, compiled once and kept: they change with a release alone."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined

from mine_study.reports.table_rows import table_rows
from pv_design.weather.online.answer_cache import cache_folder

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.bccache import Bucket


class _KeptTemplates(FileSystemBytecodeCache):
    """Compiled templates in the user's cache folder; each is compiled anew when its text changes.

    Nothing but time depends on it: where nothing can be written, nothing is kept.
    """

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template, if the folder can be written."""
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


@cache
def page_template(name: str) -> Template:
    """Return a template of the page by the name of its file."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("mine_study.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_KeptTemplates(str(cache_folder() / "templates")),
    )
    environment.globals["table_rows"] = table_rows
    return environment
