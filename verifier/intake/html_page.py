"""A web page that shows a badge: the badge itself is in the page, or one link away.

Pages are long and made by anybody, so the page is not built: its few telling tags are found in one
pass, and nothing of it is run, drawn or kept. Of the badges that it points to the most telling is
fetched, then the next; each goes through the same guard as any other address (VER-03).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from badges import baking
from badges.documents import JsonObject, parse
from badges.errors import DocumentError, FetchError
from badges.model.data_model import CREDENTIAL, ENVELOPED, PRESENTATION
from verifier.errors import InputError
from verifier.intake.compact_jwt import is_compact_jws
from verifier.intake.foreign import is_html
from verifier.intake.material import Onward, Opened, Tools, trim
from verifier.intake.page_tags import Link, Script, found_in, text_of
from verifier.intake.url import ACCEPT

_TYPES = frozenset(
    {CREDENTIAL, PRESENTATION, "OpenBadgeCredential", "AchievementCredential", "Assertion"}
    | ENVELOPED
)
_CONTEXTS = ("https://www.w3.org/ns/credentials/", "https://www.w3.org/2018/credentials/")
_CONTEXTS_OF_2 = ("https://w3id.org/openbadges/", "https://openbadgespec.org/")
_BAKED = (b"openbadge", b"clrcredential")
_LONGEST_SCRIPT = 1_000_000


@dataclass(frozen=True)
class HtmlPage:
    """The material is a web page, uploaded or fetched."""

    name: str = "html_page"

    def accepts(self, material: bytes) -> bool:
        """Whether this is a page; what else begins with a tag and is no image counts as one."""
        return material.startswith(b"<") or is_html(material)

    def open(self, material: bytes, tools: Tools) -> Opened:
        """The badge in the page, else the first badge behind its links.

        Raises:
            InputError: the page shows no badge that we find.
            FetchError: it links to one, which could not be fetched.
        """
        links: list[Link] = []
        beginning = material[: tools.bounds.image_bytes]  # as much as we would fetch
        for tag in found_in(text_of(beginning), tools.url):
            if isinstance(tag, Link):
                links.append(tag)
            elif _is_badge(tag):
                return Onward(tag.text.encode())
        return _followed(links, tools)


HTML_PAGE = HtmlPage()


def _is_badge(script: Script) -> bool:
    """Whether the JSON-LD of a page is a credential: most pages have other metadata there."""
    if len(script.text) > _LONGEST_SCRIPT:
        return False
    try:
        return looks_like_badge(parse(script.text.strip().encode("utf-8", "replace")))
    except DocumentError:
        return False


def looks_like_badge(document: JsonObject) -> bool:
    """Whether a document says that it is a credential, a presentation or a badge of 2.0."""
    contexts, types = (_texts(document.get(member)) for member in ("@context", "type"))
    is_named = any(name in _TYPES for name in types)
    return is_named and any(url.startswith(_CONTEXTS + _CONTEXTS_OF_2) for url in contexts)


def _texts(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [item for item in listed if isinstance(item, str)]


def _followed(links: list[Link], tools: Tools) -> Onward:
    """What the best links lead to; the first that is a badge."""
    failure: FetchError | None = None
    for url in _best(links, tools):
        try:
            limit = tools.bounds.image_bytes
            answer = tools.fetcher.fetch(url, accept=ACCEPT, limit=limit)
        except FetchError as error:
            failure = failure or error
            continue
        if _is_promising(trim(answer.body)):
            return Onward(answer.body, answer.url)
    raise failure or InputError("page.no_badge")


def _best(links: list[Link], tools: Tools) -> Iterator[str]:
    """The most telling links, each once, as many as we visit."""
    ranked = sorted(links, key=lambda link: link.rank)
    urls = dict.fromkeys(link.url for link in ranked if link.url != tools.url)
    yield from list(urls)[: tools.bounds.page_links]


def _is_promising(content: bytes) -> bool:
    """Whether what a link led to is a badge, and not the next page or some picture."""
    if is_compact_jws(content):
        return True
    if baking.is_image(content):
        return any(mark in content for mark in _BAKED)
    try:
        return content.startswith(b"{") and looks_like_badge(parse(content))
    except DocumentError:
        return False
