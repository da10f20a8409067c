"""Related resources: which bytes a credential means, by digests in either of two notations."""

import base64
import hashlib
from typing import Any

import pytest

from badges.documents import JsonObject
from badges.encoding import encode_base64url, encode_multibase
from badges.errors import SchemaError
from badges.model.related_resources import RelatedResource, related_resources
from schemas.catalogue import CURRENT

CONTENT = b"Ce que le badge montre."
URL = "https://example.org/guide.pdf"
CODES = {
    "sha256": 0x12,
    "sha512": 0x13,
    "sha3_512": 0x14,
    "sha3_384": 0x15,
    "sha3_256": 0x16,
    "sha384": 0x20,
}
OF_CREDENTIALS_V2 = {
    "id": "https://www.w3.org/ns/credentials/v2",
    "digestSRI": "sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU",
    "digestMultibase": "uEiBZlVztZpfWHgPyslVv6-UwirFoQoRvW1htfx963sknNA",
}


def sri(algorithm: str, content: bytes = CONTENT) -> str:
    """A Subresource Integrity expression."""
    value = hashlib.new(algorithm, content).digest()
    return f"{algorithm}-{base64.b64encode(value).decode()}"


def multihash(algorithm: str, content: bytes = CONTENT) -> bytes:
    """A multihash."""
    value = hashlib.new(algorithm, content).digest()
    return bytes((CODES[algorithm], len(value))) + value


def read(**members: Any) -> RelatedResource:
    """The resource of these members."""
    return RelatedResource.read({"id": URL, **members})


def test_the_published_digests_of_credentials_v2_are_those_of_our_copy() -> None:
    """Both notations, as the W3C prints them, fit the bytes that we carry."""
    (resource,) = related_resources({"relatedResource": OF_CREDENTIALS_V2})
    content = CURRENT.content(resource.id)
    assert resource.matches(content)
    assert not resource.matches(content + b" ")


@pytest.mark.parametrize("algorithm", ["sha256", "sha384", "sha512"])
def test_a_subresource_integrity_digest_is_compared(algorithm: str) -> None:
    """Each algorithm of the standard is computed; one byte more is another resource."""
    resource = read(digestSRI=sri(algorithm))
    assert resource.is_known
    assert resource.matches(CONTENT)
    assert not resource.matches(CONTENT + b"\n")


@pytest.mark.parametrize("algorithm", CODES)
@pytest.mark.parametrize("base", ["z", "u"])
def test_a_multihash_is_compared_in_either_base(algorithm: str, base: str) -> None:
    """base58btc and base64url, SHA-2 and SHA-3."""
    value = multihash(algorithm)
    text = encode_multibase(value) if base == "z" else "u" + encode_base64url(value)
    assert read(digestMultibase=text).matches(CONTENT)
    assert not read(digestMultibase=text).matches(b"")


def test_of_several_expressions_the_strongest_kind_decides() -> None:
    """As for scripts in a page: weaker digests beside a stronger one are not looked at."""
    other = sri("sha512", b"autre")
    assert not read(digestSRI=f"{sri('sha256')} {other}").matches(CONTENT)
    assert read(digestSRI=f"{sri('sha256', b'autre')} {sri('sha512')}").matches(CONTENT)
    assert read(digestSRI=[other, sri("sha512")]).matches(CONTENT)


def test_both_notations_must_hold() -> None:
    """Digests that contradict each other fit no content."""
    resource = read(
        digestSRI=sri("sha256"), digestMultibase=encode_multibase(multihash("sha256", b"autre"))
    )
    assert not resource.matches(CONTENT)
    assert not resource.matches(b"autre")


@pytest.mark.parametrize(
    "members",
    [
        {"digestSRI": "md5-1B2M2Y8AsgTpgAmY7PhCfg=="},
        {"digestMultibase": encode_multibase(bytes((0x1E, 32)) + bytes(32))},
    ],
)
def test_a_digest_of_another_kind_is_unknown_and_never_fits(members: JsonObject) -> None:
    """What we cannot compute is not taken for granted."""
    resource = read(**members)
    assert not resource.is_known
    assert not resource.matches(CONTENT)


@pytest.mark.parametrize(
    "members",
    [
        *({"digestSRI": ""}, {"digestSRI": "sha256"}, {"digestSRI": "sha256-####"}),
        *({"digestSRI": "sha256-AAAA"}, {"digestSRI": "sha256-A"}, {"digestSRI": 5}),
        *({"digestSRI": []}, {"digestSRI": [None]}, {"digestSRI": sri("sha256").upper()}),
        *({"digestMultibase": ""}, {"digestMultibase": "f1220"}, {"digestMultibase": "z0"}),
        *({"digestMultibase": "uEiA"}, {"digestMultibase": "u"}, {"digestMultibase": {}}),
        {"digestSRI": [sri("sha256")] * 101},
    ],
    ids=lambda members: str(members)[:50],
)
def test_a_digest_that_cannot_be_read_is_refused(members: JsonObject) -> None:
    """Nothing of another length, alphabet or type is compared."""
    with pytest.raises(SchemaError, match=r"model\.related_resource_digest"):
        read(**members)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ([{"id": URL}], "model.related_resource_undigested"),
        ({"id": URL, "digestSRI": None}, "model.related_resource_undigested"),
        (URL, "model.related_resource_id"),
        ([5], "model.related_resource_id"),
        ({"digestSRI": sri("sha256")}, "model.related_resource_id"),
        ({"id": "guide.pdf", "digestSRI": sri("sha256")}, "model.related_resource_id"),
        ({"id": "https://a b/", "digestSRI": sri("sha256")}, "model.related_resource_id"),
        ([OF_CREDENTIALS_V2, OF_CREDENTIALS_V2], "model.related_resource_twice"),
        ([OF_CREDENTIALS_V2] * 101, "model.related_resources_many"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_list_that_breaks_the_rules_is_refused(value: Any, code: str) -> None:
    """Each has an address of its own and at least one digest (VCDM 2.0 section 5.3)."""
    with pytest.raises(SchemaError) as caught:
        related_resources({"relatedResource": value})
    assert caught.value.code == code


def test_a_credential_without_related_resources_has_none() -> None:
    """The member is optional."""
    assert related_resources({}) == ()
