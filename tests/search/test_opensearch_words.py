"""The analysers generated for OpenSearch make the words that our fold makes; the questions are sound for any words."""

import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from search import folding, parsing
from search.engines.base import Criteria, Expression, Phrase
from search.opensearch import analysis, dsl
from tests.search.analysers import analysed

VIETNAMESE = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
LETTERS = (
    VIETNAMESE
    + VIETNAMESE.upper()
    + "fjwzFJWZ0123456789 -–/&.,;:'\"()_%\u00a0\u200b\u00ad\ufeffðÐéñüßçøłŁ²³₂½⑴ﬁ①Ⅳ％ｋĐ™ªº世界Жж"
)


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return analysis.settings()


def corpus() -> list[str]:
    here = Path(__file__).resolve().parents[2]
    lines = (here / "search/data/quality.tsv").read_text().splitlines()
    lines += (here / "search/data/synonyms.toml").read_text().splitlines()
    lines += (here / "search/data/abbreviations.toml").read_text().splitlines()
    lines += (here / "locale/vi/LC_MESSAGES/django.po").read_text().splitlines()[:6000]
    onsets, rimes = (
        ("", "h", "k", "l", "m", "s", "t", "qu", "q", "th", "ng"),
        ("y", "ý", "ỳ", "ỷ", "ỹ", "ỵ", "oà", "òa", "oạ", "oàn", "oè", "uý", "úy", "uỳnh"),
    )
    return [
        *lines,
        *(onset + rime for onset in onsets for rime in rimes),
        "Kỹ-thuật 149/KH-UBND KH&CN TRL7 m² CO₂",
        "hoà2 hoàb",
    ]


@pytest.mark.parametrize(("name", "words"), [("portal_folded", folding.folded), ("portal_accented", folding.accented)])
def test_analysers_make_the_words_of_the_fold(made: dict[str, Any], name: str, words: Any) -> None:
    wrong = [line for line in corpus() if tuple(analysed(line, name, made)) != words(line)]
    assert wrong == []


