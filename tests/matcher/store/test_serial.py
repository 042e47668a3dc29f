"""Domain objects survive being written as JSON, whatever their texts hold."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from matcher.serial import clean, clean_text, dump_json, load_json
from models.call import Call, Evidence
from models.money import Money
from models.report import Issue, Run, Severity
from models.scale import Scale, ScaleAssessment, ScaleBasis
from tests.matcher.store.examples import NOON, any_call, make_call

LONDON = ZoneInfo("Europe/London")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(any_call())
def test_any_call_survives(call: Call) -> None:
    loaded = load_json(Call, dump_json(call))
    assert loaded == clean(call)
    assert loaded.content_hash() == clean(call).content_hash()


@pytest.mark.parametrize(
    "local",
    [
        datetime(2027, 1, 12, 16, tzinfo=LONDON),
        datetime(2027, 7, 12, 16, tzinfo=LONDON),
        datetime(2027, 3, 28, 1, 30, tzinfo=LONDON),  # does not exist: the clocks go forward
        datetime(2027, 10, 31, 1, 30, tzinfo=LONDON),  # comes twice: the clocks go back
        datetime(2027, 10, 31, 1, 30, tzinfo=LONDON, fold=1),
    ],
)
def test_local_times_stay_the_same_moment(local: datetime) -> None:
    call = make_call(deadlines=(local,))
    loaded = load_json(Call, dump_json(call))
    assert loaded.deadlines[0].astimezone(UTC) == local.astimezone(UTC)
    assert loaded.content_hash() == call.content_hash()


def test_amounts_keep_every_digit() -> None:
    amount = Decimal("1234567890123.123456789")
    call = make_call(award_max=Money(amount, "GBP"))
    loaded = load_json(Call, dump_json(call))
    assert loaded.award_max is not None
    assert str(loaded.award_max.amount) == str(amount)


def test_other_models_survive() -> None:
    run = Run("collect", NOON, None, {"new": 3}, (Issue(Severity.ERROR, "ukri", "no answer"),))
    scale = ScaleAssessment(Scale.LARGE, ScaleBasis.WORDS, None, Decimal("1.5"), "A new centre.")
    assert load_json(Run, dump_json(run)) == run
    assert load_json(ScaleAssessment, dump_json(scale)) == scale
    assert load_json(tuple[Issue, ...], dump_json(run.issues)) == run.issues


def test_text_that_no_database_holds_is_replaced() -> None:
    call = make_call(title="A\x00B\ud800C", evidence=(Evidence("title", "\udfff", "u"),))
    loaded = load_json(Call, dump_json(call))
    assert loaded.title == "A\ufffdB\ufffdC"
    assert loaded.evidence[0].sentence == "\ufffd"
    assert clean_text("£20m – “café” 🏥") == "£20m – “café” 🏥"


def test_clean_goes_everywhere_and_leaves_the_rest_alone() -> None:
    call = make_call()
    assert clean(call) is call
    assert clean({"a\x00": [("b\ud800",)]}) == {"a\ufffd": [("b\ufffd",)]}


def test_a_backslash_sequence_is_only_text() -> None:
    call = make_call(title=r"the escape \u0000 in words")
    assert load_json(Call, dump_json(call)) == call


def test_a_value_of_the_wrong_type_is_refused_when_written() -> None:
    wrong = make_call(published_on=datetime(2026, 1, 1, 3, tzinfo=UTC))  # a day is promised
    with pytest.raises(ValueError, match="published_on"):
        dump_json(wrong)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("{", "the whole"),
        ('{"source": "ukri"}', "source_id"),
        (dump_json(make_call()).replace('"tags":[]', '"tags":[1]'), "tags.0"),
        (dump_json(make_call()).replace("Preventing falls in older people", ""), "has no title"),
    ],
)
def test_text_that_does_not_fit_is_refused_by_field(text: str, where: str) -> None:
    with pytest.raises(ValueError, match=where):
        load_json(Call, text)


def test_fields_of_a_later_program_are_ignored() -> None:
    text = dump_json(make_call()).replace('"tags":[]', '"tags":[],"later":1')
    assert load_json(Call, text) == make_call()
