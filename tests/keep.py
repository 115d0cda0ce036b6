"""``python -m tests.keep make`` migrates beside other parts of a run, so that the part that needs it finds a database made.

``forget`` takes away what such a run kept for itself on a server; a file goes with its folder.
"""

import sys

import django


def main(wish: str) -> None:
    """Do what the command line asks for."""
    django.setup()
    from tests import databases

    if wish == "forget":
        databases.forget()
        return
    databases.make()
    databases.drop_own()


if __name__ == "__main__":
    main(sys.argv[1])
