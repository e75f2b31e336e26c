"""A question over the network ends in an answer or in one sentence that says what happened."""

from __future__ import annotations

import gzip
import hashlib
import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from played_service import PlayedService, Reply, elapsed_s, quick_limits

from pv_design.weather.online import Limits, SourceFailure
from pv_design.weather.online.client import fetch
from pv_design.weather.online.exchange import Request

GOOD = Reply(body=b'{"outputs": 1}')
PAGE = b"<!DOCTYPE html><html><body>Sign in to the mine's WiFi</body></html>"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def service():
    with PlayedService() as played:
        yield played


def asked(service, *, expects="json", **parameters):
    return Request(
        service="PVGIS",
        product="tmy",
        url=service.url + "tmy",
        parameters=parameters,
        expects=expects,
    )


def failure(service, *replies, expects="json", **limits):
    service.plays(*replies)
    with pytest.raises(SourceFailure) as caught:
        fetch(asked(service, expects=expects), limits=quick_limits(**limits))
    assert str(caught.value) == str(caught.value.message)
    return caught.value


def test_a_good_answer_brings_its_body_its_checksum_its_address_and_its_hour(service):
    service.plays(GOOD)
    answer = fetch(asked(service, lat="2.9840"), limits=quick_limits())
    assert answer.body == b'{"outputs": 1}'
    assert answer.sha256 == hashlib.sha256(b'{"outputs": 1}').hexdigest()
    assert answer.url == service.url + "tmy?lat=2.9840"
    assert abs(datetime.now(UTC) - answer.retrieved) < timedelta(seconds=30)
    assert service.asked == ["/tmy?lat=2.9840"]


def test_a_packed_answer_is_unpacked(service):
    packed = gzip.compress(GOOD.body)
    service.plays(Reply(body=packed, headers={"Content-Encoding": "gzip"}))
    assert fetch(asked(service), limits=quick_limits()).body == GOOD.body


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"message": "lat: Incorrect value.", "status": 400}', "'lat: Incorrect value.'"),
        (b'{"errors": ["No data available", "bad wkt"]}', "'No data available; bad wkt'"),
        (b'{"detail": [{"loc": ["query", "start"], "msg": "too early"}]}', "'too early'"),
        (b'{"error": {"code": "X", "message": "no"}}', "'no'"),
        (b"plain words", "'plain words'"),
        (PAGE, "it gives no reason"),
        (b"", "it gives no reason"),
    ],
)
def test_a_refusal_is_told_in_the_services_own_words(service, body, said):
    refused = failure(service, Reply(status=400, body=body))
    assert str(refused) == f"PVGIS refuses the request (answer 400): {said}"
    assert refused.status == 400
    assert len(service.asked) == 1


def test_the_words_of_a_service_are_cut_and_made_harmless(service):
    nasty = b'{"message": "\\u001b[31mred\\n\\u0007' + b"x" * 500 + b'{gap}"}'
    said = failure(service, Reply(status=422, body=nasty)).said
    assert said.startswith("[31mred xxx")
    assert said.endswith("…")
    assert len(said) == 200
    assert said.isprintable()


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (403, "PVGIS refuses this computer (answer 403): it gives no reason"),
        (404, "PVGIS does not know this address (answer 404); it may have moved"),
        (418, "PVGIS refuses the request (answer 418): it gives no reason"),
    ],
)
def test_what_will_not_pass_is_not_asked_twice(service, status, sentence):
    assert str(failure(service, Reply(status=status, body=b""))) == sentence
    assert len(service.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 529])
def test_an_overloaded_service_is_asked_again_and_then_answers(service, status):
    service.plays(Reply(status=status, body=b""), Reply(status=status, body=b""), GOOD)
    assert fetch(asked(service), limits=quick_limits()).body == GOOD.body
    assert len(service.asked) == 3


@pytest.mark.parametrize("status", [503, 529])
def test_a_service_that_stays_down_is_given_up_after_the_last_attempt(service, status):
    down = failure(service, Reply(status=status, body=PAGE))
    assert str(down) == (f"PVGIS does not work at the moment (answer {status}); try again later")
    assert len(service.asked) == 3


