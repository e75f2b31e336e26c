"""A mistake in a horizon file is said with its row and its column."""

from __future__ import annotations

import pytest

from equipment_catalog.errors import InputError
from pv_design.horizon_files import read_horizon


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.csv", "note,elevation_deg,azimuth_deg\nx,5,0\nx,95,90\nx,5,180\n", "a.csv:3:2"),
        ("a.csv", "note,elevation_deg,azimuth_deg\nx,5,0\nx,5,400\nx,5,180\n", "a.csv:3:3"),
        ("b.hor", "-90 5\n0 high\n90 5\n180 5\n", "b.hor:2:2"),
    ],
)
def test_a_wrong_number_is_told_by_its_cell(tmp_path, name, text, place):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_horizon(tmp_path / name, latitude=10.0)
    assert [problem.place for problem in refused.value.problems] == [place]
