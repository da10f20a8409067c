"""Pages of the issuer, one file a noun; each also answers programs at the same address."""

from issuer.web.pages.achievements import make_achievements
from issuer.web.pages.asking import make_asking
from issuer.web.pages.claims import make_claims
from issuer.web.pages.credentials import make_credentials
from issuer.web.pages.evidence import make_evidence
from issuer.web.pages.frameworks import make_frameworks
from issuer.web.pages.places import make_places
from issuer.web.pages.posters import make_posters
from issuer.web.pages.privacy import make_privacy

PAGES = (
    make_claims,
    make_asking,
    make_posters,
    make_evidence,
    make_credentials,
    make_places,
    make_privacy,
    make_achievements,
    make_frameworks,
)
