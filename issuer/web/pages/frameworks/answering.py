"""How these addresses answer: a page for people, a graph for programs, each naming the others."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from urllib.parse import quote

from flask import Response, abort, g, render_template, request
from markupsafe import Markup, escape

from badges.documents import serialize
from badges.frameworks import skos
from badges.model.framework import FALLBACK_LANGUAGE, Competency, Framework, Words
from badges.web import wording
from badges.web.languages import current, words
from badges.web.negotiation import HTML, VARY, negotiate
from badges.web.public_documents import publish
from issuer.web.pages.frameworks.addresses import home_of, item_path, path_of

JSON_LD = "application/ld+json"
TURTLE = "text/turtle"
TYPES = {"jsonld": JSON_LD, "ttl": TURTLE}
_OFFERS = (JSON_LD, HTML, TURTLE, "application/json")


def page(template: str, **context: object) -> Response:
    """A page made of `template`, which may be another document for another client."""
    tools = {
        "stylesheets": ("referentials.css",),
        "home_of": home_of,
        "path_of": path_of,
        "item_path": item_path,
        "number": number,
        "said": said,
        "kind_word": partial(_named, "web.kind"),
        "member_word": partial(_named, "web.member"),
    }
    response = Response(render_template(template, **tools, **context))
    response.vary.update(VARY)
    return response


def suggest(near: Iterable[tuple[str, str]]) -> None:
    """Where to go from here, addresses and words, should this request find nothing."""
    g.suggestions = [*near, *g.get("suggestions", ())]


def number(count: int) -> str:
    """A count as people write it: by thousands."""
    return f"{count:,}".replace(",", "\u202f" if current() == "fr" else ",")


def said(text: Words) -> Markup:
    """A text in the reader's language, else marked with the language that it is in."""
    language = current()
    shown = wording.typography(wording.name(text.say(language)), language)
    if language in text or not text:
        return escape(shown)
    spoken = FALLBACK_LANGUAGE if FALLBACK_LANGUAGE in text else next(iter(text))
    return Markup('<span lang="{}">{}</span>').format(spoken, shown)


def _named(family: str, name: str) -> str:
    """The word for a kind or a member, with the code of its part; what we have no word for, as is.

    An official kind is its publisher's own word: there are more of them than we can know.
    """
    plain, *parts = name.split(".")
    code = f"{family}.{plain.lower()}"
    said = words()(code)
    return name if said == code else " ".join([said, *parts[:1]])


def negotiated(
    for_people: Callable[[], Response],
    document: Callable[[str], bytes],
    *,
    publish: Callable[..., Response] = publish,
    types: Mapping[str, str] = TYPES,
) -> Response:
    """A page for people, or the graph in the format that a program asks for, one of `types`.

    A program that keeps what it got learns the address of that one format (RFC 9110 section 8.7),
    and every answer names the others. `publish` says for how long a document may be kept.
    """
    offers = [offer for offer in _OFFERS if offer != TURTLE or "ttl" in types]
    media_type = negotiate(request, offers) or abort(406)
    path = quote(request.path, safe="/")
    if media_type == HTML:
        response = for_people()
    else:
        suffix = "ttl" if media_type == TURTLE else "jsonld"
        response = publish(document(suffix), media_type, vary=VARY)
        response.headers["Content-Location"] = f"{path}.{suffix}"
    for suffix, kind in types.items():
        link = f'<{path}.{suffix}>; rel="alternate"; type="{kind}"'
        response.headers.add("Link", link)
    return response


def whole_graph(framework: Framework, base_url: str, suffix: str) -> bytes:
    """The framework as Turtle or JSON-LD."""
    if suffix == "ttl":
        return skos.write_turtle(framework, base_url).encode()
    return serialize(skos.write_jsonld(framework, base_url))


def one_graph(framework: Framework, item: Competency, base_url: str, suffix: str) -> bytes:
    """One competency as Turtle or JSON-LD."""
    if suffix == "ttl":
        return skos.competency_turtle(framework, item, base_url).encode()
    return serialize(skos.competency_jsonld(framework, item, base_url))
