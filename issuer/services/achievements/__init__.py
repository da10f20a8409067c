"""Achievements: what a place recognises, tied to competencies of the referential.

A badge is written as a draft (`drafts`), published as a version (`releasing`), and may end in the
archive. Awards embed the version of their day; `as_awarded` finds it again.
"""

from issuer.services.achievements.drafting import bounded, request_of
from issuer.services.achievements.drafts import Sketch, begin, drop, listing, save, sketch
from issuer.services.achievements.keeping import (
    add,
    as_awarded,
    awardable,
    get,
    list_all,
    list_published,
    preview,
    version,
    version_in,
    versions,
)
from issuer.services.achievements.reading import read_request
from issuer.services.achievements.ready import (
    ReadyChoice,
    copy_achievement,
    copy_ready,
    copyable,
    ready,
)
from issuer.services.achievements.releasing import archive, publish, reopen
from issuer.services.achievements.translations import (
    related_of,
    spoken,
    translated,
)

__all__ = [
    "ReadyChoice",
    "Sketch",
    "add",
    "archive",
    "as_awarded",
    "awardable",
    "begin",
    "bounded",
    "copy_achievement",
    "copy_ready",
    "copyable",
    "drop",
    "get",
    "list_all",
    "list_published",
    "listing",
    "preview",
    "publish",
    "read_request",
    "ready",
    "related_of",
    "reopen",
    "request_of",
    "save",
    "sketch",
    "spoken",
    "translated",
    "version",
    "version_in",
    "versions",
]
