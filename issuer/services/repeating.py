"""Doing again what the database asked to begin again.

Two units of work that wait for each other are a deadlock: the database undoes one of them at once,
whole. Nothing of it was kept, so a service that opens its own unit of work may simply be called
once more. Waiting for somebody who is slow (`store.locked`) is another matter, and is not repeated.
"""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from issuer.errors import StoreError

COLLIDED = "store.collided"
TRIES = 5

_PAUSE_SECONDS = 0.02

Given = ParamSpec("Given")
Made = TypeVar("Made")


def repeated(act: Callable[Given, Made]) -> Callable[Given, Made]:
    """Call `act` again, after a moment of chance, as long as the database undid it for another.

    Raises:
        StoreError: it was undone `TRIES` times running, or fails otherwise.
    """

    @wraps(act)
    def acting(*given: Given.args, **named: Given.kwargs) -> Made:
        for attempt in range(1, TRIES):
            try:
                return act(*given, **named)
            except StoreError as error:
                if error.code != COLLIDED:
                    raise
            # Each time longer, and of chance, so that the same two do not meet again.
            pause = _PAUSE_SECONDS * 2**attempt
            time.sleep(random.uniform(0, pause))  # noqa: S311 - a moment, not a secret
        return act(*given, **named)

    return acting
