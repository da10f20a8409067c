"""What arrives and is not ours to read: named, so that people know what to do instead."""

from badges.documents import JsonObject
from badges.ob2 import Nature, Standard, nature_of, standard_of
from verifier.errors import InputError, NotYetRead

_NO_AWARDS = {
    Nature.BADGE_CLASS: "input.badge_class",
    Nature.PROFILE: "input.issuer_profile",
    Nature.KEY: "input.issuer_key",
    Nature.REVOCATION_LIST: "input.revocation_list",
    Nature.ENDORSEMENT: "input.endorsement_2",
}
_BEGINNINGS = (
    (b"%PDF-", "input.pdf"),
    (b"\xff\xd8\xff", "input.photo"),
    (b"RIFF", "input.photo"),
    (b"GIF8", "input.photo"),
    (b"\x89PNG", "input.broken_image"),
)
_HTML_BEGINNINGS = (b"<!doctype html", b"<html", b"<head", b"<body")
_LOOKED_AT = 1024


def require_award(document: JsonObject) -> None:
    """Return unless the document is of an older Open Badges and not a badge that we judge.

    Its context decides (OB2-13): a badge of 2.0 goes on to its own checks, one of 1.x is only
    recognised, and what 2.0 puts beside its badges is told apart from them.

    Raises:
        NotYetRead: a badge of 1.x.
        InputError: a part of a 2.0 badge, alone.
    """
    standard = standard_of(document)
    if standard is Standard.V1:
        raise NotYetRead("input.open_badges_1")
    nature = nature_of(document) if standard is Standard.V2 else None
    if nature in _NO_AWARDS:
        raise InputError(_NO_AWARDS[nature])


def require_readable(material: bytes) -> None:
    """Return unless `material` is of a kind that we can name.

    Raises:
        InputError: it is; the code says which.
    """
    for beginning, code in _BEGINNINGS:
        if material.startswith(beginning):
            raise InputError(code)


def is_html(material: bytes) -> bool:
    """Whether `material` is a web page."""
    beginning = material[:_LOOKED_AT].lower()
    return beginning.startswith(_HTML_BEGINNINGS) or (
        b"<html" in beginning and b"<svg" not in beginning
    )
