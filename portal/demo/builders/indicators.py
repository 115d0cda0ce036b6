"""The plan's indicators: real targets, illustrative yearly values."""

from portal.demo.builders.common import Build


def build(context: Build) -> None:
    """Fill in illustrative values of the indicators."""
