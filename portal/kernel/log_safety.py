"""Keeping secret links out of the logs: whoever reads a log must not be able to open what a mailed link opens."""

import logging
import re
from typing import Final

HIDDEN: Final = "…"
# A secret of ``tokens`` as a segment of a path, broken or cut short by a mail program as well. Slugs, keys and ids are
# written in small letters; among so many random characters a capital is as good as certain.
SECRET: Final = re.compile(r"(?<=/)(?=[^/\s?]*[A-Z])[\w%-]{16,}(?=[^\w%-]|$)", re.ASCII)


def without_secrets(words: str) -> str:
    """Return a path, or a sentence with paths in it, with every secret in a path replaced by "…"."""
    return SECRET.sub(HIDDEN, words)


class SecretsFilter(logging.Filter):
    """Takes secrets out of every record that a handler writes, whoever logged it: ours, Django's and its security lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, its words without secrets."""
        words = record.getMessage()
        shown = without_secrets(words)
        if shown != words:
            record.msg, record.args = shown, ()
        return True
