"""Models of the search room."""

from search.models.records import Abbreviation, SearchDocument, SearchFacet, Synonym
from search.models.saved import SavedSearch, SearchArrival

__all__ = ["Abbreviation", "SavedSearch", "SearchArrival", "SearchDocument", "SearchFacet", "Synonym"]
