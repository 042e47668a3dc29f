"""Dates and amounts as other languages write them; British ones as ever."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from matcher.digest.forms import BRITISH, LANGUAGES, forms_of, is_language
from matcher.digest.words import amount_words, date_words, deadline_words, moment_words
from models.money import Money
from tests.matcher.digest.samples import AS_OF, call, euros, pounds

DAY = date(2026, 9, 15)
SPACE = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("tag", "weekday", "day", "million", "thousands"),
    [
        ("en-GB", "Tue 15 September 2026", "15 September 2026", "£1.5m", "£750,000"),
        ("cy", "Dydd Mawrth, 15 Medi 2026", "15 Medi 2026", "£1.5M", "£750,000"),
        ("cy-GB", "Dydd Mawrth, 15 Medi 2026", "15 Medi 2026", "£1.5M", "£750,000"),
        (
            "de",
            "Dienstag, 15. September 2026",
            "15. September 2026",
            f"1,5{SPACE}Mio.{SPACE}£",
            f"750.000{SPACE}£",
        ),
        (
            "fr-FR",
            "mardi 15 septembre 2026",
            "15 septembre 2026",
            f"1,5{SPACE}M{SPACE}£GB",
            f"750{NARROW}000{SPACE}£GB",
        ),
        ("ga-IE", "Dé Máirt 15 Meán Fómhair 2026", "15 Meán Fómhair 2026", "£1.5M", "£750,000"),
    ],
)
def test_forms(tag: str, weekday: str, day: str, million: str, thousands: str) -> None:
    forms = forms_of(tag)
    assert (forms.weekday(DAY), forms.day(DAY)) == (weekday, day)
    assert forms.money(pounds(1_500_000)) == million
    assert forms.money(Money(Decimal("749999.60"), "GBP")) == thousands


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_names_the_day_the_year_and_the_amount(tag: str) -> None:
    forms = forms_of(tag)
    for text in (forms.weekday(DAY), forms.day(DAY)):
        assert "15" in text
        assert "2026" in text
    for money in (pounds(5), pounds(999_999), euros(1_250_000_000), Money(Decimal(7), "XYZ")):
        assert any(digit in forms.money(money) for digit in "57912")
        assert "\n" not in forms.money(money)
    assert ".00" not in forms.money(pounds(5))
    assert ",00" not in forms.money(pounds(5))


def test_what_is_not_known_is_written_as_the_british_do_and_is_no_language() -> None:
    for tag in ("", "?", "xx", "ar", "cy_GB", "cy-", "english"):
        assert not is_language(tag)
        assert forms_of(tag) is BRITISH
    for tag in ("en", "EN-gb"):
        assert is_language(tag)
        assert forms_of(tag) is BRITISH
    assert is_language("en-IE")
    assert date_words(DAY, forms_of("en-US")) == "Tuesday, September 15, 2026"


def test_the_words_around_stay_english() -> None:
    welsh = forms_of("cy")
    closes = datetime(2026, 9, 15, 17, tzinfo=ZoneInfo("Europe/Brussels"))
    made = call("a", deadlines=(closes,), award_max=euros(6_000_000))
    assert deadline_words(made, closes, AS_OF, welsh) == (
        "closes Dydd Mawrth, 15 Medi 2026, 17:00 Brussels time (16:00 in the UK)"
    )
    assert amount_words(made, {"EUR": Decimal("0.87")}, welsh) == (
        "up to €6M (about £5.2M) per award",
    )
    assert moment_words(AS_OF, welsh) == "Dydd Llun, 10 Awst 2026, 09:00 UK time"
