"""Models of the search room."""

from search.models.promotions import PromotedResult
from search.models.records import Abbreviation, SearchDocument, SearchFacet, Synonym
from search.models.searches import SearchedWords

__all__ = ["Abbreviation", "PromotedResult", "SearchDocument", "SearchFacet", "SearchedWords", "Synonym"]
