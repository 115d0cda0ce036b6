"""A product on the profile."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from exhibitors.domain.products import ProductDetails
from exhibitors.models import Product
from portal.kernel.languages import Language
from portal.media.forms import KeepsUploadsMixin
from portal.ui import forms as ui_forms
from portal.ui import merging

_PICTURE: Final = "picture"


class ProductForm(merging.MergesMixin, KeepsUploadsMixin, ui_forms.Form):
    """What is said of a product, and its picture."""

    name = forms.CharField(
        label=_("Name of the product"), max_length=120, error_messages={"required": _("Give the product's name.")}
    )
    text = forms.CharField(
        label=_("What it is, in one or two sentences"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    url = forms.CharField(
        label=_("Where it is sold"),
        max_length=300,
        required=False,
        help_text=_("The address of its page on an e-commerce floor or on your own site; it begins with https://."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        allow_empty_file=True,
        help_text=_("A PNG, JPEG, WebP or GIF picture of at most 8 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )
    remove_picture = forms.BooleanField(label=_("Remove the present picture"), required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    text_en = forms.CharField(
        label=_("What it is, in one or two sentences, in English"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    form_key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, product: Product | None = None, **kwargs: Any) -> None:
        names = ("name", "text", "url", "name_en", "text_en")
        initial = {name: getattr(product, name) for name in names} if product else {}
        seen_at = product.updated_at if product else None
        self._picture = str(product.picture_id or "") if product else ""
        kwargs["initial"] = {"form_key": str(uuid.uuid4()), "seen_at": seen_at, **initial}
        super().__init__(*args, **kwargs)
        if product is None or product.picture_id is None:
            del self.fields["remove_picture"]
        for name in ("name_en", "text_en"):
            self.fields[name].widget.attrs["lang"] = Language.ENGLISH.value

    def digests(self) -> dict[str, str]:
        """Add which picture is there."""
        return {**super().digests(), _PICTURE: self._picture}

    def replaces_unseen(self, seen: Mapping[str, Any]) -> bool:
        """Return whether a picture is put in, or taken away, where another one has come meanwhile."""
        sent = self.files.get("picture") or self.data.get(self.add_prefix("remove_picture"))
        return bool(sent) and seen.get(_PICTURE, self._picture) != self._picture

    def clean_form_key(self) -> uuid.UUID:
        """Return the key of this rendering; a fresh one where the field was tampered with."""
        try:
            return uuid.UUID(self.cleaned_data["form_key"])
        except ValueError:
            return uuid.uuid4()

    def details(self) -> ProductDetails:
        """Return what was typed, for the domain."""
        return ProductDetails(**{name: self.cleaned_data[name] for name in ProductDetails.__slots__})
