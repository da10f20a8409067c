"""One look, told frame by frame: what was found, then how it ended."""

from collections.abc import Callable
from typing import BinaryIO

from verifier.sight import frames
from verifier.sight.found import TOO_MUCH_MEMORY, CannotSee, Deadline

Look = Callable[[bytes, Deadline], frames.Frames]
"""From a file, and the moment after which nothing new is begun, to frames."""


def tell(look: Look, material: bytes, deadline: Deadline, out: BinaryIO) -> None:
    """Write what `look` finds in `material`, each thing as soon as it is found."""
    try:
        for letter, content in look(material, deadline):
            frames.write(out, letter, content)
    except CannotSee as error:
        frames.write(out, frames.REFUSAL, error.code.encode())
    except MemoryError:
        frames.write(out, frames.REFUSAL, TOO_MUCH_MEMORY.encode())
    else:
        frames.write(out, frames.END)
