"""What the issuer says of the addresses by which badges go out: pictures, embeds, wallets, records.

Wallets are told of them by their own metadata (OpenID4VCI 1.0, VC-API); they stand here too, so
that one description holds the whole interface.
"""

from badges.documents import JsonObject
from badges.web.openapi import Part
from badges.web.openapi_parts import (
    HTML,
    JSON,
    answer,
    path_parameter,
    problems,
    query_parameter,
    reading,
    reference,
)

_VC = "application/vc"
_WALLETS = "wallets"
_FORM = "application/x-www-form-urlencoded"
_ID = "4f8b1c1e-7a53-4b1c-9d55-0a8d3a1f0b11"
_AWARD = path_parameter("name", _ID)
_PLACE = path_parameter("slug", "mon-lieu")
_GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
_NONE = ("404",)
_OVER = ("404", "410")


def world_part() -> Part:
    """The addresses by which badges go out into the world."""
    return Part(paths={**_shown(), **_metadata(), **_offers(), **_receiving()}, schemas=_SCHEMAS)


def _shown() -> dict[str, JsonObject]:
    embed = [
        query_parameter("url", {"type": "string", "maxLength": 2_048}) | {"required": True},
        query_parameter("format", {"type": "string", "enum": ["json", "xml"]}),
        query_parameter("maxwidth", {"type": "integer", "minimum": 1}),
        query_parameter("maxheight", {"type": "integer", "minimum": 1}),
    ]
    portfolio = [path_parameter("name", _ID)]
    return {
        "/credentials/{name}/card.png": reading(
            "sharingCard", "documents", "image/png", parameters=[_AWARD], refusals=_OVER
        ),
        "/credentials/{name}/all.zip": reading(
            "wholeBadge", "documents", "application/zip", parameters=[_AWARD], refusals=_OVER
        ),
        "/oembed": reading(
            "oEmbed",
            "documents",
            *(JSON, "text/xml"),
            parameters=embed,
            refusals=("400", "401", "404", "410", "501"),
        ),
        "/portfolio/{name}.json": reading(
            "portfolioRecord", "documents", _VC, parameters=portfolio, refusals=_OVER
        ),
        "/portfolio/{name}.pdf": reading(
            "portfolioPaper", "documents", "application/pdf", parameters=portfolio, refusals=_OVER
        ),
    }


def _metadata() -> dict[str, JsonObject]:
    known = {
        "openid-credential-issuer": "credentialIssuer",
        "oauth-authorization-server": "authorizationServer",
        "jwt-vc-issuer": "jwtVcIssuer",
    }
    return {
        f"/.well-known/{path}/places/{{slug}}": reading(
            name, _WALLETS, JSON, parameters=[_PLACE], refusals=_NONE
        )
        for path, name in known.items()
    }


def _offers() -> dict[str, JsonObject]:
    offer = reading(
        "credentialOffer",
        _WALLETS,
        JSON,
        parameters=[path_parameter("offer", _ID)],
        refusals=_NONE,
    )
    offer["get"]["responses"]["410"] = _refused("410")
    interaction = reading(
        "interaction",
        _WALLETS,
        *(JSON, HTML),
        parameters=[_uuid("offer_id")],
        refusals=("404", "406"),
    )
    interaction["get"]["responses"]["410"] = _over()
    exchange = {
        "operationId": "exchange",
        "tags": [_WALLETS],
        "parameters": [_uuid("offer_id")],
        "requestBody": _body(JSON, reference("ExchangeMessage"), required=False),
        "responses": {
            "200": answer("200", JSON, shape={"type": "object"}),
            **problems("400", "404", "409", "410", "413", "415"),
        },
    }
    return {
        "/wallet/offers/{offer}": offer,
        "/wallet/{offer_id}": interaction,
        "/wallet/exchanges/{offer_id}": {"post": exchange},
    }


def _receiving() -> dict[str, JsonObject]:
    return {
        "/wallet/token": _asking("walletToken", _FORM, "TokenRequest", "TokenResponse"),
        "/wallet/nonce": {
            "post": {
                "operationId": "walletNonce",
                "tags": [_WALLETS],
                "responses": {"200": answer("200", JSON, shape=reference("NonceResponse"))},
            }
        },
        "/wallet/credential": _asking(
            "walletCredential", JSON, "CredentialRequest", "CredentialResponse", "401"
        ),
    }


def _asking(name: str, kind: str, sent: str, given: str, *refusals: str) -> JsonObject:
    """A request of a wallet; its refusals are worded as RFC 6749 wants, not as problems."""
    return {
        "post": {
            "operationId": name,
            "tags": [_WALLETS],
            "requestBody": _body(kind, reference(sent), required=True),
            "responses": {
                "200": answer("200", JSON, shape=reference(given)),
                **{status: _refused(status) for status in ("400", "413", *refusals)},
            },
        }
    }


def _body(kind: str, shape: JsonObject, *, required: bool) -> JsonObject:
    return {"required": required, "content": {kind: {"schema": shape}}}


def _refused(status: str) -> JsonObject:
    return answer(status, JSON, shape=reference("WalletRefusal"))


def _over() -> JsonObject:
    """An offer that is over: a page for people, a problem for programs."""
    found: JsonObject = problems("410")["410"]
    found["content"][HTML] = {"schema": {"type": "string"}}
    return found


def _uuid(name: str) -> JsonObject:
    shape = {"type": "string", "format": "uuid"}
    return {"name": name, "in": "path", "required": True, "schema": shape, "example": _ID}


_TEXT: JsonObject = {"type": "string", "maxLength": 400}
_SCHEMAS: dict[str, JsonObject] = {
    "WalletRefusal": {
        "type": "object",
        "required": ["error"],
        "properties": {"error": {"type": "string"}, "error_description": {"type": "string"}},
    },
    "ExchangeMessage": {
        "type": "object",
        "properties": {"verifiablePresentation": {"type": "object"}},
    },
    "TokenRequest": {
        "type": "object",
        "required": ["grant_type", "pre-authorized_code", "tx_code"],
        "properties": {
            "grant_type": {"const": _GRANT},
            "pre-authorized_code": _TEXT,
            "tx_code": _TEXT,
        },
    },
    "TokenResponse": {
        "type": "object",
        "required": ["access_token", "token_type", "expires_in"],
    },
    "NonceResponse": {"type": "object", "required": ["c_nonce"]},
    "CredentialRequest": {
        "type": "object",
        "required": ["proofs"],
        "properties": {
            "credential_configuration_id": _TEXT,
            "proofs": {
                "type": "object",
                "properties": {"jwt": {"type": "array", "items": {"type": "string"}}},
            },
        },
    },
    "CredentialResponse": {"type": "object", "required": ["credentials"]},
}
