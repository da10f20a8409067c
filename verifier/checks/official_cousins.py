"""The official items beside a competency: those that the badge names, then the referential's.

A badge of ours names the official items that its competency is bridged to as further alignments
(`ext:…`) after its own: `targetFramework` tells the edition, `targetDescription` the relation and
the state, in one of our sentences. What the referential adds is marked as such: it is not signed.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import product
from typing import get_args

from badges.documents import JsonObject
from badges.frameworks.alignments import TARGET_TYPES
from badges.i18n import LANGUAGES, Translator
from badges.model.framework import Competency, MappingStatus, OfficialMatch, Relation
from verifier.case import a_text
from verifier.report import Cousin

OFFICIAL = "ext:"
_REFUSED = "refused"
_NAMES = frozenset(framework for framework, _ in TARGET_TYPES)


def is_official(alignment: JsonObject) -> bool:
    """Whether an alignment names an item of an official referential."""
    return str(alignment.get("targetType", "")).startswith(OFFICIAL)


def owners(
    alignments: Sequence[JsonObject], competencies: Mapping[int, Competency | None]
) -> Mapping[int, list[JsonObject]]:
    """The official alignments of each competency, by the place of its own alignment in the list.

    `competencies` are those places; None for a competency that we do not know. An official item
    belongs to the competency before it, as we write them; to another one only when that one is
    known to be bridged to it and the one before it is not.
    """
    found: dict[int, list[JsonObject]] = {place: [] for place in competencies}
    nearest = min(competencies, default=None)
    if nearest is None:
        return found
    for place, alignment in enumerate(alignments):
        if place not in competencies and is_official(alignment):
            before = max((own for own in competencies if own < place), default=nearest)
            first = sorted(competencies, key=lambda own: own != before)
            citing = (own for own in first if _cites(competencies[own], alignment))
            found[next(citing, before)].append(alignment)
    return found


def cousins(named: Iterable[JsonObject], competency: Competency | None) -> tuple[Cousin, ...]:
    """The cousins of a competency: those that the badge names, then those that it does not."""
    signed = {cousin.key: cousin for cousin in map(_signed, named)}
    carried = [
        _carried(match)
        for match in (competency.matches if competency is not None else ())
        if match.status != _REFUSED
    ]
    others = [cousin for cousin in carried if cousin.key not in signed]
    return tuple(sorted((*signed.values(), *others), key=lambda cousin: cousin.distance))


def _carried(match: OfficialMatch) -> Cousin:
    return Cousin(
        framework=match.framework,
        code=match.code,
        name={"fr": match.label},
        relation=match.relation,
        url=match.uri,
        edition=match.version or None,
        state=match.status,
    )


def _signed(alignment: JsonObject) -> Cousin:
    framework, edition = _edition(a_text(alignment.get("targetFramework")) or "")
    description = a_text(alignment.get("targetDescription"))
    relation, state = _sentences().get(description or "", (None, None))
    code = a_text(alignment.get("targetCode")) or ""
    return Cousin(
        framework=framework,
        code=code,
        name={"": a_text(alignment.get("targetName")) or code},
        relation=relation,
        url=a_text(alignment.get("targetUrl")),
        edition=edition,
        state=state,
        source="badge",
        description=description,
    )


def _edition(text: str) -> tuple[str, str | None]:
    """`ROME 4.0 v60` as a name and an edition; a name that we do not know stays whole."""
    name, _, edition = text.partition(" ")
    return (name, edition.strip() or None) if name in _NAMES else (text, None)


@cache
def _sentences() -> Mapping[str, tuple[Relation, MappingStatus]]:
    """What each sentence of ours says of a bridge, in every language that we write."""
    found = {}
    for language in LANGUAGES:
        say = Translator(language)
        for relation, state in product(get_args(Relation), get_args(MappingStatus)):
            told = say(
                "framework.alignment",
                relation=say(f"framework.relation.{relation}"),
                status=say(f"framework.status.{state}"),
            )
            found[told] = (relation, state)
    return found


def _cites(competency: Competency | None, alignment: JsonObject) -> bool:
    if competency is None:
        return False
    key = _signed(alignment).key
    return any(_carried(match).key == key for match in competency.matches)
