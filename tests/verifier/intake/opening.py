"""How tests open what arrives, without judging it: the engine of intakes in a small web."""

from typing import Any

import pytest

from badges.errors import BadgeError
from tests.world import WebOfDocuments
from verifier.intake import Received, Several, Tools, receive
from verifier.ports import BoundedFetcher, NoSight
from verifier.settings import Bounds


def unwrap(material: bytes, web: WebOfDocuments | None = None, **bounds: Any) -> Received | Several:
    """What `material` holds; `bounds` replace the usual ones."""
    limits = Bounds(**bounds)
    fetcher = BoundedFetcher(web or WebOfDocuments(), limits)
    return receive(material, Tools(fetcher, NoSight(), limits))


def one(material: bytes, web: WebOfDocuments | None = None, **bounds: Any) -> Received:
    """The one document in `material`."""
    found = unwrap(material, web, **bounds)
    assert isinstance(found, Received)
    return found


def many(material: bytes, web: WebOfDocuments | None = None, **bounds: Any) -> Several:
    """The many badges in `material`."""
    found = unwrap(material, web, **bounds)
    assert isinstance(found, Several)
    return found


def refusal(material: bytes, web: WebOfDocuments | None = None, **bounds: Any) -> str:
    """The code with which `material` is refused."""
    with pytest.raises(BadgeError) as refused:
        unwrap(material, web, **bounds)
    return refused.value.code
