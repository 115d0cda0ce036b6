"""What is asked of OpenSearch, made from the neutral form of a query; every question is plain data."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final

from search.engines.base import Alternative, Criteria, Expression, Phrase
from search.opensearch.analysis import LONGEST_WORD, WINDOW

Json = dict[str, Any]
FOLDED: Final = {"title": 10.0, "lead": 4.0, "body": 1.0}
TITLE: Final = {"title": 1.0}
MARKS: Final = {"title.marks": 1.0, "text_marks": 1.0}
MARKS_IN_TITLE: Final = {"title.marks": 1.0}
MOST_BEGINNINGS: Final = 200
"""Words that the unfinished last one of a row may become."""
HALF: Final = 10
"""The score of the formula that counts as half of the best."""
MOST_SIMILAR: Final = 50


def _phrase(phrase: Phrase, field: str, boost: float) -> Json:
    words = [word[:LONGEST_WORD] for word in phrase.words]
    if len(words) == 1:
        return {"prefix" if phrase.prefix else "term": {field: {"value": words[0], "boost": boost}}}
    # The words are folded already: they are only cut at their spaces.
    about: Json = {"query": " ".join(words), "analyzer": "whitespace", "boost": boost}
    if phrase.prefix:
        return {"match_phrase_prefix": {field: about | {"max_expansions": MOST_BEGINNINGS}}}
    return {"match_phrase": {field: about}}


def _any(questions: Sequence[Json]) -> Json:
    if len(questions) == 1:
        return questions[0]
    return {"bool": {"should": list(questions), "minimum_should_match": 1}}


def _all(questions: Sequence[Json]) -> Json:
    return questions[0] if len(questions) == 1 else {"bool": {"must": list(questions)}}


def _alternative(alternative: Alternative, fields: dict[str, float]) -> Json:
    return _all([_any([_phrase(phrase, *field) for field in fields.items()]) for phrase in alternative])


def holds(expression: Expression, fields: dict[str, float]) -> Json:
    """Return the question for an expression in any of these fields, with their weights."""
    groups = [_any([_alternative(alternative, fields) for alternative in group]) for group in expression.groups]
    if not groups:
        return {"match_none": {}}
    return _all(groups) if expression.every else _any(groups)


def _fresh(fresh: tuple[tuple[str, date], ...]) -> Json:
    stale = [
        {
            "bool": {
                "filter": [{"term": {"kind": {"value": kind}}}, {"range": {"sort_date": {"lt": oldest.isoformat()}}}]
            }
        }
        for kind, oldest in fresh
    ]
    return {"bool": {"must_not": stale}}


def _filtered(question: Json, only: Collection[int] | None) -> Json:
    if only is None:
        return question
    return {"bool": {"must": [question], "filter": [{"terms": {"id": sorted(only)}}]}}


def tiers(criteria: Criteria) -> list[tuple[str, Json, int]]:
    """Return (name, question, weight) of what decides the order, least important first.

    A tier outweighs everything below it together, as in ``RANKING``; the formula of the words adds less than one.
    """
    found: list[tuple[str, Json, int]] = []
    if criteria.fresh:
        found.append(("is_fresh", _fresh(criteria.fresh), 1))
    step = 2
    for pair in criteria.neighbours:
        found += [("nearness", holds(pair, fields), step) for fields in (FOLDED, TITLE)]
    step *= 2 * len(criteria.neighbours) + 1
    if criteria.title:
        found.append(("in_title", holds(Expression((((criteria.title,),),)), TITLE), step))
    step *= 2
    if criteria.accented:
        found += [("with_marks", holds(criteria.accented, fields), step) for fields in (MARKS, MARKS_IN_TITLE)]
    step *= 3
    if criteria.identifiers:
        found.append(("by_number", {"terms": {"numbers": list(criteria.identifiers)}}, step))
    return found


def marks_of(score: float, criteria: Criteria) -> int:
    """Return how well a hit bears the marks as typed (0, 1 or 2), told from its score."""
    weight = next((weight for name, _question, weight in tiers(criteria) if name == "with_marks"), 0)
    return int(score) // weight % 3 if weight else 0


def matching(expression: Expression, *, size: int = WINDOW) -> Json:
    """Ask for the documents that fulfil an expression; the best where there are more than ``size``."""
    return _hits(holds(expression, FOLDED), size=size)


def ranked(criteria: Criteria, *, only: Collection[int] | None = None, size: int = WINDOW) -> Json:
    """Ask for the documents that fulfil the criteria, in the order of ``RANKING``."""
    functions: list[Json] = [{"filter": question, "weight": weight} for _name, question, weight in tiers(criteria)]
    functions.append(
        {"script_score": {"script": {"source": "_score / (_score + params.half)", "params": {"half": HALF}}}}
    )
    scored = {
        "function_score": {
            "query": _filtered(holds(criteria.folded, FOLDED), only),
            "functions": functions,
            "score_mode": "sum",
            "boost_mode": "replace",
        }
    }
    return _hits(scored, size=size)


def newest_by_title(expression: Expression, *, size: int) -> Json:
    """Ask for the newest documents whose title fulfils an expression."""
    return _hits({"bool": {"filter": [holds(expression, TITLE)]}}, size=size) | {"sort": _NEWEST}


_NEWEST: Final[list[Json]] = [{"sort_date": {"order": "desc", "missing": "_last"}}, {"id": {"order": "desc"}}]


def _hits(question: Json, *, size: int) -> Json:
    return {
        "query": question,
        "size": size,
        "sort": [{"_score": {"order": "desc"}}, *_NEWEST],
        "track_total_hits": True,
        "_source": False,
    }


def facets(names: Collection[str], *, only: Collection[int]) -> Json:
    """Ask how many of these documents bear each code of each facet."""
    return {
        "query": {"bool": {"filter": [{"terms": {"id": sorted(only)}}]}},
        "size": 0,
        "aggs": {name: {"terms": {"field": name, "size": WINDOW}} for name in names},
    }


def known_words(words: Collection[str]) -> Json:
    """Ask how many documents hold each of these folded words."""
    asked = sorted({word[:LONGEST_WORD] for word in words})
    return {"size": 0, "aggs": {"known": {"terms": {"field": "words", "include": asked, "size": len(asked)}}}}


def similar_titles(word: str) -> Json:
    """Ask for the titles that share rows of three letters with a word."""
    question = {"match": {"title.grams": {"query": word[:LONGEST_WORD], "minimum_should_match": "30%"}}}
    return _hits(question, size=MOST_SIMILAR)
