"""Every key that the pages of plant and money show is one that a study accepts with that value."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from mine_study.examples import example_folder
from mine_study.study_reader import examine_study

DOCS = Path(__file__).parent.parent / "docs"


def blocks(page: str) -> list[str]:
    """Return the pieces of study.yaml that a page shows."""
    return re.findall(r"```yaml\n(.*?)```", (DOCS / page).read_text("utf-8"), flags=re.DOTALL)


COLOMBIAN = [
    block for page in ("plant.md", "finance.md") for block in blocks(page) if "option:" not in block
]


def as_overrides(block: str) -> list[str]:
    """Return KEY=VALUE of every key of a block of two levels."""
    one_line = YAML()
    one_line.default_flow_style = True
    one_line.width = 1000
    texts = []
    for section, keys in YAML(typ="safe").load(block).items():
        for key, value in keys.items():
            written = io.StringIO()
            one_line.dump(value, written)
            text = written.getvalue().removesuffix("\n").removesuffix("\n...")
            texts.append(f"{section}.{key}={text}")
    return texts


@pytest.mark.parametrize("block", COLOMBIAN)
def test_a_study_accepts_what_the_page_shows(block: str) -> None:
    path = example_folder("los_conquistadores") / "study.yaml"
    assert [str(problem) for problem in examine_study(path, as_overrides(block)).problems] == []


@pytest.mark.parametrize(
    ("page", "sections"),
    [
        ("plant.md", {"pv", "storage", "tariff"}),
        ("finance.md", {"finance", "debt", "esco", "risk", "best_plan"}),
    ],
)
def test_a_page_shows_every_section_of_its_part(page: str, sections: set[str]) -> None:
    shown = {key.split(".")[0] for block in blocks(page) for key in as_overrides(block)}
    assert shown == sections
