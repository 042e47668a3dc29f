"""The mail as it goes out: headers, parts, size."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.mail.message import MOST_BYTES, POLICY, fitted, message_of
from matcher.mail.notices import confirmation_mail, operator_mail
from models.city import CityProfile, Limits
from models.digest import RankedCall
from models.letter import Letter, LetterLinks
from models.match import TargetKind
from models.scale import Scale
from models.subscriber import Frequency, MailFormat, Subscriber
from tests.matcher.digest.samples import AS_OF, CITY, call, match
from tests.matcher.mail.samples import LINKS, MESSAGE_ID, SENDER, ledger_after, reader, row_at, sent
from tests.matcher.mail.test_render import HOSTILE, full_letter, hostile_letter

INJECTION = "Hello\r\nBcc: victim@elsewhere.example\r\n\r\nbody"


def message(
    made: Letter | None = None,
    to: Subscriber | None = None,
    links: LetterLinks = LINKS,
    city: CityProfile = CITY,
) -> EmailMessage:
    return message_of(made or full_letter(), to or reader(), city, links, SENDER, MESSAGE_ID)


def as_received(mail: EmailMessage) -> EmailMessage:
    got = message_from_bytes(mail.as_bytes(), policy=POLICY)
    assert isinstance(got, EmailMessage)
    return got


def test_the_mail_has_both_parts_as_utf_8_and_text_first() -> None:
    got = as_received(message())
    assert got.get_content_type() == "multipart/alternative"
    parts = list(got.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert [part.get_content_charset() for part in parts] == ["utf-8", "utf-8"]
    assert "“We will fund research on falls.”" in parts[0].get_content()
    assert "“We will fund research on falls.”" in parts[1].get_content()
    assert all(len(line) <= 998 and line.isascii() for line in message().as_bytes().splitlines())


def test_who_wants_text_gets_only_text() -> None:
    got = as_received(message(to=reader(format=MailFormat.TEXT)))
    assert got.get_content_type() == "text/plain"
    assert "Bid Matcher: Leeds" in got.get_content()


def test_the_headers_say_what_it_is_and_how_to_stop_it() -> None:
    got = as_received(message(to=reader(name="Zoë Invented")))
    assert got["From"] == "Bid Matcher <digest@mail.example>"
    assert got["To"].addresses[0].display_name == "Zoë Invented"
    assert got["To"].addresses[0].addr_spec == "reader@city.example"
    assert got["Subject"] == full_letter().subject
    assert got["Date"].datetime == AS_OF
    assert got["Message-ID"] == MESSAGE_ID
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["List-Id"] == "Bid Matcher <leeds.bid-matcher.mail.example>"
    assert got["List-Unsubscribe"] == (
        "<https://mail.example/u/abc>, <mailto:digest@mail.example?subject=unsubscribe>"
    )
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_without_an_address_of_our_own_one_stops_by_mail() -> None:
    got = as_received(message(links=LetterLinks()))
    assert got["List-Unsubscribe"] == "<mailto:digest@mail.example?subject=unsubscribe>"
    assert "List-Unsubscribe-Post" not in got
    plain_http = as_received(message(links=replace(LINKS, unsubscribe="http://mail.example/u")))
    assert "List-Unsubscribe-Post" not in plain_http


def test_a_long_signed_link_is_neither_broken_nor_encoded() -> None:
    link = "https://mail.example/u/" + "eyJhbGciOi_-.x" * 20
    raw = message(links=replace(LINKS, unsubscribe=link)).as_bytes().decode()
    assert f"List-Unsubscribe: <{link}>, <mailto:" in raw


def test_the_same_letter_gives_the_same_bytes_also_after_reading_it_back() -> None:
    assert message().as_bytes() == message().as_bytes()
    assert as_received(message()).as_bytes() == message().as_bytes()


@pytest.mark.parametrize("words", [HOSTILE, INJECTION])
def test_nobody_elses_words_make_a_header(words: str) -> None:
    row = row_at(call("x", title=words, funder=words))
    made = sent(row, city=replace(CITY, name=words))
    got = as_received(message(made, reader(name=words), city=replace(CITY, name=words)))
    usual = {name.lower() for name in message()}
    assert {name.lower() for name in got} == usual
    assert got["Bcc"] is None
    assert [each.addr_spec for each in got["To"].addresses] == ["reader@city.example"]
    assert "Call" not in as_received(message())["Subject"]


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_no_title_and_no_name_breaks_a_mail(words: str) -> None:
    made = sent(row_at(call("x", title=f"T{words}", summary=words)))
    got = as_received(message(made, reader(name=words)))
    assert got["Subject"] == "1 new strategic bid: Leeds, 10 August 2026"
    assert len(got["To"].addresses) == 1


def wordy(number: int) -> RankedCall:
    """A row in which every text is as long as it may be, and escaped to its longest."""
    long = '&"<é ' * 200
    made = call(
        f"{number:03}", title=f"{number} {long}", funder=long, programme=long, updates=(long,)
    )
    rows = row_at(made, needs=("falls", "asthma"), scale=Scale.SMALL, judged=(long,) * 5)
    return replace(
        rows,
        needs=tuple(match(made, need.id, 0.8, sentence=long, phrase=long) for need in CITY.needs),
        leads=tuple(
            match(made, "trust", 0.7, TargetKind.ORGANISATION, phrase=long) for _ in range(3)
        ),
    )


def fit(made: Letter, **to: object) -> tuple[Letter, EmailMessage]:
    return fitted(made, reader(**to), CITY, LINKS, SENDER, MESSAGE_ID)


def test_a_burst_is_cut_with_a_count_before_the_mail_grows_too_large() -> None:
    burst = [wordy(number) for number in range(150)]
    everything = {"frequency": Frequency.EVERYTHING}
    made = sent(*burst, to=reader(**everything))
    short, mail = fit(made, **everything)
    assert len(mail.as_bytes()) < MOST_BYTES
    (section,) = short.sections
    assert 0 < len(section.rows) < 150
    assert len(section.rows) + section.left_out == 150
    assert [told.call_key for told in short.told] == [row.row.call.key for row in section.rows]
    text = as_received(mail).get_body(("plain",))
    assert text is not None
    assert f"{section.left_out} more not shown here." in text.get_content()
    assert short.subject == made.subject == "150 new calls: Leeds, 10 August 2026"


@settings(max_examples=15, deadline=None)
@given(new=st.integers(0, 70), strategic=st.integers(0, 8), least=st.integers(1, 60))
def test_every_mail_is_small_enough_and_as_full_as_may_be(
    new: int, strategic: int, least: int
) -> None:
    rows = [row_at(call(f"n{n}"), scale=Scale.SMALL) for n in range(new)]
    rows += [row_at(call(f"s{n}")) for n in range(strategic)]
    made = sent(*rows, to=reader(quiet_weeks=True), limits=Limits(new=least))
    short, mail = fit(made)
    assert len(mail.as_bytes()) < MOST_BYTES
    if max((len(section.rows) for section in made.sections), default=0) <= 20:
        assert short == made
    for before, after in zip(made.sections, short.sections, strict=True):
        counted = len(before.rows) + before.left_out
        assert len(after.rows) + after.left_out == counted


def test_what_changed_is_in_the_mail_of_a_hostile_call() -> None:
    text = as_received(message(hostile_letter())).get_body(("plain",))
    assert text is not None
    assert "The page says: “<script>" in text.get_content()


@pytest.mark.parametrize("sender", ["", "nobody", "@mail.example", "a@b@c", "x@"])
def test_a_sender_must_be_an_address(sender: str) -> None:
    with pytest.raises(ValueError, match="not an address to send mail from"):
        message_of(full_letter(), reader(), CITY, LINKS, sender, MESSAGE_ID)


def test_domains_are_written_as_name_servers_know_them() -> None:
    got = as_received(message(to=reader(address="o'neil+bids@müller.example")))
    assert got["To"] == "o'neil+bids@xn--mller-kva.example"
    with pytest.raises(ValueError, match="label"):
        message(to=reader(address=f"zoe@{'ü' * 60}.example"))


def test_an_address_that_ascii_cannot_write_stands_in_the_mail_as_it_is() -> None:
    to = reader(address="zoë@müller.example", name="Zoë", language="cy")
    made = message(to=to)
    head = made.as_bytes().partition(b"\r\n\r\n")[0]
    assert "zoë@xn--mller-kva.example".encode() in head
    got = message_from_bytes(made.as_bytes(), policy=policy.default)
    assert got["To"] == "Zoë <zoë@xn--mller-kva.example>"
    assert got["Message-ID"] == MESSAGE_ID
    ascii_only = message(to=reader(name="Zoë")).as_bytes()
    assert ascii_only.isascii()


@pytest.mark.parametrize("bad", ["", "1@mail.example", "<1>", "<a b@c>", "<a@b>\r\nBcc: x@y"])
def test_a_message_id_must_be_one(bad: str) -> None:
    with pytest.raises(ValueError, match="not a message id"):
        message_of(full_letter(), reader(), CITY, LINKS, SENDER, bad)


def test_the_mail_that_asks_to_confirm_has_only_its_link_and_our_words() -> None:
    link = "https://mail.example/confirm/" + "a" * 90
    to = reader(name=INJECTION, organisation=HOSTILE)
    got = as_received(confirmation_mail(to, "Leeds", link, SENDER, MESSAGE_ID, AS_OF))
    assert got["Subject"] == "Please confirm: Bid Matcher for Leeds"
    assert got["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        part = got.get_body((kind,))
        assert part is not None
        assert link in part.get_content()
        assert "no digest will be sent" in " ".join(part.get_content().split())
        assert "Hello" not in part.get_content()
    text_only = reader(format=MailFormat.TEXT)
    plain = confirmation_mail(text_only, "Leeds", link, SENDER, MESSAGE_ID, AS_OF)
    assert plain.get_content_type() == "text/plain"
    with pytest.raises(ValueError, match="not a web address"):
        confirmation_mail(to, "Leeds", "javascript:x", SENDER, MESSAGE_ID, AS_OF)


def test_the_operator_is_told_in_lines() -> None:
    lines = ["Other Finder: silent for 9 days", INJECTION, *(f"line {n}" for n in range(100))]
    mail = operator_mail(INJECTION, lines, "ops@city.example", SENDER, MESSAGE_ID, AS_OF)
    got = as_received(mail)
    assert got["Subject"] == "Bid Matcher: Hello Bcc: victim@elsewhere.example body"
    assert got["Bcc"] is None
    assert "- Other Finder: silent for 9 days" in got.get_content()
    assert "- and 42 more" in got.get_content()


def test_told_is_what_the_mail_shows() -> None:
    made = full_letter()
    keys = {row.row.call.key for section in made.sections for row in section.rows}
    assert set(ledger_after(made)) == keys