def test_a_service_that_has_had_enough_is_given_up_after_the_last_attempt(service):
    assert "too many requests" in str(failure(service, Reply(status=429, body=b"")))
    assert len(service.asked) == 3


def test_retry_after_is_obeyed_to_the_second(service):
    service.plays(Reply(status=429, headers={"Retry-After": "1"}), GOOD)
    start = time.monotonic()
    fetch(asked(service), limits=quick_limits())
    assert 1.0 <= elapsed_s(start) < 3.0


def test_retry_after_may_be_a_moment_that_is_past(service):
    past = format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True)
    service.plays(Reply(status=503, headers={"Retry-After": past}), GOOD)
    assert fetch(asked(service), limits=quick_limits()).body == GOOD.body


def test_a_retry_after_that_means_nothing_is_passed_over(service):
    service.plays(Reply(status=503, headers={"Retry-After": "soon"}), GOOD)
    assert fetch(asked(service), limits=quick_limits()).body == GOOD.body


def test_a_service_that_asks_for_an_hour_is_left_alone_at_once(service):
    start = time.monotonic()
    left = failure(service, Reply(status=429, headers={"Retry-After": "3600"}))
    assert str(left) == ("PVGIS asks to be left alone for 60 minutes (answer 429); try again then")
    assert len(service.asked) == 1
    assert elapsed_s(start) < 1.0


def test_an_answer_that_does_not_come_is_a_timeout_and_is_tried_again(service):
    late = failure(service, Reply(silent_s=5.0), read_timeout_s=0.1, attempts=2)
    assert str(late) == "PVGIS does not answer in time"
    assert len(service.asked) == 2


def test_an_answer_that_trickles_ends_with_the_time_there_is_for_all(service):
    body = b'{"rows": "' + b"x" * 2000 + b'"}'
    start = time.monotonic()
    late = failure(service, Reply(body=body, trickle_s=0.1), total_timeout_s=0.3)
    assert str(late) == "PVGIS does not answer in time"
    assert elapsed_s(start) < 1.5


def test_silence_in_the_middle_of_a_body_is_a_timeout(service):
    body = b'{"rows": "' + b"x" * 2000 + b'"}'
    stuck = Reply(body=body, trickle_s=1.0)
    late = failure(service, stuck, read_timeout_s=0.2, attempts=1)
    assert str(late) == "PVGIS does not answer in time"


def test_a_computer_that_refuses_the_connection_cannot_be_reached():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    request = Request(
        service="NASA POWER",
        product="daily",
        url=f"http://127.0.0.1:{port}/",
        parameters={},
        expects="csv",
    )
    with pytest.raises(SourceFailure, match=r"^NASA POWER cannot be reached: there is no"):
        fetch(request, limits=quick_limits())


def test_a_name_nobody_knows_cannot_be_reached():
    request = Request(
        service="PVGIS",
        product="tmy",
        url="http://pvgis.invalid/",
        parameters={},
        expects="json",
    )
    with pytest.raises(SourceFailure, match=r"^PVGIS cannot be reached"):
        fetch(request, limits=quick_limits(attempts=1))


def test_a_certificate_that_does_not_hold_ends_it_at_once(service):
    """The played service speaks no TLS, so the handshake fails as with a proxy in between."""
    request = Request(
        service="PVGIS",
        product="tmy",
        url=service.url.replace("http:", "https:"),
        parameters={},
        expects="json",
    )
    with pytest.raises(SourceFailure, match=r"^PVGIS cannot be trusted: its certificate"):
        fetch(request, limits=quick_limits())


@pytest.mark.parametrize("expects", ["json", "csv"])
def test_a_web_page_where_data_were_due_is_told_as_one(service, expects):
    page = failure(service, Reply(body=PAGE), expects=expects)
    assert str(page) == (
        "PVGIS sent a web page where data were due; a proxy or a log-in page may stand between"
    )
    assert len(service.asked) == 1


