"""What a document claims to be, by its `type`."""

from enum import StrEnum

from badges.documents import JsonObject
from badges.model import kinds
from badges.ob2 import is_award


class Kind(StrEnum):
    """What a document claims to be; its `type` decides.

    An assertion is a badge of Open Badges 2.0; a record is a CLR 2.0; a collection is a wrapping
    without any signature of its own, such as an archive.
    """

    BADGE = "badge"
    ENDORSEMENT = "endorsement"
    STATUS_LIST = "status_list"
    RECORD = "record"
    PRESENTATION = "presentation"
    CREDENTIAL = "credential"
    ASSERTION = "assertion"
    COLLECTION = "collection"


_KINDS_BY_TYPE = (
    (Kind.BADGE, kinds.BADGE),
    (Kind.RECORD, kinds.RECORD),
    (Kind.ENDORSEMENT, kinds.ENDORSEMENT),
    (Kind.STATUS_LIST, kinds.STATUS_LIST),
)

SIGNED_KINDS = frozenset(Kind) - {Kind.ASSERTION, Kind.COLLECTION}
CREDENTIAL_KINDS = SIGNED_KINDS - {Kind.STATUS_LIST, Kind.PRESENTATION}
"""What an issuer says of somebody: it may be cancelled, replaced, or tell of other resources."""


def kind_of(document: JsonObject, default: Kind = Kind.CREDENTIAL) -> Kind:
    """What a document claims to be by its `type`; a badge before all else (VER-05).

    What names a presentation and a credential is never a presentation: its issuer must have signed.
    """
    names = kinds.type_names(document)
    for kind, types in _KINDS_BY_TYPE:
        if names & types:
            return kind
    if kinds.is_presentation(document):
        return Kind.PRESENTATION
    return Kind.ASSERTION if is_award(document) else default


def credential_kind_of(document: JsonObject) -> Kind:
    """What a document is where only a credential may stand: a presentation is none.

    Examined as a credential, it is refused for its type. A status list that is shown, instead of
    being searched, is a credential like any other, whose own status counts.
    """
    kind = kind_of(document)
    return Kind.CREDENTIAL if kind in (Kind.PRESENTATION, Kind.STATUS_LIST) else kind
