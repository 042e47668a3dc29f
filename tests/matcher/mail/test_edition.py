"""Mails of one digest: their ids."""

from datetime import datetime, timedelta

from matcher.mail.edition import Edition, make_mail
from matcher.matching import City
from models.letter import LetterLinks
from tests.matcher.digest.samples import AS_OF, CITY, call
from tests.matcher.mail.samples import SENDER, reader, row_at, sent


def id_of(as_of: datetime, number: int = 7) -> str:
    """The id of a mail to that reader, made at that moment."""
    city = City("leeds", CITY, {})
    edition = Edition(city, (), (), (), {}, {}, as_of)
    letter = sent(row_at(call("1"), as_of), to=reader(id=number), as_of=as_of)
    return str(
        make_mail(letter, reader(id=number), edition, SENDER, LetterLinks())[1]["Message-ID"]
    )


def test_a_mail_made_anew_on_the_same_day_has_the_same_id() -> None:
    first = id_of(AS_OF)
    assert first.endswith("@mail.example>")
    assert id_of(AS_OF + timedelta(hours=3)) == first
    assert id_of(AS_OF + timedelta(days=1)) != first
    assert id_of(AS_OF, number=8) != first
