"""Products of an organisation at the desk."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from exhibitors import forms, permissions, queries
from exhibitors.domain import products as product_rules
from exhibitors.models import Membership, Product
from exhibitors.views.guards import desk_view, membership_or_404, require
from portal.kernel import clock, errors
from portal.media.domain.kept import Keeper


def _context(own: Membership, **more: Any) -> dict[str, Any]:
    return {
        "organisation": own.organisation,
        "membership": own,
        "can_edit": permissions.can_edit(own),
        "can_see_papers": permissions.can_see_papers(own),
        "active_tab": "products",
        **more,
    }


def _keeper(request: HttpRequest, own: Membership, product: str) -> Keeper:
    return Keeper(subject=f"organisation:{own.organisation.pk}:product:{product}", by=request.user)


def _product_or_404(own: Membership, pk: int) -> Product:
    return get_object_or_404(
        Product.objects.select_related("organisation", "picture"), pk=pk, organisation=own.organisation
    )


@desk_view
@require_safe
def products(request: HttpRequest, slug: str) -> HttpResponse:
    """List the products, for members of every role."""
    own = membership_or_404(request, slug)
    shown = queries.products_of(own.organisation)
    context = _context(own, products=shown, page_title=_("Products"), has_room=len(shown) < product_rules.MOST)
    return render(request, "exhibitors/products.html", context)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def product_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a product."""
    own = membership_or_404(request, slug)
    require(permissions.can_edit(own))
    keeper = _keeper(request, own, "new")
    form = forms.ProductForm(request.POST or None, request.FILES or None, keeper=keeper)
    if request.method == "POST" and form.is_valid():
        try:
            made = product_rules.add_product(
                organisation=own.organisation,
                details=form.details(),
                picture=form.cleaned_data["picture"],
                form_key=form.cleaned_data["form_key"],
                by=request.user,
                now=clock.now(),
            )
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            form.forget_uploads()
            messages.success(request, _("%(name)s is on the profile.") % {"name": made.display_name})
            return redirect("exhibitors:products", slug)
    return _show_form(request, own, form, _("Add a product"))


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def product_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a product."""
    own = membership_or_404(request, slug)
    require(permissions.can_edit(own))
    found = _product_or_404(own, pk)
    keeper = _keeper(request, own, str(found.pk))
    form = forms.ProductForm(request.POST or None, request.FILES or None, product=found, keeper=keeper)
    if request.method == "POST" and form.is_valid():
        try:
            product_rules.change_product(
                product=found,
                details=form.details(),
                picture=form.cleaned_data["picture"],
                remove_picture=bool(form.cleaned_data.get("remove_picture")),
                seen_at=form.cleaned_data["seen_at"],
                by=request.user,
                now=clock.now(),
            )
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            form.forget_uploads()
            messages.success(request, _("The product is saved."))
            return redirect("exhibitors:products", slug)
    return _show_form(request, own, form, _("Change the product"), product=found)


def _show_form(request: HttpRequest, own: Membership, form: forms.ProductForm, title: str, **more: Any) -> HttpResponse:
    form.keep_uploads()
    context = _context(
        own,
        form=form,
        form_has_errors=bool(form.errors),
        page_title=title,
        cancel_url=reverse("exhibitors:products", args=[own.organisation.slug]),
        **more,
    )
    return render(request, "exhibitors/product_form.html", context)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def product_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then take a product away."""
    own = membership_or_404(request, slug)
    require(permissions.can_edit(own))
    found = _product_or_404(own, pk)
    if request.method == "POST":
        product_rules.remove_product(product=found, by=request.user, now=clock.now())
        messages.success(request, _("%(name)s is taken away.") % {"name": found.display_name})
        return redirect("exhibitors:products", slug)
    context = {
        "organisation": own.organisation,
        "thing": found.display_name,
        "page_title": _("Take the product away"),
        "words": _("It disappears from the profile, with its picture."),
        "cancel_url": reverse("exhibitors:products", args=[slug]),
    }
    return render(request, "exhibitors/remove.html", context)
