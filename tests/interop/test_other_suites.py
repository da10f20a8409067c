"""The suites that the issuer does not use by default, checked by @digitalbazaar/vc all the same."""

from datetime import UTC, datetime

import pytest

from badges.documents import JsonObject
from badges.keys import KeySigner, PrivateKey
from badges.proofs import suite
from tests.interop.node_programs import NodePrograms
from tests.interop.tampering import with_change
from tests.interop.theirs import unsigned_credential

pytestmark = pytest.mark.interop

SUITES = {"eddsa-rdfc-2022": "Ed25519", "ecdsa-rdfc-2019": "P-256"}


def signed(name: str) -> JsonObject:
    """A badge without status, signed by us under a fresh `did:key`."""
    key = PrivateKey.generate(SUITES[name])
    multikey = key.public.multikey()
    credential = unsigned_credential(1)
    del credential["credentialStatus"]
    credential["issuer"]["id"] = f"did:key:{multikey}"
    signer = KeySigner(key, f"did:key:{multikey}#{multikey}")
    secured = suite(name).secure(credential, signer, created=datetime(2026, 1, 6, 9, tzinfo=UTC))
    return secured.document


@pytest.mark.requirement("PRF-03", "PRF-04", "KEY-03")
def test_each_suite_is_verified_by_digitalbazaar(node: NodePrograms) -> None:
    """What each of our suites signs is accepted there, and refused once a name has changed."""
    documents = {name: signed(name) for name in SUITES}
    cases = {name: {"credential": document} for name, document in documents.items()}
    for name, document in documents.items():
        cases[f"{name}, changed"] = {"credential": with_change(document, "/name", "Autre")}

    answers = node.run("verify_vc", cases)

    for name in SUITES:
        assert answers[name]["verified"] is True, answers[name]
        assert "Invalid signature" in answers[f"{name}, changed"]["error"]
