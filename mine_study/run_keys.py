"""Values of `results.json` by their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def figure_at(results: Mapping[str, Any], key: str) -> Any:  # noqa: ANN401  json holds any type
    """Return what stands at a key of results, as ``finance.whole.npv``; None where nothing does.

    Examples
    --------
    >>> figure_at({"pv": {"dc_kw": 133.4}}, "pv.dc_kw"), figure_at({"pv": None}, "pv.dc_kw")
    (133.4, None)
    """
    node: Any = results
    for part in key.split("."):
        if not isinstance(node, dict):
            return None
        node = node.get(part)
    return node


def leaves(node: Any, key: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401  json
    """Yield every single value of results by its key; what holds nothing is a value too.

    Examples
    --------
    >>> list(leaves({"irr_roots": [0.1, 0.2], "notes": []}))
    [('irr_roots[0]', 0.1), ('irr_roots[1]', 0.2), ('notes', [])]
    """
    if isinstance(node, dict) and node:
        for name, value in node.items():
            yield from leaves(value, f"{key}.{name}" if key else str(name))
    elif isinstance(node, list) and node:
        for number, value in enumerate(node):
            yield from leaves(value, f"{key}[{number}]")
    else:
        yield key, node
