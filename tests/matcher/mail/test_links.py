"""A link acts for one person and one purpose, until it ends or is revoked."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.mail.errors import MailError
from matcher.mail.links import (
    CONFIRM_WITHIN,
    Link,
    LinkError,
    LinkPurpose,
    admit,
    link_address,
    load_secret,
    make_link,
    read_token,
    sign,
)
from tests.matcher.store.examples import NOON
from tests.matcher.store.people import make_person

SECRET = b"5" * 64
PERSON = replace(make_person(), id=7, link_version=3)
MUCH_LATER = NOON + timedelta(days=3_650)


@given(
    st.builds(
        Link,
        st.sampled_from(LinkPurpose),
        st.integers(1, 10**12),
        st.integers(1, 10**6),
        st.none(),
    )
)
def test_a_token_says_what_was_signed_and_fits_any_address(link: Link) -> None:
    token = sign(SECRET, link)
    assert token.replace(".", "").replace("-", "").replace("_", "").isalnum()
    assert token.isascii()
    assert read_token(SECRET, token, link.purpose, MUCH_LATER) == link


@pytest.mark.parametrize("purpose", LinkPurpose)
def test_a_link_acts_for_its_purpose_only(purpose: LinkPurpose) -> None:
    link = make_link(PERSON, purpose, NOON)
    assert admit(read_token(SECRET, sign(SECRET, link), purpose, NOON), PERSON) is PERSON
    for other in set(LinkPurpose) - {purpose}:
        with pytest.raises(LinkError, match=f"is there to {purpose}, not to {other}"):
            read_token(SECRET, sign(SECRET, link), other, NOON)


def test_only_a_link_to_confirm_ends() -> None:
    for purpose in LinkPurpose:
        token = sign(SECRET, make_link(PERSON, purpose, NOON))
        read_token(SECRET, token, purpose, NOON + CONFIRM_WITHIN - timedelta(seconds=1))
        if purpose is LinkPurpose.CONFIRM:
            with pytest.raises(LinkError, match="this link has ended"):
                read_token(SECRET, token, purpose, NOON + CONFIRM_WITHIN)
        else:
            read_token(SECRET, token, purpose, MUCH_LATER)


@given(st.data())
def test_a_token_that_was_touched_does_not_act(data: st.DataObject) -> None:
    token = sign(SECRET, make_link(PERSON, LinkPurpose.UNSUBSCRIBE, NOON))
    place = data.draw(st.integers(0, len(token) - 2))  # the last letter has bits that mean nothing
    letter = data.draw(st.characters().filter(lambda each: each != token[place]))
    for broken in (token[:place] + letter + token[place + 1 :], token[:place]):
        with pytest.raises(LinkError, match="not complete"):
            read_token(SECRET, broken, LinkPurpose.UNSUBSCRIBE, NOON)


def test_a_token_signed_with_another_secret_does_not_act() -> None:
    token = sign(b"6" * 64, make_link(PERSON, LinkPurpose.PAUSE, NOON))
    with pytest.raises(LinkError, match="not complete"):
        read_token(SECRET, token, LinkPurpose.PAUSE, NOON)


def test_a_link_is_revoked_by_a_new_version_and_ends_with_the_person() -> None:
    link = make_link(PERSON, LinkPurpose.CHANGE, NOON)
    with pytest.raises(LinkError, match="was revoked"):
        admit(link, replace(PERSON, link_version=4))
    for gone in (None, replace(PERSON, id=8)):
        with pytest.raises(LinkError, match="nobody is subscribed"):
            admit(link, gone)
    with pytest.raises(ValueError, match="only who is stored has links"):
        make_link(make_person(), LinkPurpose.CHANGE, NOON)


def test_an_address_names_the_purpose_and_carries_the_token() -> None:
    link = make_link(PERSON, LinkPurpose.PAUSE, NOON)
    address = link_address("https://bids.example.org/leeds/", SECRET, link)
    assert address == f"https://bids.example.org/leeds/mail/pause/{sign(SECRET, link)}"


def test_the_secret_is_made_once_and_private(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(load_secret, [home] * 16))
    assert len(secrets) == 1
    assert len(secrets.pop()) == 64
    (path,) = home.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_secret(tmp_path) != load_secret(home)


def test_a_secret_that_others_can_read_or_that_is_none_is_refused(tmp_path: Path) -> None:
    load_secret(tmp_path)
    path = tmp_path / "link-secret"
    path.chmod(0o640)
    if os.name == "posix":
        with pytest.raises(MailError, match="can be read by others; make it private with chmod"):
            load_secret(tmp_path)
    path.chmod(0o600)
    path.write_text("short\n")
    with pytest.raises(MailError, match="holds no secret"):
        load_secret(tmp_path)
