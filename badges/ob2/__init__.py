"""Open Badges 2.0: its documents as typed views, and as a view in the shape of ours.

https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html. A pure room: it fetches
nothing and judges nothing. Version 2.1 changes how badges travel, not what they are (OB2-14); of
1.x, documents are only recognised.
"""

from badges.ob2.award import Award, Linked
from badges.ob2.extensions import Extension, extensions_of, schemas_named
from badges.ob2.foreign_schema import ForeignSchema
from badges.ob2.mapping import as_credential, as_endorsement, instant_of
from badges.ob2.members import a_text, identifier, listed, objects, origin, types, web_address
from badges.ob2.model import Assertion, Profile, RevocationList, Way
from badges.ob2.recognition import (
    CONTEXT,
    Nature,
    Standard,
    is_award,
    nature_of,
    standard_of,
)
from badges.ob2.requirements import (
    Problem,
    assertion_problems,
    badge_problems,
    endorsement_problems,
    issuer_problems,
)
from badges.ob2.scope import is_in_scope, is_understood

__all__ = [
    "CONTEXT",
    "Assertion",
    "Award",
    "Extension",
    "ForeignSchema",
    "Linked",
    "Nature",
    "Problem",
    "Profile",
    "RevocationList",
    "Standard",
    "Way",
    "a_text",
    "as_credential",
    "as_endorsement",
    "assertion_problems",
    "badge_problems",
    "endorsement_problems",
    "extensions_of",
    "identifier",
    "instant_of",
    "is_award",
    "is_in_scope",
    "is_understood",
    "issuer_problems",
    "listed",
    "nature_of",
    "objects",
    "origin",
    "schemas_named",
    "standard_of",
    "types",
    "web_address",
]
