"""What the reading of one document may cost; beyond it a document is cut or refused."""

import resource
from typing import Final

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 60 * MEGABYTE
"""In bytes, for a file that is read at all."""
MOST_PAGES: Final = 300
MOST_CHARACTERS: Final = 150_000
"""Some seventy dense pages, of which the search takes all."""
MOST_UNPACKED: Final = 40 * MEGABYTE
"""In bytes, for one part of an archive."""
MOST_PARTS: Final = 5_000
"""Files in an archive."""
PATIENCE: Final = 15
"""In seconds of processor time: no further page is begun after it."""
PROCESSOR_SECONDS: Final = 30
WALL_SECONDS: Final = 60
MEMORY: Final = 768 * MEGABYTE
LARGEST_ANSWER: Final = 4 * MEGABYTE


def confine() -> None:
    """Let this process take no more than its share; what it writes to files is bounded too."""
    for kind, most in (
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, LARGEST_ANSWER),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (bound, bound))