@pytest.mark.parametrize("body", [b"", b" \r\n", b"\xef\xbb\xbf"])
def test_an_empty_answer_is_no_answer(service, body):
    assert str(failure(service, Reply(body=body))) == "PVGIS sent an empty answer"


@pytest.mark.parametrize(
    "body", [b'{"outputs": {"tmy', b"[1, 2]", b"12", b"\xff\xfe{}", b"[" * 9999]
)
def test_what_is_no_whole_json_object_is_said_to_have_broken_off(service, body):
    broken = failure(service, Reply(body=body))
    assert str(broken) == (f"PVGIS broke off: the answer of {len(body)} bytes is no whole JSON")
    assert len(service.asked) == 3


def test_a_table_whose_last_row_is_cut_is_said_to_have_broken_off(service):
    body = b"YEAR,MO,DY\n2024,1,1\n2024,1"
    broken = failure(service, Reply(body=body), expects="csv")
    assert str(broken) == "PVGIS broke off: the last row of the answer of 26 bytes is cut"


def test_an_error_in_json_where_a_table_was_due_is_quoted(service):
    body = b'{"errors": ["Year 1997 is not served"]}'
    refused = failure(service, Reply(body=body), expects="csv")
    assert str(refused) == "PVGIS sent no data: 'Year 1997 is not served'"


def test_a_body_shorter_than_announced_is_asked_for_again(service):
    service.plays(Reply(body=b'{"outputs": 1', declared_bytes=500), GOOD)
    assert fetch(asked(service), limits=quick_limits()).body == GOOD.body


def test_a_body_that_is_always_shorter_than_announced_is_a_failure(service):
    broken = failure(service, Reply(body=b'{"outputs": 1}', declared_bytes=500))
    assert str(broken) == "PVGIS broke off in the middle of its answer"
    assert len(service.asked) == 3


def test_a_body_that_is_not_packed_as_it_says_is_a_failure(service):
    unpacked = Reply(body=b"no gzip", headers={"Content-Encoding": "gzip"})
    assert str(failure(service, unpacked)) == "PVGIS broke off in the middle of its answer"


def test_a_body_beyond_the_largest_is_not_read_to_its_end(service):
    huge = failure(service, Reply(body=b"x" * 300_000), body_max_bytes=100_000)
    assert str(huge) == "PVGIS sends more than 0 MB, which is not read"


def test_a_small_body_that_unpacks_to_a_huge_one_is_not_read_to_its_end(service):
    bomb = Reply(body=gzip.compress(b" " * 50_000_000), headers={"Content-Encoding": "gzip"})
    assert len(bomb.body) < 100_000
    huge = failure(service, bomb, body_max_bytes=2_000_000)
    assert str(huge) == "PVGIS sends more than 2 MB, which is not read"


def test_a_redirect_on_the_same_host_is_followed(service):
    service.plays(Reply(status=301, headers={"Location": "/v5_3/tmy"}), GOOD)
    assert fetch(asked(service), limits=quick_limits()).body == GOOD.body
    assert service.asked == ["/tmy", "/v5_3/tmy"]


def test_a_redirect_to_another_host_is_not_followed(service):
    with PlayedService() as other:
        moved = failure(service, Reply(status=302, headers={"Location": other.url}))
        assert other.asked == []
    assert str(moved) == ("PVGIS sends on to another address (answer 302), which is not followed")


def test_redirects_without_end_are_not_followed(service):
    circle = failure(service, Reply(status=302, headers={"Location": "/tmy"}))
    assert str(circle) == "PVGIS sends from one address to the next without end"


@pytest.mark.parametrize("body", [b'{"errors": ["Data processing failure."], "status": 400}'])
def test_the_passing_failure_of_nsrdb_is_tried_again(service, body):
    service.plays(Reply(status=400, body=body), GOOD)
    assert fetch(asked(service), limits=quick_limits()).body == GOOD.body
    assert len(service.asked) == 2


def test_the_limits_that_ship_wait_seven_seconds_where_there_is_no_network():
    limits = Limits()
    waits = [min(limits.backoff_s * 2**n, limits.backoff_max_s) for n in range(limits.attempts - 1)]
    assert sum(waits) == 7
