"""What is searched: one document for each public item and language, its facets, and the editors' abbreviations and synonyms."""

from typing import ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.kernel import text
from portal.kernel.languages import Language
from portal.pages.findables import FindableKind
from search.querysets import SearchDocumentQuerySet

FEWEST_FORMS: Final = 2


class SearchDocument(models.Model):
    """One public item in one language, as text ready to be searched.

    ``key`` names the document, ``item`` is shared by the documents of one item in all languages. The folded and accented
    columns hold words divided by single spaces; each engine keeps its own index of them (see ``search/engines``). ``filters`` says
    on one line for each what the rows of ``SearchFacet`` say that visitors filter by: so they are counted without reading those.
    """

    key = models.CharField(max_length=120, unique=True)
    item = models.CharField(max_length=120, db_index=True)
    kind = models.CharField(max_length=20, choices=FindableKind.choices)
    language = models.CharField(max_length=2, choices=Language.choices)
    for_english = models.BooleanField(default=True)
    title = models.TextField()
    url = models.TextField()
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    title_folded = models.TextField(blank=True)
    lead_folded = models.TextField(blank=True)
    body_folded = models.TextField(blank=True)
    title_accented = models.TextField(blank=True)
    text_accented = models.TextField(blank=True)
    sort_date = models.DateField(null=True, blank=True)
    filters = models.TextField(blank=True, default="")
    picture = models.ForeignKey("media.PortalImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    page = models.ForeignKey(Page, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(language=Language.VIETNAMESE) | models.Q(for_english=True),
                name="search_english_documents_are_for_english",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["language", "kind", "sort_date"], name="search_language_kind_date"),
            # The site map looks for the next item that is no page, however many pages lie between.
            models.Index(fields=["id"], condition=models.Q(page=None), name="search_no_page"),
        ]

    def __str__(self) -> str:
        return self.title


class SearchFacet(models.Model):
    """One code by which a document can be filtered, such as field "food" or place "bac-ninh"."""

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="facets")
    name = models.CharField(max_length=30)
    code = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("search facet")
        verbose_name_plural = _("search facets")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "name", "code"], name="search_facet_once_a_document")
        ]
        indexes: ClassVar = [models.Index(fields=["name", "code", "document"], name="search_facet_code")]

    def __str__(self) -> str:
        return f"{self.name}: {self.code}"


class Abbreviation(models.Model):
    """A short form and what it stands for; a search for either finds both. Editors keep the list."""

    short = models.CharField(_("short form"), max_length=30, help_text=_("As people type it: KH&CN, SHTT, UBND."))
    expansion = models.CharField(
        _("full words"), max_length=120, help_text=_("With their marks: khoa học và công nghệ.")
    )

    class Meta:
        verbose_name = _("abbreviation")
        verbose_name_plural = _("abbreviations")
        ordering: ClassVar = ["short", "expansion"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["short", "expansion"],
                name="search_abbreviation_once",
                violation_error_message=_("This abbreviation is already in the list."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.short} – {self.expansion}"

    def clean(self) -> None:
        """Refuse forms without letters or digits; they could never be found."""
        super().clean()
        for name in ("short", "expansion"):
            if getattr(self, name) and not text.words(getattr(self, name)):
                raise ValidationError({name: _("Write at least one letter or digit.")})


class Synonym(models.Model):
    """Words that mean the same; a search for any of them finds the others. Editors keep the list."""

    words = models.CharField(
        _("words that mean the same"),
        max_length=300,
        unique=True,
        help_text=_("Divided by commas, with their marks: máy sấy, thiết bị sấy, lò sấy."),
        error_messages={"unique": _("This row is already in the list.")},
    )

    class Meta:
        verbose_name = _("row of synonyms")
        verbose_name_plural = _("synonyms")
        ordering: ClassVar = ["words"]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        """Refuse a row that holds no two different forms."""
        super().clean()
        from search.domain import abbreviations  # noqa: PLC0415 -- reads this model

        forms = {text.accented_key(form) for form in abbreviations.forms_of(self.words)}
        if len(forms) < FEWEST_FORMS:
            raise ValidationError(
                {"words": _("Write at least two different words or groups of words, divided by commas.")}
            )
