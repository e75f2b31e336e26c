"""The single-line drawing: it names every part, escapes what was typed, and groups equals."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from equipment_catalog.inverters import Inverter
from equipment_catalog.pv_modules import module
from mine_study.language import LANGUAGES, Reader
from mine_study.reports.single_line.drawing import WIDTH_PX, single_line_drawing
from pv_design.electrical.design import electrical_design
from pv_design.electrical.site_extremes import site_extremes
from pv_design.production import simulate
from pv_design.weather import embedded_weather

BOX = Inverter(*("<b>box</b> & co", 1100.0, 200.0, 1000.0, 80.0), trackers=4, ac_kw=50.0, phases=3)
TYPED = "<script>mine</script>"


@pytest.fixture(scope="module")
def designed():
    here = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    extremes = site_extremes(here, simulate(here, dc_kw=120.0, tilt_deg=10.0, azimuth_deg=180.0))

    def design(strings, inverters, box=BOX):
        return electrical_design(
            *(module(), box),
            strings=strings,
            string_modules=14,
            inverters=inverters,
            extremes=extremes,
            altitude_m=1286.0,
            country="CO",
            string_length_m=60.0,
            ac_length_m=40.0,
        )

    return design


def texts(design, language="en"):
    picture = single_line_drawing(TYPED, design, Reader(language, "CO"))
    root = ET.fromstring(picture.svg)  # noqa: S314  our own drawing
    return root, [(float(t.get("x")), float(t.get("y")), t.text) for t in root.iter("text")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_person_typed_is_text_and_never_a_tag(designed, language):
    root, words = texts(designed(12, 2), language)
    assert {element.tag for element in root.iter()}.isdisjoint({"script", "b"})
    assert root.get("aria-label").startswith(TYPED)
    assert any("<b>box</b> & co" in text for *_, text in words)


def test_twelve_inverters_of_two_kinds_are_two_branches(designed):
    # 131 strings on 12 inverters: 11 of 11 strings and one of 10
    design = designed(131, 12)
    assert [(b.inverters, b.strings) for b in design.diagram.branches] == [(11, 11), (1, 10)]
    _, words = texts(design)
    said = " ".join(text for *_, text in words)
    assert "11 equal inverters" in said
    assert "One inverter" in said


def test_equal_inverters_are_one_branch(designed):
    # 12 inverters of 6 strings each
    assert [(b.inverters, b.strings) for b in designed(72, 12).diagram.branches] == [(12, 6)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("strings", "inverters"), [(2, 1), (72, 12), (131, 12)])
def test_no_words_stand_on_each_other_or_outside(designed, strings, inverters, language):
    """A letter of 13 px is at most 8 px wide on the mean; two lines stand 13 px apart or more."""
    long = replace(BOX, name="A name of an inverter that is much longer than the room beside it")
    root, words = texts(designed(strings, inverters, long), language)
    height = float(root.get("viewBox").split()[3])
    boxes = [(x, x + 8 * len(text), y) for x, y, text in words if text != "kWh"]
    assert all(left >= 0 and right <= WIDTH_PX and 12 <= y <= height for left, right, y in boxes)
    for number, (left, right, y) in enumerate(boxes):
        for other_left, other_right, other_y in boxes[:number]:
            beside = right <= other_left or other_right <= left
            assert beside or abs(y - other_y) >= 13


def test_the_drawing_says_sections_currents_and_lengths(designed):
    design = designed(12, 2)
    _, words = texts(design)
    said = " ".join(text for *_, text in words).replace("\N{NO-BREAK SPACE}", " ")
    dc, ac = design.string_cable, design.ac_cable
    assert f"6 x 2 x {dc.section_mm2:g} mm², 60 m, for {dc.design_current_a:.1f} A" in said
    assert f"{ac.runs} x 3 x {ac.section_mm2:g} mm², 40 m, for {ac.design_current_a:.1f} A" in said
