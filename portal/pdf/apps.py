"""The pdf app: no models, only templates and the code that fills them."""

from django.apps import AppConfig


class PdfConfig(AppConfig):
    """Label ``pdf``."""

    name = "portal.pdf"
    label = "pdf"
