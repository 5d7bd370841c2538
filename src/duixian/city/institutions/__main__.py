"""`python -m duixian.city.institutions --data DIR --base-port N`."""

from __future__ import annotations

import argparse
import sys

from duixian.city.institutions.running import add_arguments, run


def main() -> int:
    """Read the command line and serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m duixian.city.institutions")
    add_arguments(parser)
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
