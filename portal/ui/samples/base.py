"""What a sample is, and the words that many of them share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pprint import pformat
from typing import Any

from portal.kernel import languages


@dataclass(frozen=True)
class Sample:
    """A component with the parameters that put it into one state."""

    component: str
    state: str
    context: Mapping[str, Any] = field(default_factory=dict)
    focused: bool = False

    @property
    def template(self) -> str:
        """Path of the component's template."""
        return f"ui/components/{self.component}.html"

    @property
    def source(self) -> str:
        """The parameters as a reader of the catalogue sees them."""
        return pformat(dict(self.context), width=76, compact=True, sort_dicts=False)


@dataclass(frozen=True)
class Group:
    """Samples that stand together, in a grid or one below the other."""

    title: str
    samples: tuple[Sample, ...]
    layout: str = "stack"

    @property
    def anchor(self) -> str:
        """Name for the address of this group."""
        return "-".join(sorted({sample.component for sample in self.samples})[:1])


def both(vi: str, en: str) -> str:
    """Return the text of the active language."""
    return en if languages.current() is languages.Language.ENGLISH else vi


def long_title() -> str:
    """Return a title of about 180 letters, as ministries write them."""
    return (
        "Nghiên cứu, hoàn thiện quy trình công nghệ chế biến sâu và bảo quản sau thu hoạch các sản phẩm nông nghiệp "
        "chủ lực của địa phương phục vụ xuất khẩu và phát triển kinh tế xanh bền vững"
    )
