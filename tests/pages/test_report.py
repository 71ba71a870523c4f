"""A reader says what is wrong, without an account, a cookie or a name; floods and machines are held back."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from editorial.models import Report
from spacecoop import reports
from tests import records

pytestmark = pytest.mark.django_db

TEXT = "The launch was on <b>Christmas Day</b> & not before."


@pytest.fixture
def strict():
    """A client that sends no CSRF token, to a site that checks for one where it must."""
    return Client(enforce_csrf_checks=True)


def send(client, about="/missions/jwst/", address="203.0.113.7", **values):
    """What a browser sends from the form that was opened on the page."""
    form = client.get("/report/", {"about": about})
    token = re.search(r'name="token" value="([^"]+)"', form.content.decode())[1]
    data = {"token": token, "text": TEXT, "evidence": "", "more": ""} | values
    return client.post("/report/", data, REMOTE_ADDR=address)


def kept():
    return list(Report.objects.order_by("at").values_list("path", "text", "evidence", "state"))


def test_a_report_reaches_the_queue_and_its_sender_is_thanked(strict):
    response = send(strict, evidence="https://www.nasa.gov/webb")

    assert (response.status_code, response.headers["Location"]) == (303, "/report/thanks/")
    assert "Thank you" in strict.get("/report/thanks/").content.decode()
    assert kept() == [("/missions/jwst/", TEXT, "https://www.nasa.gov/webb", "open")]


def test_nothing_of_it_sets_a_cookie_or_is_cached(strict):
    answers = [
        strict.get("/report/?about=/faq/"),
        send(strict),
        send(strict, text=""),
        strict.post("/report/"),
    ]

    assert [answer.status_code for answer in answers] == [200, 303, 200, 403]
    assert {answer["Cache-Control"] for answer in answers} == {"no-store"}
    assert (dict(strict.cookies), [answer.get("Vary", "") for answer in answers if "Cookie" in answer]) == (
        {},
        [],
    )


@pytest.mark.parametrize(
    "address", ["/", "/missions/", "/missions/m/", "/countries/FRA/", "/faq/", "/about/"]
)
def test_every_public_page_leads_to_the_form(client, address):
    records.mission("m")
    records.country(iso3="FRA")

    page = client.get(address).content.decode()

    assert f'href="/report/?about={address}"' in page


def test_the_sender_is_a_digest_that_is_another_one_tomorrow(client, rf):
    send(client)
    stored = Report.objects.get().sender

    request = rf.get("/", REMOTE_ADDR="203.0.113.7")
    assert stored == reports.sender_of(request) != reports.sender_of(rf.get("/", REMOTE_ADDR="203.0.113.8"))
    assert re.fullmatch("[0-9a-f]{32}", stored)
    assert reports.sender_of(request, timezone.now().date() + timedelta(days=1)) != stored


def test_behind_a_proxy_the_sender_is_whom_the_proxy_names(rf, settings):
    def sender(forwarded):
        return reports.sender_of(rf.get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="10.0.0.1"))

    assert sender("203.0.113.7") == sender("198.51.100.1")
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"NUM_PROXIES": 1}
    assert sender("1.1.1.1, 203.0.113.7") == sender("2.2.2.2,203.0.113.7") != sender("203.0.113.7, 1.1.1.1")


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:1::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("::ffff:203.0.113.7", "::ffff:203.0.113.8", False),
        ("", "unix:", True),
    ],
)
def test_a_network_of_the_sixth_version_is_one_sender_and_so_are_those_without_an_address(
    rf, first, second, same
):
    senders = {reports.sender_of(rf.get("/", REMOTE_ADDR=address)) for address in (first, second)}

    assert len(senders) == (1 if same else 2)


def aged(token_age, about="/faq/"):
    """A token that was made so long ago."""
    signer = signing.TimestampSigner(salt=reports.SALT)
    then = int(timezone.now().timestamp() - token_age.total_seconds())
    value = signing.dumps({"about": about}, salt=reports.SALT).rsplit(":", 2)[0]
    stamped = f"{value}:{signing.b62_encode(then)}"
    return f"{stamped}:{signer.signature(stamped)}"


REFUSED = [
    "",
    "nonsense",
    "a:b:c",
    "\0",
    signing.dumps({"about": "/faq/"}, salt="preview"),
    aged(timedelta(hours=25)),
]


@pytest.mark.parametrize("token", REFUSED, ids=map(str, range(len(REFUSED))))
def test_a_form_that_did_not_come_from_here_within_a_day_is_refused(client, token):
    response = send(client, token=token)

    assert response.status_code == 403
    assert "Send it once more." in response.content.decode()
    assert "&lt;b&gt;Christmas Day&lt;/b&gt; &amp; not before." in response.content.decode()
    assert kept() == []


def test_a_form_of_yesterday_is_taken_and_says_which_page_it_was_about(client):
    send(client, token=aged(timedelta(hours=23)))

    assert kept() == [("/faq/", TEXT, "", "open")]


def test_what_a_machine_fills_in_is_thanked_and_not_kept(client):
    response = send(client, more="https://casino.example")

    assert (response.status_code, response.headers["Location"]) == (303, "/report/thanks/")
    assert kept() == []


def test_the_trap_is_out_of_sight_and_out_of_the_way_of_the_keyboard(client):
    page = client.get("/report/").content.decode()

    trap = re.search(r'<div class="visually-hidden" aria-hidden="true">.*?</div>\s*</div>', page, re.DOTALL)[
        0
    ]
    field = re.search(r"<input[^>]*>", trap)[0]
    assert [part in field for part in ('type="text"', 'tabindex="-1"', 'autocomplete="off"')] == [True] * 3


def test_one_sender_has_five_in_an_hour(client):
    answers = [send(client, text=f"Report {number}") for number in range(6)]
    other = send(client, address="203.0.113.8")

    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert 3500 < int(answers[-1]["Retry-After"]) <= 3601
    assert "in 60 minutes" in answers[-1].content.decode()
    assert "Report 5</textarea>" in answers[-1].content.decode()
    assert (other.status_code, len(kept())) == (303, 6)


def test_an_hour_later_there_may_be_more(client):
    for number in range(5):
        send(client, text=f"Report {number}")
    Report.objects.update(at=timezone.now() - timedelta(minutes=61))

    assert send(client).status_code == 303


def test_all_together_have_a_hundred_in_an_hour(client):
    Report.objects.bulk_create(Report(path="/", text="x", sender=str(number)) for number in range(100))

    assert send(client).status_code == 429
    assert len(kept()) == 100


WRONG = [
    ({"text": ""}, "This field is required."),
    ({"text": " \n\t "}, "This field is required."),
    ({"text": "x" * 2001}, "at most 2000 characters"),
    ({"evidence": "x" * 501}, "at most 500 characters"),
    ({"text": "a\0b"}, "Null characters are not allowed."),
    ({"text": "a\x1bb"}, "cannot be written here"),
    ({"evidence": "a\x07b"}, "cannot be written here"),
]


@pytest.mark.parametrize(("values", "message"), WRONG)
def test_what_cannot_be_kept_gets_a_message_at_its_field(client, values, message):
    response = send(client, **values)

    assert response.status_code == 200
    assert message in str(response.context["form"].errors[next(iter(values))])
    assert kept() == []


@pytest.mark.parametrize(
    "text", ["a\r\nb\tc", "👩‍🚀 \u202e الرابط", "{{ 7 }} {% now %}", "x" * 2000, "\r\n" * 900 + "x"]
)
def test_what_is_typed_is_kept_as_it_was_typed(client, text):
    send(client, text=text)

    assert [row[1] for row in kept()] == [text.replace("\r\n", "\n").strip()]


@pytest.mark.parametrize(
    ("about", "path"),
    [
        *(
            ("/", "/"),
            ("/missions/jwst/", "/missions/jwst/"),
            ("/é/", "/é/"),
            ("/" + "x" * 199, "/" + "x" * 199),
        ),
        *(
            (about, "/")
            for about in ("", "//evil.example/", "/\\evil.example", "https://evil.example/", "faq/")
        ),
        *((about, "/") for about in ("/" + "x" * 200, "/a\0b", "/a\nb", "javascript:alert(1)", "/\u202e/")),
    ],
)
def test_a_report_is_about_a_page_of_this_site_or_of_none(client, about, path):
    response = client.get("/report/", {"about": about})

    assert response.context["about"] == path


def test_the_form_is_filled_in_and_sent_only(client):
    assert client.put("/report/").status_code == 405
    assert client.post("/report/thanks/").status_code == 405
