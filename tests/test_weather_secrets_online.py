"""The key of a service and the address it was given to are written nowhere."""

from __future__ import annotations

import io
import logging
import pickle
import traceback
from urllib.parse import quote, quote_plus

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from played_service import PLACE, PlayedService, Reply, nsrdb_body, quick_limits

from pv_design.weather.online import SourceFailure
from pv_design.weather.online.client import fetch
from pv_design.weather.online.exchange import Request
from pv_design.weather.online.nsrdb import nsrdb_typical_year
from pv_design.weather.online.secrecy import kept_out_of_logs, without_secrets

KEY = "kE7vQzR4tYpL0sWm_9aXcVb-N1jHgFdS2uIoPq5e"
EMAIL = "ana.minera+solar@losconquistadores.example"
FORMS = (KEY, EMAIL, "ana.minera%2Bsolar%40losconquistadores.example", "losconquistadores.example")


@pytest.fixture(autouse=True)
def credentials(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("NLR_API_KEY", KEY)
    monkeypatch.setenv("NLR_API_EMAIL", EMAIL)


@pytest.fixture
def written():
    """Everything that any library writes to the log, at every level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setLevel(logging.DEBUG)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def service():
    with PlayedService() as played:
        yield played


def holds_secret(text):
    return [form for form in FORMS if form in str(text)]


def told(error):
    """Return all that an error can be made to say, with everything it comes from."""
    texts = ["".join(traceback.format_exception(error))]
    seen = [error]
    while seen:
        one = seen.pop()
        texts += [str(one), repr(one), repr(one.args), repr(vars(one))]
        seen += [other for other in (one.__cause__, one.__context__) if other is not None]
        frame = one.__traceback__
        while frame is not None:
            if "pv_design" in frame.tb_frame.f_code.co_filename:
                texts += [repr(value) for value in frame.tb_frame.f_locals.values()]
            frame = frame.tb_next
    return "\n".join(texts)


ECHO = f'{{"errors": ["api_key {KEY} of {EMAIL} is not known"]}}'.encode()
FAILURES = {
    "refused key": Reply(status=403, body=ECHO),
    "bad request": Reply(status=400, body=ECHO),
    "echo as plain text": Reply(status=418, body=f"?api_key={KEY}&email={EMAIL}".encode()),
    "echo in place of data": Reply(body=ECHO),
    "down": Reply(status=503, body=ECHO),
    "too many": Reply(status=429, headers={"Retry-After": "999"}),
    "page": Reply(body=b"<html>" + KEY.encode() + b"</html>"),
    "cut": Reply(body=b"a,b\n1,2\n3", declared_bytes=999),
    "silent": Reply(silent_s=3.0),
    "elsewhere": Reply(status=302, headers={"Location": f"http://127.0.0.2:1/?k={KEY}"}),
    "circle": Reply(status=302, headers={"Location": f"/?api_key={KEY}"}),
    "unreadable": Reply(body=f"{KEY},{EMAIL}\n1,2\n".encode()),
}


@pytest.mark.parametrize("reply", FAILURES.values(), ids=FAILURES)
def test_no_failure_tells_a_secret(service, written, tmp_path, reply):
    service.plays(reply)
    access = service.access(tmp_path, limits=quick_limits(read_timeout_s=0.1))
    with pytest.raises(SourceFailure) as caught:
        nsrdb_typical_year(*PLACE, access=access)
    assert KEY in service.asked[0]
    assert holds_secret(told(caught.value)) == []
    assert holds_secret(written.getvalue()) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("key", ["abc", "two words 123456", "a=b&email=x12345", "ñandú-ñandú"])
def test_a_key_that_is_none_is_refused_without_being_told(monkeypatch, tmp_path, service, key):
    monkeypatch.setenv("NLR_API_KEY", key)
    with pytest.raises(SourceFailure, match="NLR_API_KEY or NLR_API_EMAIL does not look") as caught:
        nsrdb_typical_year(*PLACE, access=service.access(tmp_path))
    assert repr(key) not in told(caught.value)
    assert holds_secret(told(caught.value)) == []
    assert service.asked == []


def test_a_service_that_cannot_be_reached_tells_no_secret(written, tmp_path):
    with PlayedService() as gone:
        access = gone.access(tmp_path)
    with pytest.raises(SourceFailure) as caught:
        nsrdb_typical_year(*PLACE, access=access)
    assert holds_secret(told(caught.value)) == []
    assert holds_secret(written.getvalue()) == []


def test_the_log_would_have_told_the_key_without_the_censor(service, written):
    """The counter-proof: this is what the libraries write when nobody watches."""
    with requests.get(service.url, params={"api_key": KEY}, timeout=2):
        pass
    assert holds_secret(written.getvalue()) == [KEY]


def test_a_good_answer_leaves_no_secret_in_files_notes_or_log(service, written, tmp_path):
    service.plays(Reply(body=nsrdb_body()))
    record = nsrdb_typical_year(*PLACE, access=service.access(tmp_path))
    assert service.question()["api_key"] == KEY
    assert service.question()["email"] == EMAIL
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 2
    for path in files:
        assert holds_secret(path.read_text(encoding="utf-8") + str(path)) == []
    assert holds_secret(repr(record.notes) + str(record.source)) == []
    assert holds_secret(written.getvalue()) == []


def test_a_body_that_repeats_the_key_is_kept_without_it(service, tmp_path):
    head, _, rows = nsrdb_body().partition(b"\n")
    service.plays(Reply(body=head + b"\n" + rows.replace(b"1234567", KEY.encode(), 1)))
    nsrdb_typical_year(*PLACE, access=service.access(tmp_path))
    (body,) = (tmp_path / "bodies").iterdir()
    assert KEY.encode() not in body.read_bytes()


def test_a_request_shows_neither_key_nor_address(service):
    request = Request(
        service="NSRDB",
        product="tmy",
        url=service.url,
        parameters={},
        expects="csv",
        secrets={"api_key": KEY, "email": EMAIL},
    )
    assert holds_secret(repr(request) + request.public_url) == []
    service.plays(Reply(body=b"a,b\n1,2\n"))
    answer = fetch(request, limits=quick_limits())
    assert holds_secret(pickle.dumps(answer).decode("latin-1")) == []


@given(secret=st.text(st.characters(codec="ascii", exclude_categories=["C"]), min_size=8))
def test_a_secret_is_removed_in_every_form_an_address_gives_it(secret):
    prepared = requests.Request("GET", "http://x.org/", params={"k": secret}).prepare()
    if secret.strip("*"):
        assert secret not in without_secrets(f"{secret} {prepared.url}", [secret])


def test_the_log_speaks_again_once_the_question_is_over(written):
    with kept_out_of_logs([KEY]):
        logging.getLogger("urllib3.connectionpool").debug("GET %s", KEY)
    assert written.getvalue() == "GET ***\n"
    logging.getLogger("urllib3.connectionpool").debug("GET %s", "page")
    assert written.getvalue() == "GET ***\nGET page\n"


def test_a_good_body_that_repeats_the_request_is_kept_without_key_and_address(service, tmp_path):
    names, values, rest = nsrdb_body().split(b"\n", 2)
    asked = f"https://x.org/?api_key={KEY}&email={quote(EMAIL, safe='')}&to={quote_plus(EMAIL)}"
    body = b"\n".join([names + b",Request", values + b"," + asked.encode(), rest])
    service.plays(Reply(body=body))
    nsrdb_typical_year(*PLACE, access=service.access(tmp_path))
    (kept,) = (tmp_path / "bodies").iterdir()
    assert b"?api_key=***&email=***&to=***" in kept.read_bytes()
    assert not holds_secret(kept.read_bytes().decode())
