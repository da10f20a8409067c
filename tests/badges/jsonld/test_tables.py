"""The tables of contexts outlive a document: strangers must not fill the memory with them."""

import gc
from itertools import product

import pytest

from badges.documents import JsonObject
from badges.jsonld import canonicalize
from badges.jsonld.active_contexts import Shape
from tests.badges.credentials import OB_3, VC_2, minimal


def shapes() -> int:
    """The tables of kinds of nodes that are alive."""
    gc.collect()
    return sum(isinstance(item, Shape) for item in gc.get_objects())


def of_types(*types: list[str], contexts: tuple[str, ...] = ()) -> JsonObject:
    """A badge with evidence of these types."""
    evidence = [{"id": "urn:e", "type": kinds, "name": "x"} for kinds in types]
    return minimal() | {"evidence": evidence, "@context": [VC_2, OB_3, *contexts]}


@pytest.mark.requirement("VER-02")
def test_words_of_strangers_are_not_remembered() -> None:
    """Types that only one badge uses leave nothing behind."""
    canonicalize(of_types(["Evidence"]))
    before = shapes()
    canonicalize(of_types(*(["Evidence", f"urn:t:{n}"] for n in range(300))))
    assert shapes() <= before + 1


@pytest.mark.requirement("VER-02")
def test_all_tables_together_are_bounded() -> None:
    """Words of the contexts in ever other orders, under ever other lists, reach a limit."""
    most = 0
    for repeats in range(18):
        orders = map(list, product(("Evidence", "Achievement"), repeat=9))
        canonicalize(of_types(*orders, contexts=(OB_3,) * repeats))
        most = max(most, shapes())
    assert most < 17 * 512
