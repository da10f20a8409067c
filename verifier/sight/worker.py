"""The process that decodes: born for one file, told what it may use, gone after the answer.

It is started as a script, without environment, site packages or the rest of the verifier: the
packages `verifier` and `verifier.sight` are stood in for, so that only the modules that this one
file needs are loaded. Standard input is the file, standard output the frames of `frames`:

    python -I -S worker.py pictures|pdfs SECONDS MEMORY FOLDER...
"""

import importlib
import sys
from pathlib import Path
from types import ModuleType

_OURS = Path(__file__).resolve().parent


def main(kind: str, seconds: str, memory: str, *folders: str) -> None:
    """Decode standard input as that kind of file; the folders hold the decoding libraries."""
    sys.path.extend(folders)
    _stand_in("verifier", _OURS.parent)
    _stand_in("verifier.sight", _OURS)
    found, telling, limits, decoder = (
        importlib.import_module(f"verifier.sight.{name}")
        for name in ("found", "telling", "limits", kind)
    )
    limits.confine(int(memory), float(seconds))  # after the imports, for they open files
    deadline = found.Deadline.after(float(seconds))
    telling.tell(decoder.look, sys.stdin.buffer.read(), deadline, sys.stdout.buffer)


def _stand_in(name: str, folder: Path) -> None:
    """A package of that name whose own code is not run: only its modules are found."""
    package = ModuleType(name)
    package.__path__ = [str(folder)]
    sys.modules[name] = package


if __name__ == "__main__":
    main(*sys.argv[1:])
