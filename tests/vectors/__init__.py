"""Published known answers: facts, each file with its source; and the function that reads them."""

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


def vector(name: str) -> dict[str, Any]:
    """The file `name`.json of known answers."""
    value: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text("utf-8"))
    return value
