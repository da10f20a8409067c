"""Copies among hits: what forks took over unchanged stands once in an answer.

A competency of a fork says where it comes from (`derived_from` among the notes of its concept). It
is the same answer as its source, and as other copies of it, as long as the label is the same.
"""

from collections.abc import Collection, Iterable, Mapping

from badges.model import wording
from issuer.services.search.ranking import Ranked, is_own


def fold(
    ranked: Iterable[Ranked], preferred: Collection[str] = frozenset()
) -> list[tuple[Ranked, int]]:
    """Each answer once, in its best place, with how many copies are folded into it.

    A copy of a `preferred` framework is kept before all, then the original, then the first.
    """
    found = list(ranked)
    sources = {
        concept.notes["uuid"]: concept.notes.get("derived_from", "")
        for concept in (item.kept.concept for item in found)
        if is_own(concept)
    }
    groups: dict[tuple[str, ...], list[Ranked]] = {}
    for item in found:
        groups.setdefault(_sameness(item, sources), []).append(item)
    return [(_kept(group, preferred), len(group) - 1) for group in groups.values()]


def _sameness(item: Ranked, sources: Mapping[str, str]) -> tuple[str, ...]:
    """What copies have in common: where they come from in the end, and the label."""
    concept = item.kept.concept
    if not is_own(concept):
        return ("", item.kept.scheme, concept.code)
    return (_root(concept.notes["uuid"], sources), wording.fold(concept.label))


def _root(uuid: str, sources: Mapping[str, str]) -> str:
    """The first source, as far as the hits tell; of sources in a circle, always the same one."""
    passed = [uuid]
    while source := sources.get(passed[-1]):
        if source in passed:
            return min(passed[passed.index(source) :])
        passed.append(source)
    return passed[-1]


def _kept(group: list[Ranked], preferred: Collection[str]) -> Ranked:
    return min(group, key=lambda item: (item.kept.scheme not in preferred, _is_copy(item)))


def _is_copy(item: Ranked) -> bool:
    return "derived_from" in item.kept.concept.notes
