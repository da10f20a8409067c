"""Pages of the issuer, one file a noun; each also answers programs at the same address."""

from issuer.web.pages.achievements import make_achievements
from issuer.web.pages.asking import make_asking
from issuer.web.pages.claims import make_claims
from issuer.web.pages.credentials import make_credentials
from issuer.web.pages.embeds import make_embeds
from issuer.web.pages.evidence import make_evidence
from issuer.web.pages.frameworks import make_frameworks
from issuer.web.pages.imports import make_imports
from issuer.web.pages.places import make_places
from issuer.web.pages.portfolio_editing import make_portfolio_editing
from issuer.web.pages.portfolios import make_portfolios
from issuer.web.pages.posters import make_posters
from issuer.web.pages.privacy import make_privacy
from issuer.web.pages.sharing import make_held_sharing, make_sharing
from issuer.web.pages.wallets import make_wallets

PAGES = (
    make_claims,
    make_imports,
    make_asking,
    make_posters,
    make_evidence,
    make_credentials,
    make_embeds,
    make_sharing,
    make_held_sharing,
    make_portfolios,
    make_portfolio_editing,
    make_places,
    make_privacy,
    make_achievements,
    make_frameworks,
    make_wallets,
)
