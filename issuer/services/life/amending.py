"""The words of a signed badge that a correction may touch, read and written in the document itself.

Whatever is not named here stays as it was signed, byte for byte of meaning: a correction starts
from the signed document, not from records that may have changed since.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from badges.documents import JsonObject
from badges.model.subject import Evidence, Result
from issuer.model import CompetencyLevel


def told_name(document: JsonObject) -> str:
    """The name of the holder, as the badge tells it in clear."""
    found = _name_of(document)
    return "" if found is None else str(found["identityHash"])


def put_name(document: JsonObject, name: str) -> None:
    """Write the name of the holder."""
    found = _name_of(document)
    if found is not None:
        found["identityHash"] = name


def told_evidence(document: JsonObject, files: str) -> JsonObject:
    """What was told of the work in the badge itself: a story, an address, or both.

    `files` is where our own evidence files are served: those are not typed, so have no typing
    mistakes.
    """
    return dict(_evidence_of(document, files) or {})


def put_evidence(document: JsonObject, files: str, member: str, text: str | None) -> None:
    """Write the story (`narrative`) or the address (`id`) of that evidence, or take it away."""
    found = _evidence_of(document, files)
    if found is None:
        if text is None:
            return
        found = Evidence().to_document()
        document["evidence"] = [found, *document.get("evidence", ())]
    if text is None:
        found.pop(member, None)
    else:
        found[member] = text
    kept = [item for item in document["evidence"] if item.get("id") or item.get("narrative")]
    if kept:
        document["evidence"] = kept
    else:
        del document["evidence"]


def levels_told(document: JsonObject) -> tuple[tuple[str, str], ...]:
    """The steps of the main competency's scale, low to high: the code and the name of each."""
    steps = [step for scale in _scales(document)[:1] for step in _steps(scale)]
    return tuple((str(step.get("level")), str(step.get("name"))) for step in steps)


def put_levels(document: JsonObject, reached: Iterable[CompetencyLevel]) -> None:
    """Write the levels reached, each on the scale of its competency that was signed."""
    levels = {item.notation: item.level for item in reached if item.level is not None}
    subject = document["credentialSubject"]
    former = {item.get("resultDescription"): item for item in subject.get("result", ())}
    results = [_result(scale, levels) or former.get(scale["id"]) for scale in _scales(document)]
    kept = [item for item in results if item is not None]
    if kept:
        subject["result"] = kept


def _name_of(document: JsonObject) -> JsonObject | None:
    for item in document["credentialSubject"].get("identifier", ()):
        if item.get("identityType") == "name" and item.get("hashed") is False:
            found: JsonObject = item
            return found
    return None


def _evidence_of(document: JsonObject, files: str) -> JsonObject | None:
    for item in document.get("evidence", ()):
        is_file = str(item.get("id", "")).startswith(files)
        if not is_file and not item.get("name") and not item.get("genre"):
            found: JsonObject = item
            return found
    return None


def _scales(document: JsonObject) -> list[JsonObject]:
    found: Any = document["credentialSubject"]["achievement"].get("resultDescription", [])
    return [scale for scale in found if isinstance(scale, dict)]


def _steps(scale: JsonObject) -> list[JsonObject]:
    return [step for step in scale.get("rubricCriterionLevel", ()) if isinstance(step, dict)]


def _result(scale: JsonObject, levels: Mapping[str, str]) -> JsonObject | None:
    codes = {str(item.get("targetCode")) for item in scale.get("alignment", ())}
    for notation in codes & set(levels):
        for step in _steps(scale):
            if step.get("level") == levels[notation]:
                return Result(
                    result_description=scale["id"], achieved_level=step["id"]
                ).to_document()
    return None
