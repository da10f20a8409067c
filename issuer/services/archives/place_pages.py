"""The place in the archive: who it is, its keys, what it recognises, its status lists.

Its page lists definitions, and the badges that their holders made public, a few hundred a page.
"""

from collections.abc import Iterator

from markupsafe import Markup

from badges.did.web import DidWeb
from badges.documents import serialize
from badges.keys import PublicKey
from badges.ports import Fetched
from issuer.model import Achievement, StatusList
from issuer.services import achievements, keyring, places, publishing
from issuer.services.archives.html import Part, document, listed, tag
from issuer.services.archives.parts import Edition, File, Met, Public
from issuer.services.identities import did_document_of

_A_PAGE = 200
_ROOT = "../../"
_WEB = "did:web:"
_DID = "application/did+ld+json"
_VC = "application/vc"

Answers = dict[tuple[str, str], Fetched]


def place_files(edition: Edition, met: Met) -> Iterator[File]:
    """The page of the place, its profile, its DID document when it has one, and its keys."""
    office, slug = edition.office, edition.place.slug
    issuer = places.issuer_id(office, slug)
    met.issuers.add(issuer)
    profile = publishing.place_profile(office, slug)
    yield f"places/{slug}.json", serialize(profile)
    yield f"places/{slug}.jsonld", serialize(profile)
    if issuer.startswith(_WEB):
        identity = publishing.did_document(office, slug)
        yield f"places/{slug}/did.json", serialize(identity)
    for key in keyring.list_all(office, slug):
        public = PublicKey.from_multikey(key.public).jwk()
        yield f"places/{slug}/keys/{key.name}", serialize(public)
    yield f"places/{slug}/index.html", _page(edition, issuer, has_public=bool(met.public))
    yield "index.html", _front(edition)
    yield from _public_pages(edition, met)


def status_files(edition: Edition, _: Met) -> Iterator[File]:
    """Every status list of the place, as it was signed, at the address that badges name."""
    for status_list in _lists(edition):
        yield f"status/{status_list.id}", status_list.body


def answers(edition: Edition, met: Met) -> Answers:
    """What the verifier will ask for: keys of every identity, and the lists, dated.

    A place that changed its origin has badges under each: its keys are told under each identity.
    """
    found: Answers = {}
    keys = keyring.list_all(edition.office, edition.place.slug)
    for did in sorted(met.issuers):
        if did.startswith(_WEB):
            url = DidWeb().address(did)
            body = serialize(did_document_of(did, keys))
            found[url, "*/*"] = Fetched(url, _DID, body, fetched_at=edition.made)
    for item in _lists(edition):
        found[item.url, "*/*"] = Fetched(item.url, _VC, item.body, fetched_at=edition.made)
    return found


def _lists(edition: Edition) -> tuple[StatusList, ...]:
    with edition.office.store.read() as work:
        return work.status_lists.of(edition.place.slug)


def _front(edition: Edition) -> bytes:
    """What one sees at the root of the archive."""
    place = edition.text(edition.place.name)
    return document(
        edition.language,
        edition.words("archive.title", place=edition.place.name),
        "",
        main=(
            tag("h1", edition.words("archive.title", place=edition.place.name)),
            tag("p", edition.words("archive.lead"), class_="lead"),
            tag("p", tag("a", place, href=f"places/{edition.place.slug}/")),
        ),
        foot=edition.foot,
        is_public=True,
    )


def _page(edition: Edition, issuer: str, *, has_public: bool) -> bytes:
    place, say = edition.place, edition.words
    defined = achievements.list_published(edition.office, place.slug)
    description = edition.text(place.description) if place.description else None
    public = tag("p", tag("a", say("archive.public"), href="badges/")) if has_public else None
    return document(
        edition.language,
        edition.text(place.name),
        _ROOT,
        main=(
            tag("p", say("web.place.eyebrow"), class_="eyebrow"),
            tag("h1", edition.text(place.name)),
            tag("p", description, class_="lead") if description else None,
            tag("p", say("archive.lead")),
            tag("h2", say("web.place.recognises")),
            listed((_definition(edition, item) for item in defined), "plain"),
            public,
            tag("h2", say("web.place.identity")),
            tag("p", issuer, class_="code"),
            _keys(edition),
        ),
        foot=edition.foot,
        is_public=True,
    )


def _definition(edition: Edition, item: Achievement) -> Markup:
    named = edition.text(item.name, item.language)
    return tag("a", named, href=f"{_ROOT}achievements/{item.slug}/")


def _keys(edition: Edition) -> Markup | None:
    """Every key that the place ever had, with what became of it."""
    return listed(
        tag(
            "span",
            tag("a", key.name, href=f"keys/{key.name}", class_="code"),
            " · ",
            edition.words(f"web.key.{key.state}"),
            " · ",
            edition.day(key.ended or key.created),
        )
        for key in keyring.list_all(edition.office, edition.place.slug)
    )


def _public_pages(edition: Edition, met: Met) -> Iterator[File]:
    """The badges that their holders made public, the latest first."""
    rows = sorted(met.public, key=lambda row: (row.day, row.award), reverse=True)
    count = (len(rows) + _A_PAGE - 1) // _A_PAGE
    for number in range(1, count + 1):
        part = rows[(number - 1) * _A_PAGE : number * _A_PAGE]
        folder = f"places/{edition.place.slug}/badges/"
        name = "index.html" if number == 1 else f"page-{number}.html"
        yield f"{folder}{name}", _public_page(edition, part, number, count)


def _public_page(edition: Edition, rows: list[Public], number: int, count: int) -> bytes:
    root, title = "../../../", edition.words("archive.public")
    turns = (
        _turn(edition, number - 1, "archive.before") if number > 1 else None,
        _turn(edition, number + 1, "archive.after") if number < count else None,
    )
    return document(
        edition.language,
        title,
        root,
        main=(
            tag("p", tag("a", edition.text(edition.place.name), href="../")),
            tag("h1", title),
            listed((_public(edition, row, root) for row in rows), "plain"),
            *turns,
        ),
        foot=edition.foot,
        is_public=True,
    )


def _public(edition: Edition, row: Public, root: str) -> Markup:
    link = tag("a", edition.text(row.title), href=f"{root}credentials/{row.award}/")
    return tag("span", link, " · ", edition.text(row.holder))


def _turn(edition: Edition, number: int, code: str) -> Part:
    address = "./" if number == 1 else f"page-{number}.html"
    return tag("p", tag("a", edition.words(code), href=address))
