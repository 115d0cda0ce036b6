"""Models of the search room."""

from search.models.records import Abbreviation, SearchDocument, SearchFacet, Synonym

__all__ = ["Abbreviation", "SearchDocument", "SearchFacet", "Synonym"]
