"""Put every decision into the navigation, so that a new page needs no line in mkdocs.yml."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

FOLDER = "decisions"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """List the pages of the folder under the heading that names it."""
    pages = sorted(path.name for path in (Path(config["docs_dir"]) / FOLDER).glob("*.md"))
    for entry in config["nav"]:
        if isinstance(entry, dict) and entry.get("Decisions") == f"{FOLDER}/":
            entry["Decisions"] = [f"{FOLDER}/{name}" for name in pages]
    return config
