"""Turn ```math blocks into drawings when the site is built, so that no page asks a network."""

from __future__ import annotations

import html
import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import math_to_image

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

SIZE_PT = 13
INLINE, DISPLAYED = r"\frac", r"\dfrac"
"""A fraction on a line of its own is as large as the rest of the line."""
ROLE = re.compile(r":(?:math|func|class):(?=<code>)")
"""What docstrings write before a name or a formula, which is not Markdown."""
UNWANTED = (
    r"<metadata>.*?</metadata>",
    r"<style.*?</style>",
    r"<!--.*?-->",
    r'<g id="patch_1">.*?</g>',
)
"""What the page's own style says better: a white ground above all."""
DRAWN = {"svg.fonttype": "path", "svg.hashsalt": "solmina", "mathtext.fontset": "dejavusans"}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Give the fences of the site one more kind."""
    fences = config["mdx_configs"].setdefault("pymdownx.superfences", {})
    fences["custom_fences"] = [{"name": "math", "class": "math", "format": equations}]
    return config


def on_page_content(content: str, **_: object) -> str:
    """Return a page without the roles of docstrings."""
    return ROLE.sub("", content)


def equations(source: str, *_: Any, **__: Any) -> str:  # noqa: ANN401  as superfences calls it
    """Return a figure with one equation a line of a ```math block."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    return f'<div class="equations">{"".join(map(equation, lines))}</div>'


def equation(tex: str) -> str:
    """Return one equation as an inline drawing that carries its text for who cannot see it.

    Examples
    --------
    >>> equation("a = 1")[:40]
    '<p role="img" aria-label="a = 1"><svg xm'
    """
    drawn = BytesIO()
    with mpl.rc_context(DRAWN):
        math_to_image(
            f"${tex.replace(INLINE, DISPLAYED)}$",
            drawn,
            prop=FontProperties(size=SIZE_PT),
            format="svg",
        )
    svg = drawn.getvalue().decode("utf-8")
    inline = svg[svg.index("<svg ") :]
    for unwanted in UNWANTED:
        inline = re.sub(unwanted, "", inline, flags=re.DOTALL)
    inline = _of_its_own(inline.strip(), tex)
    return f'<p role="img" aria-label="{html.escape(tex, quote=True)}">{inline}</p>'


def _of_its_own(svg: str, tex: str) -> str:
    """Return a drawing whose names no other drawing of the page shares."""
    own = f"e{zlib.crc32(tex.encode()):x}"
    return re.sub(r'(id="|href="#|url\(#)', rf"\g<1>{own}-", svg)
