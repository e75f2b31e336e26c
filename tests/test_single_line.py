"""The single-line drawing: it names every part, escapes what was typed, and groups equals."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest

from equipment_catalog.inverters import Inverter
from equipment_catalog.pv_modules import module
from mine_study.language import LANGUAGES, Reader
from mine_study.reports.single_line.drawing import WIDTH_PX, single_line_drawing
from mine_study.reports.single_line.drops import drops_of
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


def texts(design, language="en", found=None):
    picture = single_line_drawing(TYPED, design, Reader(language, "CO"), found)
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
    boxes = room_of(words)
    assert all(left >= 0 and right <= WIDTH_PX and 12 <= y <= height for left, right, y in boxes)
    assert_apart(boxes)


def room_of(words):
    return [(x, x + 8 * len(text), y) for x, y, text in words if text != "kWh"]


def assert_apart(boxes):
    for number, (left, right, y) in enumerate(boxes):
        for other_left, other_right, other_y in boxes[:number]:
            beside = right <= other_left or other_right <= left
            assert beside or abs(y - other_y) >= 13


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_the_main_board_stands_clear_of_what_hangs_below_it(designed, language):
    _, words = texts(designed(12, 2), language, store(off_grid=True))
    assert_apart(room_of(words))


def test_a_line_for_several_inverters_is_marked_and_one_for_one_is_not(designed):
    times = "\N{MULTIPLICATION SIGN}"
    for strings, inverters, marked in ((72, 12, ["12"]), (2, 1, []), (131, 12, ["11"])):
        _, words = texts(designed(strings, inverters))
        assert [text[1:] for *_, text in words if text.startswith(times)] == marked


def test_earth_and_anti_islanding_are_named_and_only_a_grid_can_be_left(designed):
    reader = Reader("en", "CO")
    design = designed(12, 2)
    for found, named in ((None, True), (store(off_grid=True), False)):
        drawn = str(single_line_drawing("A mine", design, reader, found).svg)
        assert "Earth: frames of the modules" in drawn
        assert ("IEC 62116" in drawn) == named


def test_the_drawing_says_sections_currents_and_lengths(designed):
    design = designed(12, 2)
    _, words = texts(design)
    said = " ".join(text for *_, text in words).replace("\N{NO-BREAK SPACE}", " ")
    dc, ac = design.string_cable, design.ac_cable
    assert f"6 x 2 x {dc.section_mm2:g} mm², 60 m, for {dc.design_current_a:.1f} A" in said
    assert f"{ac.runs} x 3 x {ac.section_mm2:g} mm², 40 m, for {ac.design_current_a:.1f} A" in said


def store(*, capacity_kwh=40.0, genset_kw=60.0, off_grid=False):
    machine = SimpleNamespace(rated_kw=genset_kw) if genset_kw else None
    return SimpleNamespace(
        capacity_kwh=capacity_kwh,
        battery_kw=20.0,
        hours=SimpleNamespace(genset=machine),
        keys=SimpleNamespace(off_grid=off_grid),
    )


def hung(design, found):
    diagram = design.diagram
    drops = drops_of(diagram, found, Reader("en", "CO"))
    return [[step.kind for step in drop.steps] for drop in drops]


def test_battery_and_genset_hang_from_the_main_board_behind_a_transfer_switch(designed):
    design = designed(12, 2)
    to_grid = ["meter", "grid"]
    assert hung(design, None) == [["load"], to_grid]
    assert hung(design, store()) == [
        ["load"],
        ["converter", "battery"],
        ["transfer_switch", *to_grid],
        ["genset"],
    ]
    assert hung(design, store(genset_kw=None)) == [["load"], ["converter", "battery"], to_grid]
    assert hung(design, store(capacity_kwh=0.0))[1][0] == "transfer_switch"


def test_a_site_without_a_grid_draws_neither_meter_nor_grid(designed):
    kinds = hung(designed(12, 2), store(off_grid=True))
    assert kinds == [["load"], ["converter", "battery"], ["genset"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("off_grid", [False, True])
def test_the_sizes_of_battery_and_genset_are_written_within_the_picture(
    designed, language, off_grid
):
    reader = Reader(language, "CO")
    picture = single_line_drawing(TYPED, designed(12, 2), reader, store(off_grid=off_grid))
    root = ET.fromstring(picture.svg)  # noqa: S314  our own drawing
    words = [(float(t.get("x")), float(t.get("y")), t.text or "") for t in root.iter("text")]
    for size in ("20", "40", "60"):
        assert any(re.search(rf"\b{size}[.,]0\xa0kW", text) for *_, text in words)
    width, height = map(float, root.get("viewBox").split()[2:])
    letter_px = 7.5
    assert all(x + letter_px * len(text) <= width and y <= height for x, y, text in words)
