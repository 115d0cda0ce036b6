"""The sections of the site, found without looking at what stands in them."""

from django.db.models import BooleanField, ExpressionWrapper
from django.db.models.expressions import RawSQL
from wagtail.models import Page

from portal.kernel.languages import Language
from portal.page_cache import collecting, parts, tags
from portal.pages import arrival, translations

# From each section to the first page behind all that stands below it: treebeard writes a path in steps of four letters.
_STEPS = """
WITH RECURSIVE home(path) AS (SELECT path FROM wagtailcore_page WHERE slug = %s AND url_path = %s), section(path) AS (
  SELECT (SELECT page.path FROM wagtailcore_page page WHERE page.path > (SELECT path FROM home)
    AND page.path <= (SELECT path || 'ZZZZ' FROM home) ORDER BY page.path LIMIT 1)
  UNION ALL
  SELECT (SELECT page.path FROM wagtailcore_page page WHERE page.path > section.path || 'ZZZZ'
    AND page.path <= (SELECT path || 'ZZZZ' FROM home) ORDER BY page.path LIMIT 1)
  FROM section WHERE section.path IS NOT NULL)
SELECT path FROM section WHERE path IS NOT NULL
"""


def live(language: Language) -> list[Page]:
    """Return the live pages right below the front page of a language, in their order, each with ``is_open`` to all, kept while they stay as they are."""
    root = next((root for root in arrival.root_paths() if root.language_code == language), None)
    if root is None:
        return []

    def read() -> list[Page]:
        slug = root.root_path.rstrip("/").rpartition("/")[2]
        steps = RawSQL(_STEPS, [slug, root.root_path])  # noqa: S611 -- a constant with parameters
        is_open = ExpressionWrapper(translations.open_to_all(), output_field=BooleanField())
        rows = Page.objects.filter(path__in=steps, live=True).select_related("locale").annotate(is_open=is_open)
        with collecting.declared(tags.SECTIONS):
            return list(rows.order_by("path"))

    return parts.read(("pages:sections", language), read)
