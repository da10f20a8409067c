"""Beginning and ending quickly: memory is not looked through while all of it stays, or all goes."""

import atexit
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# What refers to itself in a circle goes with the process: looking for it took longer than to leave.
atexit.register(gc.freeze)


@contextmanager
def loading() -> Iterator[None]:
    """A time in which modules are loaded, in three quarters of the time that it takes otherwise.

    Python looks through all that is in memory each time much was made, and a thousand modules are
    much. They stay, so neither are they looked through later.
    """
    was_on, known = gc.isenabled(), len(sys.modules)
    gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > known:
            gc.freeze()
        if was_on:
            gc.enable()
