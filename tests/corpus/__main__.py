"""Writes the corpus to a folder: `python -m tests.corpus FOLDER`."""

import sys
import tempfile
from pathlib import Path

from schemas.catalogue import CURRENT
from tests.corpus.library import make, write
from tests.corpus.specimen import World
from tests.interop.node_programs import NodePrograms, NodeUnavailable, lay_out


def main(arguments: list[str]) -> int:
    """Make every specimen and write it, with its manifest and its web."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m tests.corpus FOLDER\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        world = World(node=_node(Path(folder)))
        specimens = make(world)
        write(Path(arguments[0]), specimens, world)
    sys.stderr.write(f"{len(specimens)} files in {arguments[0]}\n")
    return 0


def _node(folder: Path) -> NodePrograms | None:
    try:
        return lay_out(folder, {url: CURRENT.document(url) for url in CURRENT.urls()})
    except NodeUnavailable as error:
        sys.stderr.write(f"without the badges signed in Node: {error}\n")
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
