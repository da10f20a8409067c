"""DIDs and controller URLs: one file for each method; this tuple is the table of contents."""

from badges.did.jwk import DID_JWK, did_jwk
from badges.did.key import DID_KEY, did_key, did_key_method
from badges.did.method import DidMethod
from badges.did.resolver import ControllerResolver
from badges.did.web import DID_WEB, did_web
from badges.ports import Fetcher

__all__ = ["METHODS", "DidMethod", "Resolver", "did_jwk", "did_key", "did_key_method", "did_web"]

METHODS: tuple[DidMethod, ...] = (DID_KEY, DID_WEB, DID_JWK)


class Resolver(ControllerResolver):
    """Resolves the URLs of verification methods, of all `METHODS` and of https documents."""

    def __init__(self, fetcher: Fetcher | None) -> None:
        super().__init__(fetcher, METHODS)
