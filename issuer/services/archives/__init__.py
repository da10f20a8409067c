"""The static archive of a place: a ZIP that any web host can serve once this service is gone.

It is laid out as the live site, so that under the same origin every address stays alive: badges
with their files and pages, the DID document with every key, the status lists, the definitions, the
competencies that they name. It is an offline bundle as well (`badges.net.bundle`), so that
`badge-verifier --offline` needs nothing else. Only what holders leave shown goes in, and only what
they made public is listed on a page.
"""

from issuer.services.archives.making import Archived, Tell, make
from issuer.services.archives.parts import OPTIONAL

__all__ = ["OPTIONAL", "Archived", "Tell", "make"]
