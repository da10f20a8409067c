"""What every DID method of the family promises."""

from typing import Protocol

from badges.documents import JsonObject


class DidMethod(Protocol):
    """One way to come from a DID to the document of its controller.

    A method either computes the document from the DID itself, or says where it is published.
    """

    @property
    def name(self) -> str:
        """The name after `did:`."""
        ...

    def __hash__(self) -> int:
        """Methods are values: what they compute may be remembered by them."""
        ...

    def computed(self, did: str) -> JsonObject | None:
        """The document that `did` itself determines; None when it has to be fetched.

        Raises:
            ResolutionError: not a DID of this method.
        """
        ...

    def address(self, did: str) -> str:
        """Where the document of `did` is published.

        Raises:
            ResolutionError: not a DID of this method, or it is computed.
        """
        ...


def document_of_key(did: str, method: JsonObject, purposes: tuple[str, ...]) -> JsonObject:
    """The document of a DID that is one key: the key, listed for `purposes`."""
    entry = {**method, "controller": did}
    listed = {purpose: [entry["id"]] for purpose in purposes}
    return {"id": did, "verificationMethod": [entry], **listed}
