"""Are the pictures of the badge what they claim to be, and safe to show? (DM-04, TRAP-14).

A picture inside the badge is looked at by its structure. One at an address is not fetched: whoever
serves it would learn who is checked. That it may show something else tomorrow is said; only a
digest in the badge binds it (`resource.integrity`).
"""

from collections.abc import Iterator
from typing import Any

from badges.baking.inspection import inspect
from badges.documents import JsonObject
from badges.errors import BakingError, SchemaError
from badges.model.related_resources import related_resources
from verifier.case import (
    SPEC_OB,
    Answer,
    Case,
    Check,
    Kind,
    a_text,
    causes,
    not_applicable,
)
from verifier.checks.inline import is_inline, read_inline
from verifier.report import Evidence, Outcome, Severity

_IMAGE = "image"
_LIMIT = 20
_BYTES = 5_000_000
_SHOWN = 200
_USUAL = ("png", "svg")
_ELSEWHERE = ("endorsement", "endorsementJwt", "proof", "verifiableCredential", "@context")

_COMMON = ("/issuer/", "/credentialSubject/achievement/")

Said = tuple[str, JsonObject]
_GRAVEST_FIRST = (
    *("image.bad", "image.bare", "image.address", "image.mislabelled", "image.too_many"),
    *("image.unusual", "image.elsewhere", "image.sound"),
)
_FINE = ("image.sound", "image.elsewhere")
_NOTICES = ("image.unusual", "image.elsewhere")


def _ask(case: Case) -> Answer:
    places = case.survey.leading_to(_IMAGE)
    found = list(_pictures(case.document, "", places)) if places else []
    if not found:
        return not_applicable("image.none")
    bound = _bound_by_digest(case)
    said = [_look(path, image, bound) for path, image in found[:_LIMIT]]
    if len(found) > _LIMIT:
        said.append(("image.too_many", {"path": found[_LIMIT][0], "limit": _LIMIT}))
    evidence = tuple(Evidence(code, params["path"], params.get("url")) for code, params in said)
    code, params = min(said, key=lambda item: _GRAVEST_FIRST.index(item[0]))
    return Answer(_outcome(code), code, params, evidence, _severity(code))


def _outcome(code: str) -> Outcome:
    if code == "image.too_many":
        return Outcome.UNKNOWN
    return Outcome.PASSED if code in _FINE else Outcome.FAILED


def _severity(code: str) -> Severity | None:
    return Severity.NOTICE if code in _NOTICES else None


def _pictures(
    value: JsonObject | list[Any], path: str, places: set[int]
) -> Iterator[tuple[str, Any]]:
    """Every `image` of the document, outside of what is examined by itself, and where it stands.

    `places` are the parts that lead to any: the others are not looked at.
    """
    if isinstance(value, list):
        for place, item in enumerate(value):
            if id(item) in places:
                yield from _pictures(item, f"{path}/{place}", places)
        return
    for name, inner in value.items():
        if name == _IMAGE:
            images = inner if isinstance(inner, list) else [inner]
            yield from ((f"{path}/{_IMAGE}", image) for image in images if image is not None)
        elif id(inner) in places and name not in _ELSEWHERE:
            yield from _pictures(inner, f"{path}/{name}"[:_SHOWN], places)


def _is_alike(case: Case) -> bool:
    """When all pictures are those of the issuer and the achievement, and no digest binds them."""
    if "relatedResource" in case.document:
        return False
    found = _pictures(case.document, "", case.survey.leading_to(_IMAGE))
    return all(path.startswith(_COMMON) for path, _ in found)


def _bound_by_digest(case: Case) -> frozenset[str]:
    """The addresses that a digest in the badge binds; none when those cannot be read."""
    try:
        return frozenset(resource.id for resource in related_resources(case.document))
    except SchemaError:
        return frozenset()


def _look(path: str, image: Any, bound: frozenset[str]) -> Said:
    if isinstance(image, str):
        return "image.bare", {"path": path}
    address = a_text(image.get("id")) if isinstance(image, dict) else None
    if address is None:
        return "image.address", {"path": path}
    if is_inline(address):
        return _look_inside(path, address)
    if address in bound:
        return "image.sound", {"path": path, "url": address[:_SHOWN]}
    if address.startswith(("https://", "http://")):
        return "image.elsewhere", {"path": path, "url": address[:_SHOWN]}
    return "image.address", {"path": path, "url": address[:_SHOWN]}


def _look_inside(path: str, address: str) -> Said:
    inline = read_inline(address)
    if inline is None or len(inline.content) > _BYTES:
        return "image.bad", {"path": path, "cause": "picture.unknown"}
    try:
        picture = inspect(inline.content)
    except BakingError as error:
        return "image.bad", {"path": path} | causes(error)
    params = {"path": path, "kind": picture.kind}
    if inline.media_type != picture.media_type:
        return "image.mislabelled", params | {"said": inline.media_type[:_SHOWN]}
    return ("image.sound" if picture.kind in _USUAL else "image.unusual"), params


IMAGE_INTEGRITY = Check(
    id="image.integrity",
    severity=Severity.WARNING,
    spec=f"{SPEC_OB}org.1edtech.ob.v3p0.image.class",
    ask=_ask,
    needs=("input.readable",),
    kinds=frozenset({Kind.BADGE, Kind.ENDORSEMENT, Kind.RECORD}),
    is_alike=_is_alike,
)
