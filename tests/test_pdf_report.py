"""The report on paper: contents with pages, the same figures, a way out where nothing prints."""

from __future__ import annotations

import io
import multiprocessing
import re
import shutil
import sys
import time
from types import SimpleNamespace

import pypdf
import pytest
import weasyprint
from click.testing import CliRunner
from never_paying import never_paying
from pilot_runs import EXAMPLE, QUICK, studied

from cli import main
from equipment_catalog.messages import message
from mine_study import child_processes, paper_press, paper_printer
from mine_study.language import Reader
from mine_study.missing_part import MissingPartError
from mine_study.paper_press import Press, press_waiting
from mine_study.paper_printer import printed, printed_by_two
from mine_study.reports import begin_reports, pdf, print_page, printers
from mine_study.reports.browsers import find_browser, print_with
from mine_study.reports.html import report_page
from mine_study.reports.page_templates import page_template
from mine_study.reports.print_columns import PAGE_PT, column_shares, with_column_widths
from mine_study.reports.printers import find_printer

SMALL = "<html><head><style>@page { size: A4 }</style></head><body><h1>Oro</h1></body></html>"


def text_of(content):
    """Return the text of each page with single blanks."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pages]


def words_of(page):
    """Return what a reader sees of a page, without drawings, their numbers and what parts texts."""
    body = print_page.DRAWN_NUMBERS.sub("", page[page.index("<body>") :])
    body = print_page.OF_THE_SCREEN.sub("", body)
    words = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", body, flags=re.DOTALL).split()
    return [word.rstrip(";") for word in words if word.strip(";·")]


@pytest.fixture(scope="module")
def never():
    return never_paying(studied())


@pytest.fixture(scope="module")
def screen_and_page(never):
    """Return the page as a screen shows it, and what paper makes of it."""
    shown = []

    def kept(*asked):
        shown.append(report_page(*asked))
        return shown[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(print_page, "report_page", kept)
        page = print_page.printed_page(never)
    return shown[0], page


@pytest.fixture(scope="module")
def page(screen_and_page):
    return screen_and_page[1]


@pytest.fixture(scope="module")
def pages(page):
    """Return the text of the decision, the contents and the money, printed."""
    rest = r'<section[^>]* id="es-(?!decision|money)[a-z]+">.*?</section>'
    return text_of(find_printer()(re.sub(rest, "", page, flags=re.DOTALL)))


def test_a_plan_that_never_pays_says_so_on_paper_wherever_its_payback_stands(pages):
    first, money = pages[0], " ".join(pages[2:])
    assert "nunca" in first[: first.index("Qué comprar primero")]
    payback = re.search(r"recuperación simple, después de impuestos[^0-9—]*", money)
    assert payback is not None
    assert payback[0].count("nunca") >= 2


def test_the_figures_of_the_first_page_are_those_of_the_study(never, pages):
    write = Reader("es", "CO").number
    assert write(never.headline.saved_kwh.value) in pages[0]
    assert write(never.headline.dc_kw.value, 1) in pages[0]


def test_the_first_sheet_holds_the_whole_decision(pages):
    *_, last = Reader("es", "CO").word("{count:d} more warnings and all assumptions").split("}")
    assert last in pages[0]
    assert last not in pages[1]


def test_pages_are_numbered_and_the_contents_lead_to_the_page_of_each_section(pages):
    count = len(pages)
    assert all(f"{number} / {count}" in text for number, text in enumerate(pages, start=1))
    contents = next(text for text in pages if Reader("es", "CO").word("Contents") in text)
    title = Reader("es", "CO").word("Money")
    money = next(number for number, text in enumerate(pages, start=1) if text.startswith(title))
    assert re.search(rf"{title} {money}\b", contents)


def test_no_page_is_empty(pages):
    assert [len(text) > 200 for text in pages] == [True] * len(pages)


def test_paper_shows_every_word_and_drawing_of_the_page_of_the_screen(screen_and_page):
    screen, page = screen_and_page
    printed = re.sub(r"<nav class=.contents.*?</nav>", "", page, flags=re.DOTALL)
    assert words_of(printed) == words_of(screen)
    assert len(re.findall(r"<svg ", screen)) == page.count('<img class="drawn"')


def test_what_a_screen_folds_is_open_on_paper(page):
    assert re.findall(r"<details(?![^>]* open)", page) == []


@pytest.mark.skipif(find_browser() is None, reason="no Chromium here: apt-get install chromium")
def test_without_weasyprint_a_browser_that_is_there_prints(monkeypatch):
    monkeypatch.setattr(printers, "_weasyprint", lambda: None)
    assert text_of(find_printer()(SMALL)) == ["Oro"]


def test_a_browser_that_prints_nothing_is_an_error_that_names_it(tmp_path):
    silent = tmp_path / "silent"
    silent.write_text("#!/bin/sh\nexit 7\n")
    silent.chmod(0o755)
    with pytest.raises(OSError, match="silent printed nothing"):
        print_with(silent, SMALL)


def test_a_browser_is_found_where_windows_keeps_it(tmp_path, monkeypatch):
    program = tmp_path / "Microsoft/Edge/Application/msedge.exe"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    assert find_browser() == program


def test_where_nothing_prints_the_run_ends_with_3_before_it_begins(tmp_path, monkeypatch):
    monkeypatch.setattr(printers, "_weasyprint", lambda: None)
    monkeypatch.setattr(printers, "find_browser", lambda: None)
    words = ["run", str(EXAMPLE), "--out", str(tmp_path / "made"), "--formats", "html,pdf"]
    ended = CliRunner().invoke(main, [*words, "--lang", "en"])
    assert ended.exit_code == 3
    assert "pip install 'solmina[pdf]'" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_is_told_in_json_too(tmp_path, monkeypatch):
    def missing():
        raise MissingPartError(message("install {name}", name="it"))

    monkeypatch.setitem(__import__("mine_study.reports").reports.REQUIREMENTS, "pdf", missing)
    words = ["run", str(EXAMPLE), "--out", str(tmp_path / "made"), "--formats", "pdf", "--json"]
    ended = CliRunner().invoke(main, [*words, "--lang", "en"])
    assert (ended.exit_code, ended.stdout) == (3, '{"missing": "install it"}\n')


def test_weasyprint_knows_every_rule_of_the_sheet_for_paper(caplog):
    sheet = print_page._sheet("print.css") + print_page._sheet("print_whole.css")
    weasyprint.CSS(string=sheet)
    assert [one.message for one in caplog.records] == []
    weasyprint.CSS(string=sheet + "p { colour: red }")
    assert "colour" in caplog.records[0].message


SECTIONS = (
    '<html lang="es"><head><title>Oro</title><style>{sheet}</style></head><body>'
    '<section id="es-sun"><h2>Sol</h2><h3>planta</h3></section>'
    '<section id="es-plant"><h2>Planta solar</h2>{plant}</section>'
    '<section id="es-money"><h2>Dinero</h2></section></body></html>'
)


@pytest.mark.parametrize("plant", ["<p>Sin planta</p>", "<h3>planta</h3>"])
def test_the_money_opens_a_page_and_the_plant_goes_on_where_the_sun_ends(plant):
    made = SECTIONS.format(sheet=print_page._sheet("print.css"), plant=plant)
    texts = text_of(find_printer()(print_page.with_openings(made)))
    assert [text.split()[0] for text in texts] == ["Sol", "Dinero"]


CAPTION = (
    "El mejor plan vale COP 648 millones antes de impuestos con USD 25,0 mil y COP 1.510 con 200"
)


def test_a_caption_that_nearly_fills_its_line_does_not_break_behind_its_first_word():
    """WeasyPrint does so where bare text and an element stand side by side, at one width in 40."""
    page = SimpleNamespace(
        t=str, result=SimpleNamespace(study=SimpleNamespace(study=SimpleNamespace(synthetic=True)))
    )
    caption = page_template("blocks.html").module.tagged(page, CAPTION, shows=True)
    rule = "@page{{size:{}mm 30mm;margin:0}}html{{font:600 8.2pt 'DejaVu Sans'}}"
    for width in (159, 159.5, 160, 160.5):
        sheet = f"<style>{rule.format(width)}</style><p style='margin:0'>{caption}</p>"
        first = pypdf.PdfReader(io.BytesIO(printed(sheet))).pages[0].extract_text().splitlines()[0]
        assert first.startswith("El mejor plan vale"), width


def test_a_warning_and_a_purchase_of_the_first_page_are_no_bare_text_beside_their_asides(page):
    assert page.count('<span class="aside">') > 5
    assert re.findall(r'<li>[^<]*<span class="aside">', page) == []


def test_paper_leads_from_an_input_to_its_own_origin(page):
    origins = re.findall(r'<p class="origin-block" id="([^"]+)">(.*?)</p>', page, flags=re.DOTALL)
    links = [link for _, told in origins for link in re.findall(r'<a [^>]*href="#([^"]+)"', told)]
    assert len(origins) > len(links) > 100
    assert set(links) <= {slug for slug, _ in origins}


def test_the_pdf_says_its_title_and_its_language(screen_and_page):
    head = screen_and_page[1].partition("<body>")[0]
    read = pypdf.PdfReader(io.BytesIO(find_printer()(f"{head}<body>Oro</body></html>")))
    assert read.metadata.title == "Los Conquistadores · 2025 · Solmina"
    assert read.trailer["/Root"]["/Lang"] == "es"


CUT = """<html lang="es"><head><title>Oro</title><style>{sheet}</style>
<style class="of-the-whole">{whole}</style></head><body>
<header><h1>Oro "2" &lt;3&gt;</h1></header><main><section id="es-decision"><h2>Decide</h2>
<nav class="contents"><ul><li><a href="#sun">Sol</a></li><li><a href="#price">Precio</a></li></ul>
</nav><p>{lines} <a href="#money">dinero</a></p></section>
<section class="opens-page" id="audit"><h2 id="sun">Sol &amp; viento</h2><p>{lines}</p>
<h4>Horas</h4><p><a href="#price">precio</a> <a href="#es-decision">decisión</a>
<a href="https://example.org">sitio</a></p></section>
<section class="opens-page" id="money"><h2>Dinero</h2><p>{lines}</p><h3 id="price">Precio</h3>
<p><a href="#sun">sol</a></p></section></main></body></html>"""


@pytest.fixture(scope="module")
def cuttable():
    sheet, whole = print_page._sheet("print.css"), print_page._sheet("print_whole.css")
    return CUT.format(sheet=sheet, whole=whole, lines="línea<br>" * 100)


def links_of(read):
    """Return the page and the rectangle of each link, and the page or address it leads to."""
    names = read.named_destinations
    told = []
    for number, page in enumerate(read.pages):
        for link in (link.get_object() for link in page.get("/Annots", [])):
            where = "/Dest" in link and read.get_destination_page_number(names[link["/Dest"]])
            box = [pytest.approx(float(side), abs=0.1) for side in link["/Rect"]]
            told.append((number, box, where, link.get("/A", {}).get("/URI")))
    return told


def bookmarks_of(read, items):
    return [
        bookmarks_of(read, item)
        if isinstance(item, list)
        else (item.title, read.get_destination_page_number(item), pytest.approx(item.top, abs=0.1))
        for item in items
    ]


def places_of(read):
    return {
        name: (read.get_destination_page_number(place), pytest.approx(place.top, abs=0.1))
        for name, place in read.named_destinations.items()
    }


def assert_same_document(one, two):
    assert text_of(two) == text_of(one)
    one, two = (pypdf.PdfReader(io.BytesIO(content)) for content in (one, two))
    assert links_of(two) == links_of(one)
    assert bookmarks_of(two, two.outline) == bookmarks_of(one, one.outline)
    assert places_of(two) == places_of(one)
    assert two.metadata == one.metadata
    assert two.trailer["/Root"]["/Lang"] == one.trailer["/Root"]["/Lang"]
    assert two.pdf_header == one.pdf_header
    assert [page.mediabox for page in two.pages] == [page.mediabox for page in one.pages]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # of threads of OpenBLAS
def test_two_processes_print_the_document_that_one_prints(monkeypatch, cuttable):
    monkeypatch.setattr(paper_printer, "processors", lambda: 2)
    content = printed_by_two(cuttable)
    assert_same_document(printed(cuttable), content)
    read = pypdf.PdfReader(io.BytesIO(content))
    assert len(read.pages) == 6
    from_and_to = {(link[0], link[2]) for link in links_of(read)}
    assert from_and_to == {(0, 2), (0, 5), (1, 4), (3, 5), (3, 0), (3, False), (5, 2)}
    assert [text.split()[-3:] for text in text_of(content)] == [
        [str(number), "/", "6"] for number in range(1, 7)
    ]


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # of threads of OpenBLAS
def test_two_processes_print_the_report_that_one_prints(monkeypatch):
    monkeypatch.setattr(paper_printer, "processors", lambda: 2)
    page = print_page.printed_page(studied())
    content = printed_by_two(page)
    assert_same_document(printed(page), content)
    assert min(map(len, text_of(content))) > 100


def test_one_process_prints_where_nothing_is_there_for_two(monkeypatch, cuttable):
    monkeypatch.setattr(paper_printer, "_halves", lambda _cut: pytest.fail("printed by two"))
    monkeypatch.setattr(paper_printer, "processors", lambda: 1)
    assert len(text_of(printed_by_two(cuttable))) == 6
    monkeypatch.setattr(paper_printer, "processors", lambda: 2)
    monkeypatch.setattr(paper_printer, "find_spec", lambda _name: None)
    assert len(text_of(printed_by_two(cuttable))) == 6
    monkeypatch.undo()
    assert text_of(printed_by_two(SMALL)) == ["Oro"]


@pytest.mark.parametrize(
    ("script", "patience_s"), [("exit 21", 120), ("exec sleep 20", 0.2), ("kill -9 $$", 120)]
)
def test_a_browser_that_fails_is_a_missing_part_that_says_what_to_do(
    tmp_path, monkeypatch, script, patience_s
):
    program = tmp_path / "chromium"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr("mine_study.reports.browsers.PATIENCE_S", patience_s)
    monkeypatch.setattr(printers, "_weasyprint", lambda: None)
    monkeypatch.setattr(printers, "find_browser", lambda: program)
    with pytest.raises(MissingPartError) as caught:
        find_printer()(SMALL)
    said = Reader("en", "CO").say(caught.value.what_to_do)
    assert str(program) in said
    assert "pip install 'solmina[pdf]'" in said


def test_a_run_whose_browser_prints_nothing_ends_with_3_and_writes_nothing(tmp_path, monkeypatch):
    def fails(_result):
        raise MissingPartError(message("install {name}", name="a printer"))

    monkeypatch.setattr("mine_study.study.run_study", lambda *_words, **_more: studied())
    monkeypatch.setattr("mine_study.reports.REPORTS", {"pdf": fails, "json": lambda _result: "{}"})
    monkeypatch.setattr("mine_study.reports.begin_reports", lambda _result, _formats: None)
    done = CliRunner().invoke(
        main, ["run", str(EXAMPLE), "--out", str(tmp_path / "made"), "--formats", "json,pdf"]
    )
    assert done.exit_code == 3
    assert done.stderr.splitlines()[-1] == "install a printer"
    assert list(tmp_path.iterdir()) == []


def test_a_process_of_its_own_prints_what_would_be_printed_here(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    press = Press()
    assert press.is_ready
    assert press.begin(SMALL).content() == printed(SMALL)


def test_a_page_is_printed_here_when_the_other_process_comes_to_grief():
    press = Press()
    press.process.kill()
    assert text_of(press.begin(f"{SMALL}<!--{'long ' * 100_000}-->").content()) == ["Oro"]
    assert not press.is_ready


def test_a_copy_of_the_process_that_asked_does_not_keep_the_press_waiting():
    press = Press()
    asleep = multiprocessing.get_context("fork").Process(target=time.sleep, args=(60,))
    with child_processes.copying():
        asleep.start()
    try:
        assert text_of(press.begin(SMALL).content()) == ["Oro"]
        assert asleep.is_alive()
    finally:
        asleep.kill()
        asleep.join()


def test_a_press_that_waits_prints_the_next_report(monkeypatch):
    monkeypatch.setattr(paper_press, "processors", lambda: 2)
    monkeypatch.setattr(pdf, "processors", lambda: 2)
    monkeypatch.setattr(pdf, "printed_page", lambda _result: SMALL)
    monkeypatch.setattr(printers, "import_module", lambda _name: pytest.fail("loaded here"))
    with press_waiting(is_wanted=True):
        (press,) = paper_press._WAITING
        printers.require_printer()
        pdf.begin_pdf(studied(QUICK))
        assert paper_press._WAITING == []
        assert text_of(pdf.pdf_report(studied(QUICK))) == ["Oro"]
    assert press.process.returncode == 0


def test_a_press_that_nobody_gave_a_page_is_ended(monkeypatch):
    monkeypatch.setattr(paper_press, "processors", lambda: 2)
    with press_waiting(is_wanted=True):
        (press,) = paper_press._WAITING
    assert press.process.returncode not in {0, None}
    assert paper_press._WAITING == []


@pytest.mark.parametrize(("is_wanted", "processors"), [(False, 2), (True, 1)])
def test_no_press_waits_where_it_has_nothing_to_do(monkeypatch, is_wanted, processors):
    monkeypatch.setattr(paper_press, "processors", lambda: processors)
    monkeypatch.setattr(paper_press, "Press", lambda: pytest.fail("begun"))
    with press_waiting(is_wanted=is_wanted):
        assert not paper_press.is_ready_press()


def test_where_the_press_lacks_pango_what_is_missing_is_told_as_without_it(monkeypatch, tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('no library called pango')\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(paper_press, "processors", lambda: 2)
    monkeypatch.delitem(sys.modules, "weasyprint")
    monkeypatch.setattr(printers, "find_browser", lambda: None)
    with press_waiting(is_wanted=True):
        assert len(paper_press._WAITING) == 1
        with pytest.raises(MissingPartError):
            printers.require_printer()


def test_what_takes_long_is_begun_only_for_reports_that_show_it(monkeypatch):
    asked = []
    monkeypatch.setattr("mine_study.reports.find_beside", lambda _best: asked.append("plan"))
    monkeypatch.setattr(
        "mine_study.reports.galleries.begin_drawing",
        lambda _result, languages: asked.append(languages),
    )
    monkeypatch.setattr("mine_study.reports.pdf.begin_pdf", lambda _result: asked.append("pdf"))
    begun = {
        formats: (asked.clear(), begin_reports(studied(QUICK), formats), [*asked])[-1]
        for formats in (("pdf",), ("html", "xlsx"), ("html", "pdf"), ("xlsx", "json"), ())
    }
    assert begun == {
        ("pdf",): ["plan", ["es"]],
        ("html", "xlsx"): ["plan", ["es", "en"]],
        ("html", "pdf"): ["plan", ["es", "en"], "pdf"],
        ("xlsx", "json"): [],
        (): [],
    }


def test_where_no_process_can_be_begun_the_report_is_printed_when_it_is_asked_for(monkeypatch):
    def no_room():
        raise BlockingIOError

    monkeypatch.setattr(pdf, "printed_page", lambda _result: SMALL)
    monkeypatch.setattr(pdf, "processors", lambda: 2)
    monkeypatch.setattr(pdf, "a_press", no_room)
    assert text_of(pdf.pdf_report(studied())) == ["Oro"]


def test_a_report_that_is_begun_is_not_printed_twice(monkeypatch):
    monkeypatch.setattr(pdf, "printed_page", lambda _result: SMALL)
    monkeypatch.setattr(pdf, "processors", lambda: 2)
    monkeypatch.setattr(pdf, "find_printer", lambda: pytest.fail("printed here"))
    pdf.begin_pdf(studied())
    assert text_of(pdf.pdf_report(studied())) == ["Oro"]


def test_every_word_of_every_printed_table_fits_its_column(page):
    tables = re.findall(r"<table class=.*?</table>", page, re.DOTALL)
    assert len(tables) == page.count("<colgroup>") > 50
    for table in tables:
        shares = [float(share) for share in re.findall(r'<col style="width:(.*?)%">', table)]
        assert sum(shares) == pytest.approx(100, abs=0.05 * len(shares))
        assert len(shares) == table[: table.index("</thead>")].count('<th scope="col"')
        font = 6.4 if '<table class="wide' in table else 7.2
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL):
            texts = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
            for share, text in zip(shares, texts, strict=True):
                words = re.sub(r"<[^>]+>", "", text).split() or [""]
                narrow = 0.3 * font * max(map(len, words))
                assert narrow <= share / 100 * PAGE_PT, (table[:200], text)


def test_a_bold_total_gets_more_room_than_the_same_number_above_it():
    rows = [
        f'<td class="n">{one}</td><td class="n">{two}</td>'
        for one, two in (("1", "59.742.471"), ("59.742.471", "1"))
    ]
    table = (
        f'<table class=""><caption>Plan</caption><tbody><tr>{rows[0]}</tr></tbody>'
        f"<tfoot><tr>{rows[1]}</tr></tfoot></table>"
    )
    total, plain = re.findall(r'<col style="width:(.*?)%">', with_column_widths(table))
    assert float(total) > float(plain)


def test_a_column_of_long_texts_gets_what_a_column_of_numbers_does_not_need():
    row = '<tr><th scope="row">{}</th><td class="n">12</td></tr>'.format("word " * 60)
    page = f'<table class=" "><caption>A</caption><tbody>{row}</tbody></table>'
    first, second = re.findall(r"width:(.*?)%", with_column_widths(page))
    assert float(first) > 90
    assert float(second) * PAGE_PT / 100 > 2 * 0.636 * 7.2


@pytest.mark.parametrize("whole", [1.0, 6.0, 40.0])
def test_columns_share_the_whole_width_and_none_goes_without(whole):
    shares = column_shares([1.0, 2.0, 0.5], [4.0, 2.0, 9.0], whole)
    assert sum(shares) == pytest.approx(1, rel=1e-12)
    assert min(shares) > 0
