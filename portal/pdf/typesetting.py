"""The call of typst, with the one standard and the one set of fonts that every document has."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent
"""Every template stands under the project's folder, and reads nothing outside it."""


class NotCompiledError(Exception):
    """Typst refused a document or broke off; its words may repeat what somebody typed."""


def compiled(template: Path, *, inputs: Mapping[str, str], timestamp: int = 0) -> bytes:
    """Return a template as PDF/UA-1 with the fonts inside of typst. Raises NotCompiledError."""
    import typst  # noqa: PLC0415 -- its library is large, and most processes draw no document

    try:
        return bytes(
            typst.compile(
                str(template),
                root=str(ROOT),
                ignore_system_fonts=True,
                sys_inputs=dict(inputs),
                pdf_standards="ua-1",
                timestamp=timestamp,
            )
        )
    except typst.TypstError as error:
        raise NotCompiledError(str(error)) from None
    except BaseException as error:
        # Some mixtures of scripts make typst panic. That is no Exception and would end a worker; its class cannot be imported.
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise NotCompiledError("typst panicked") from None
