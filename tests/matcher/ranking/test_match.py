from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from matcher.ranking.corpus import Corpus, Document, build_corpus
from matcher.ranking.explain import find_reason, read_phrases, read_sentences
from matcher.ranking.match import (
    Vectors,
    capability_texts,
    city_score,
    match_needs,
    match_organisations,
    need_query,
    need_text,
    need_texts,
)
from matcher.ranking.score import Query, score_queries
from models.match import Explanation, Match, TargetKind
from models.need import Need
from models.organisation import Capability, Organisation, PastAward

FALLS_CALL = (
    "Healthy ageing partnerships\n\n"
    "Expected outcome: older adults stay independent. "
    "Projects should test ways of preventing falls and frailty at home.\n"
    "See https://example.org/falls-prevention-falls for falls.\n"
    "Applications close in May."
)
SOIL_CALL = "Soil health\n\nLiving soils for a resilient farm. Proposals must measure carbon."


def need(
    identifier: str, name: str, *terms: str, description: str = "", definition: str = ""
) -> Need:
    return Need(identifier, name, description, (), terms, 1.0, "stated", definition=definition)


def organisation(identifier: str, *capabilities: str) -> Organisation:
    statements = tuple(Capability(text, "source") for text in capabilities)
    return Organisation(identifier, identifier, "university", True, statements, ("lead",), ())


