"""Models of the search room."""

from search.models.promotions import PromotedResult
from search.models.records import Abbreviation, SearchDocument, SearchFacet, Synonym
from search.models.saved import SavedSearch, SearchArrival
from search.models.searches import SearchedWords

__all__ = [
    "Abbreviation",
    "PromotedResult",
    "SavedSearch",
    "SearchArrival",
    "SearchDocument",
    "SearchFacet",
    "SearchedWords",
    "Synonym",
]
