"""Models of the search room."""

from search.models.records import Abbreviation, SearchDocument, SearchFacet

__all__ = ["Abbreviation", "SearchDocument", "SearchFacet"]
