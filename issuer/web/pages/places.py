"""Places: their page, their OB 3.0 Profile, their DID document and public keys (KEY-05 to KEY-10).

`/.well-known/did.json` would be the identity of the whole host. No place is the host: a place is
`did:web:<host>:places:<slug>`, so that address answers 404.
"""

from flask import Blueprint, Response, abort, render_template, request

from badges.documents import JsonObject, serialize
from badges.keys import PublicKey
from badges.web.negotiation import HTML, VARY, negotiate
from badges.web.public_documents import publish
from issuer.model import SigningKey
from issuer.ports import Office
from issuer.services import achievements, keyring, places, publishing

DID = "application/did+ld+json"
_PROFILE = ("application/ld+json", HTML, "application/json", "application/vc+ld+json")
_DOCUMENT = (DID, "application/did+json", "application/json", "application/ld+json")
_JWK = ("application/jwk+json", "application/json")


def make_places(office: Office) -> Blueprint:
    """The addresses of places and of their keys."""
    pages = Blueprint("places", __name__)

    @pages.get("/places/<slug>")
    def place(slug: str) -> Response:
        media_type = negotiate(request, _PROFILE) or abort(406)
        if media_type != HTML:
            body = serialize(publishing.place_profile(office, slug))
            return publish(body, media_type, vary=VARY)
        return _page(office, slug)

    @pages.get("/places/<slug>.<any(json, jsonld):_kind>")
    def profile(slug: str, _kind: str) -> Response:
        return publish(serialize(publishing.place_profile(office, slug)), "application/ld+json")

    @pages.get("/places/<slug>/did.json")
    def did_document(slug: str) -> Response:
        body = serialize(publishing.did_document(office, slug))
        return publish(body, negotiate(request, _DOCUMENT) or DID, vary=VARY)

    @pages.get("/places/<slug>/keys/<name>")
    def key(slug: str, name: str) -> Response:
        found = [item for item in keyring.list_all(office, slug) if item.name == name]
        if not found:
            abort(404)
        media_type = negotiate(request, _JWK) or _JWK[0]
        return publish(serialize(_jwk(found[0])), media_type, vary=VARY)

    @pages.get("/.well-known/jwks.json")
    def key_set() -> Response:
        keys = [
            {**_jwk(item), "kid": item.name, "iss": places.issuer_id(office, place.slug)}
            for place in places.list_all(office)
            for item in keyring.list_all(office, place.slug)
        ]
        return publish(serialize({"keys": keys}), "application/jwk-set+json")

    return pages


def _page(office: Office, slug: str) -> Response:
    place = places.get(office, slug)
    response = Response(
        render_template(
            "issuer/place.html",
            place=place,
            issuer_id=places.issuer_id(office, slug),
            keys=keyring.list_all(office, slug),
            achievements=achievements.list_published(office, slug),
        )
    )
    response.vary.update(VARY)
    return response


def _jwk(key: SigningKey) -> JsonObject:
    """The bare public JWK of a key, as a `kid` that is a URL must answer (KEY-09)."""
    return PublicKey.from_multikey(key.public).jwk()