@rules(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=LETTERS, max_size=40))
def test_analysers_make_the_words_of_the_fold_for_any_text(made: dict[str, Any], text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert tuple(analysed(composed, "portal_folded", made)) == folding.folded(text)
    assert tuple(analysed(composed, "portal_accented", made)) == folding.accented(text)


@rules(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " -", max_size=30))
def test_letters_in_parts_read_as_in_one_piece(made: dict[str, Any], text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert tuple(analysed(apart, "portal_folded", made)) == folding.folded(text)
    assert tuple(analysed(apart, "portal_accented", made)) == folding.accented(text)


def test_words_that_were_folded_stay_as_they_are(made: dict[str, Any]) -> None:
    for line in corpus()[:2000]:
        words = folding.folded(line)
        assert tuple(analysed(" ".join(words), "portal_folded", made)) == words


def test_what_makes_an_index_is_complete(made: dict[str, Any]) -> None:
    index = analysis.index()
    json.dumps(index)
    text_fields = [
        *index["mappings"]["properties"].values(),
        *index["mappings"]["properties"]["title"]["fields"].values(),
    ]
    analysers = {about["analyzer"] for about in text_fields if about["type"] == "text"}
    assert analysers == set(made["analysis"]["analyzer"])
    used = {name for analyser in made["analysis"]["analyzer"].values() for name in analyser["filter"]}
    assert used - {"lowercase"} == set(made["analysis"]["filter"])
    assert set(dsl.FOLDED) | {"text_marks"} <= set(index["mappings"]["properties"])


def words(*typed: str, prefix: bool = False) -> Expression:
    return Expression((((Phrase(typed, prefix=prefix),),),))


def test_question_for_a_word_weighs_title_above_summary_above_body() -> None:
    assert dsl.matching(words("may"))["query"] == {
        "bool": {
            "should": [
                {"term": {"title": {"value": "may", "boost": 10.0}}},
                {"term": {"lead": {"value": "may", "boost": 4.0}}},
                {"term": {"body": {"value": "may", "boost": 1.0}}},
            ],
            "minimum_should_match": 1,
        }
    }


def test_questions_for_rows_of_words_and_beginnings() -> None:
    def asked(expression: Expression) -> Any:
        return dsl.holds(expression, dsl.TITLE)

    row = {"query": "may say", "analyzer": "whitespace", "boost": 1.0}
    assert asked(words("may", "say")) == {"match_phrase": {"title": row}}
    assert asked(words("sa", prefix=True)) == {"prefix": {"title": {"value": "sa", "boost": 1.0}}}
    assert asked(words("may", "sa", prefix=True)) == {
        "match_phrase_prefix": {"title": row | {"query": "may sa", "max_expansions": 200}}
    }


def test_all_groups_or_any_and_one_alternative_of_a_group() -> None:
    a, b, c = (Phrase((letter,)) for letter in "abc")
    term = {letter: {"term": {"title": {"value": letter, "boost": 1.0}}} for letter in "abc"}
    either = {"bool": {"should": [term["a"], {"bool": {"must": [term["b"], term["c"]]}}], "minimum_should_match": 1}}
    assert dsl.holds(Expression((((a,), (b, c)), ((c,),))), dsl.TITLE) == {"bool": {"must": [either, term["c"]]}}
    assert dsl.holds(Expression((((a,),), ((b,),)), every=False), dsl.TITLE) == {
        "bool": {"should": [term["a"], term["b"]], "minimum_should_match": 1}
    }
    assert dsl.holds(Expression(()), dsl.TITLE) == {"match_none": {}}


def full(pairs: int) -> Criteria:
    one = words("may")
    return Criteria(
        one, words("máy"), Phrase(("may",)), (words("may", "say"),) * pairs, ("149 kh",), (("news", date(2026, 1, 2)),)
    )


@pytest.mark.parametrize("pairs", [0, 1, parsing.MOST_PAIRS])
def test_each_tier_outweighs_all_below_it(pairs: int) -> None:
    tiers = dsl.tiers(full(pairs))
    names = list(dict.fromkeys(name for name, _question, _weight in tiers))
    assert names == [
        name for name in ("is_fresh", "nearness", "in_title", "with_marks", "by_number") if pairs or name != "nearness"
    ]
    below = 1.0  # the formula of the words stays below one
    for name in names:
        weights = [weight for tier, _question, weight in tiers if tier == name]
        assert min(weights) >= below
        below += sum(weights)
    # A float of four bytes still has room for the formula.
    assert below < 2**9


@pytest.mark.parametrize("pairs", [0, 1, parsing.MOST_PAIRS])
def test_marks_are_told_from_the_score(pairs: int) -> None:
    criteria = full(pairs)
    for chosen in range(2 ** len(dsl.tiers(criteria))):
        held = [tier for place, tier in enumerate(dsl.tiers(criteria)) if chosen >> place & 1]
        score = sum(weight for _name, _question, weight in held) + 0.99
        assert dsl.marks_of(score, criteria) == sum(1 for name, *_ in held if name == "with_marks")


def test_order_of_the_ranked_question() -> None:
    asked = dsl.ranked(full(1), only=[3, 1])
    scored = asked["query"]["function_score"]
    assert (scored["score_mode"], scored["boost_mode"]) == ("sum", "replace")
    assert scored["query"]["bool"]["filter"] == [{"terms": {"id": [1, 3]}}]
    assert [list(sort) for sort in asked["sort"]] == [["_score"], ["sort_date"], ["id"]]
    assert {"filter": {"terms": {"numbers": ["149 kh"]}}, "weight": 36} in scored["functions"]
    stale = {"range": {"sort_date": {"lt": "2026-01-02"}}}
    assert scored["functions"][0]["filter"]["bool"]["must_not"][0]["bool"]["filter"][1] == stale


def sound(question: Any) -> bool:
    """No question is empty and no clause without content: a server would refuse the whole."""
    if isinstance(question, dict):
        return bool(question) and all(sound(value) for key, value in question.items() if key != "match_none")
    return all(sound(value) for value in question) if isinstance(question, list) else True


@pytest.mark.django_db
@rules(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    typed=st.one_of(
        st.text(max_size=60),
        st.sampled_from(['"', "AND OR NOT", "a" * 10_000, "\x00", "*:* {!x}", '{"query": {}}', "🙂 \u202e"]),
    ),
    prefix=st.booleans(),
    every=st.booleans(),
)
def test_any_typed_text_makes_sound_questions(typed: str, prefix: bool, every: bool) -> None:
    query = parsing.parse(typed)
    if not query.folded:
        return
    criteria = parsing.criteria(query, prefix=prefix, every=every)
    for question in (dsl.matching(criteria.folded), dsl.ranked(criteria), dsl.newest_by_title(criteria.folded, size=5)):
        assert sound(question)
        assert json.loads(json.dumps(question)) == question
        assert len(json.dumps(question)) < 500_000