def unit(*numbers: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    vector = np.array(numbers, dtype=np.float32)
    return vector / (np.linalg.norm(vector) or 1)


FALLS = need("falls", "Falls and frailty", "falls prevention", "older people")
SOIL = need("soil", "Soil", description="Living soils. Less carbon.")
SILENT = need("silent", "Health")
VECTORS: Vectors = {
    need_text(FALLS): unit(1, 0, 0.1),
    need_text(SOIL): unit(0.05, 1, 0),
    "falls clinics": unit(0.9, 0, 0.2),
    "soil science": unit(0, 1, 0.1),
}


@pytest.fixture
def corpus() -> Corpus:
    half = FALLS_CALL.index("Projects")
    return build_corpus(
        [
            Document(
                "falls",
                FALLS_CALL,
                ((0, half), (half, len(FALLS_CALL))),
                np.array([unit(0.5, 0, 1), unit(1, 0, 0)]),
            ),
            Document("soil", SOIL_CALL, ((0, len(SOIL_CALL)),), np.array([unit(0, 1, 0.1)])),
            Document("empty", ""),
        ]
    )


def test_the_words_of_a_need_are_its_terms_else_its_definition_else_its_description() -> None:
    assert need_text(FALLS) == "Falls and frailty: falls prevention, older people"
    assert need_text(SOIL) == "Soil: Living soils. Less carbon."
    assert need_text(SILENT) == "Health"
    defined = need("soil", "Soil", description="Our plan.", definition="Earth that lives.")
    assert need_text(defined) == "Soil: Earth that lives."
    assert need_texts(defined) == ("Soil: Earth that lives.",)


def test_the_meaning_of_a_need_lies_between_its_terms_and_its_definition() -> None:
    falls = need("falls", "Falls", "hip fracture", definition="Injury of older people.")
    assert need_texts(falls) == ("Falls: hip fracture", "Injury of older people.")
    vectors = {"Falls: hip fracture": unit(1, 0, 0), "Injury of older people.": unit(0, 1, 0)}
    query = need_query(falls, vectors)
    assert query.text == "Falls: hip fracture"
    assert query.terms == ("hip fracture",)
    assert query.vector == pytest.approx(unit(1, 1, 0))


def test_a_text_without_a_vector_is_left_out_of_the_meaning() -> None:
    falls = need("falls", "Falls", "hip fracture", definition="Injury of older people.")
    (only,) = need_texts(need("falls", "Falls", "hip fracture"))
    assert need_query(falls, {only: unit(0, 0, 1)}).vector == pytest.approx(unit(0, 0, 1))
    assert need_query(falls, {}).vector is None
    opposite = {"Falls: hip fracture": unit(1), "Injury of older people.": unit(-1)}
    assert need_query(falls, opposite).vector == pytest.approx([0])


def test_needs_find_their_calls_with_reasons(corpus: Corpus) -> None:
    matches = match_needs([FALLS, SOIL, SILENT], corpus, VECTORS)
    best = {match.target_id: match for match in reversed(matches)}
    assert best["falls"].call_key == "falls"
    assert best["soil"].call_key == "soil"
    assert "silent" not in best
    reason = best["falls"].explanation
    assert reason.sentence == "Projects should test ways of preventing falls and frailty at home."
    assert reason.phrase == "Falls and frailty"
    assert reason.terms == ("falls", "frailty", "preventing")
    assert best["falls"].target_kind is TargetKind.NEED
    assert {feature.name for feature in reason.features} == {
        "meaning",
        "words",
        "baseline",
    }


def test_weak_matches_are_left_out_and_the_rest_is_ordered(corpus: Corpus) -> None:
    every = match_needs([FALLS, SOIL], corpus, VECTORS)
    strong = match_needs([FALLS, SOIL], corpus, VECTORS, least_score=0.5)
    assert Counter(match.target_id for match in every) == {"falls": 2, "soil": 2}
    assert strong == [match for match in every if match.score >= 0.5]
    for before, after in pairwise(every):
        assert before.target_id != after.target_id or before.score >= after.score


def test_an_organisation_matches_by_its_best_statement_and_its_whole_profile(
    corpus: Corpus,
) -> None:
    both = organisation("both", "soil science", "falls clinics", " ")
    one = organisation("one", "falls clinics")
    none = organisation("none")
    assert capability_texts(both) == ("soil science", "falls clinics")
    matches = match_organisations([both, one, none], corpus, VECTORS, least_score=0.3)
    reasons = {(match.target_id, match.call_key): match for match in matches}
    assert set(reasons) == {("both", "falls"), ("both", "soil"), ("one", "falls")}
    assert reasons["both", "falls"].score < reasons["one", "falls"].score
    assert reasons["both", "falls"].explanation.phrase == "falls clinics"
    assert reasons["both", "soil"].explanation.phrase == "soil science"
    for match in matches:
        log_odds = sum(each.value * each.weight for each in match.explanation.features)
        assert 1 / (1 + np.exp(-log_odds)) == pytest.approx(match.score, abs=0.001)


def test_one_statement_is_the_whole_profile(corpus: Corpus) -> None:
    (match,) = match_organisations([organisation("one", "falls clinics")], corpus, VECTORS, 0.3)
    alone = score_queries([Query("falls clinics", VECTORS["falls clinics"])], corpus)[0]
    assert match.score == pytest.approx(float(alone.score.max()))


def test_an_award_is_evidence_like_a_statement(corpus: Corpus) -> None:
    award = PastAward("NIHR", "falls clinics", None, None, "https://awards.example/1")
    holder = replace(organisation("holder"), awards=(award,))
    assert capability_texts(holder) == ("falls clinics",)
    (match,) = match_organisations([holder], corpus, VECTORS, 0.3)
    assert match.explanation.phrase == "falls clinics"


def test_needs_without_vectors_match_by_words(corpus: Corpus) -> None:
    (match,) = match_needs([FALLS], corpus, {})
    assert match.call_key == "falls"
    assert match_needs([FALLS], build_corpus([]), VECTORS) == []


def test_a_reason_is_a_real_sentence_even_where_no_word_is_shared(corpus: Corpus) -> None:
    call = read_sentences(FALLS_CALL)
    second = corpus.documents[0].spans[1]
    reason = find_reason(call, second, read_phrases(["Kidney care"]), corpus.lexical)
    assert reason.sentence == "Projects should test ways of preventing falls and frailty at home."
    assert reason.phrase == "Kidney care"
    assert reason.terms == ()


def test_a_call_without_text_has_an_empty_reason(corpus: Corpus) -> None:
    reason = find_reason(read_sentences(""), None, read_phrases(["Kidney care"]), corpus.lexical)
    assert (reason.sentence, reason.phrase, reason.terms) == ("", "Kidney care", ())
    nothing = find_reason(read_sentences(""), None, read_phrases([" "]), corpus.lexical)
    assert nothing.phrase == ""


def test_only_words_that_are_shown_choose_a_sentence() -> None:
    tail = "padding " * 60 + "falls frailty."
    call = read_sentences(f"{tail[0].upper()}{tail[1:]} We want fewer falls.")
    index = build_corpus([Document("a", tail)]).lexical
    reason = find_reason(call, None, read_phrases(["falls and frailty"]), index)
    assert reason.sentence == "We want fewer falls."


def test_addresses_are_shown_only_where_there_is_nothing_else() -> None:
    assert [item.shown for item in read_sentences("See https://a.org here.\nA sentence.")] == [
        "A sentence."
    ]
    assert [item.shown for item in read_sentences("https://a.org")] == ["https://a.org"]


def match(need_id: str, score: float, kind: TargetKind = TargetKind.NEED) -> Match:
    return Match("call", kind, need_id, score, Explanation("", "", (), ()))


def test_city_score_by_hand() -> None:
    weights = {"a": 1.0, "b": 0.5, "c": 0.8}
    matches = [match("b", 0.6), match("a", 0.5), match("unknown", 0.9)]
    assert city_score(matches, weights) == pytest.approx(1 - (1 - 0.5) * (1 - 0.3 / 4))
    assert city_score([], weights) == 0
    assert city_score([match("a", 0.9, TargetKind.ORGANISATION)], weights) == 0


def test_many_weak_needs_do_not_outweigh_a_strong_one() -> None:
    weights = {str(place): 1.0 for place in range(33)}
    everywhere = [match(str(place), 0.4) for place in range(33)]
    assert city_score(everywhere, weights) < city_score([match("0", 0.6)], weights)
    assert city_score(everywhere, weights) > 0.4


def test_a_sentence_that_says_what_is_not_wanted_is_no_reason() -> None:
    text = "Falls\n\nProposals should not study falls. We fund falls prevention with older people."
    shown = [sentence.shown for sentence in read_sentences(text)]
    assert "We fund falls prevention with older people." in shown
    assert "Proposals should not study falls." not in shown
    assert [item.shown for item in read_sentences("Falls must not be studied.")]
