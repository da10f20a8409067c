"""A portfolio on paper: a cover with the code of its page, then a page for each badge that holds.

What scanning could not open stands on no page of its own: badges of a private link, and those from
elsewhere, are named on the cover. Badges that hold no more are not printed.
"""

from badges.documents import parse
from badges.i18n import Translator
from badges.web.wording import day
from issuer.model.paper import Booklet
from issuer.ports import Office
from issuer.services.achievements.keeping import as_awarded
from issuer.services.imports.reading import Said
from issuer.services.papers import is_printable
from issuer.services.portfolios.reading import Collection, Entry, Opened
from issuer.services.portfolios.standing import is_in_force
from issuer.services.printing import certificate_of

PAGES_LIMIT = 50
"""Badges with a page of their own: the others are named on the cover."""


def booklet(office: Office, opened: Opened) -> bytes:
    """The PDF of what readers of a portfolio see, the code on it leading to where they read it.

    Raises:
        InvalidRequest, IssuerError: it cannot be printed (`issuer.paper`).
    """
    collection = opened.collection
    holding = [entry for entry in collection.seen if _holds(office, entry)]
    pages = [entry for entry in holding if entry.award and is_printable(entry.award)][:PAGES_LIMIT]
    language = collection.portfolio.language
    rest = tuple(_title(entry, language) for entry in holding if entry not in pages)
    url = f"{office.settings.base_url}{opened.path}"
    return office.press.booklet(_booklet(office, collection, pages, rest, url))


def _booklet(
    office: Office, collection: Collection, pages: list[Entry], rest: tuple[str, ...], url: str
) -> Booklet:
    portfolio = collection.portfolio
    with office.store.read() as work:
        certificates = tuple(
            certificate_of(office, work, entry.award, as_awarded(work, entry.award))
            for entry in pages
            if entry.award is not None
        )
    return Booklet(
        language=portfolio.language,
        holder=collection.holder.name,
        place=collection.place.name,
        made=day(portfolio.changed, portfolio.language),
        certificates=certificates,
        title=portfolio.title,
        words=portfolio.introduction,
        url=url,
        elsewhere=rest,
    )


def _holds(office: Office, entry: Entry) -> bool:
    if entry.award is not None:
        return is_in_force(entry.award, office.clock.now())
    return entry.imported is not None and entry.imported.verdict == "accepted"


def _title(entry: Entry, language: str) -> str:
    """What a badge is called: as it was signed, or as it was brought."""
    if entry.imported is not None:
        # Anybody may call themselves so: only the site says who it is.
        site = Said(entry.imported).site
        untold = Translator(language, "issuer")("import.issuer_no_site")
        return f"{entry.imported.title} ({entry.imported.issuer} – {site or untold})"
    return str(parse(entry.award.json).get("name", "")) if entry.award is not None else ""
