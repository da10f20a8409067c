"""The key that a badge itself names: when it is looked at, and that nobody stands behind it."""

import pytest

from badges.did.unconfirmed import OwnWord
from badges.errors import BadgeError, MalformedProof, ResolutionError, TooSlow, Unreachable
from badges.keys import PrivateKey

ISSUER = "https://issuer.example/profile"
KEY = PrivateKey.generate("Ed25519").public
OTHER = PrivateKey.generate("P-256").public


@pytest.mark.requirement("KEY-06")
def test_own_word_is_no_controller() -> None:
    """The key comes for any purpose and without anybody behind it."""
    multikey = KEY.multikey()
    method = OwnWord()(f"{ISSUER}#{multikey}")
    assert (method.controller, method.key) == ("", KEY)
    for word, url in (
        (OwnWord(), ISSUER),
        (OwnWord(), f"did:web:issuer.example#{multikey}"),
        (OwnWord(), f"{ISSUER}#z6Mk"),
        (OwnWord({}), f"{ISSUER}#key-1"),
        (OwnWord("text"), f"{ISSUER}#key-1"),
        (OwnWord({"kty": "oct", "k": "AA"}), "key-1"),
    ):
        with pytest.raises(ResolutionError, match=r"did\.no_own_key"):
            word(url)


@pytest.mark.requirement("KEY-06", "JWT-08")
def test_the_key_of_the_address_comes_before_that_of_the_header() -> None:
    """Both may be there; the header's is taken where the address holds none."""
    word = OwnWord(OTHER.jwk())
    assert word(f"{ISSUER}#{KEY.multikey()}").key == KEY
    assert word(f"{ISSUER}#key-1").key == OTHER
    assert word("did:web:issuer.example#key-1").key == OTHER


@pytest.mark.requirement("KEY-02", "TRAP-09")
@pytest.mark.parametrize(
    ("error", "alone", "with_header"),
    [
        (Unreachable("fetch.status", url=ISSUER), True, True),
        (TooSlow("fetch.too_slow", url=ISSUER), True, True),
        (ResolutionError("did.document", url=ISSUER), True, True),
        (ResolutionError("did.no_methods", url=ISSUER), True, True),
        (ResolutionError("did.url", url="key-1"), False, True),
        (ResolutionError("did.method_missing", method=ISSUER), False, False),
        (ResolutionError("did.document_id", expected=ISSUER, found=""), False, False),
        (ResolutionError("did.method_controller", expected=ISSUER, found=""), False, False),
        (MalformedProof("proof.value"), False, False),
    ],
)
def test_a_document_that_was_read_leaves_no_room_for_it(
    error: BadgeError, *, alone: bool, with_header: bool
) -> None:
    """Only where nothing was said of any key may the badge's own word be taken."""
    assert OwnWord().helps_after(error) is alone
    assert OwnWord(KEY.jwk()).helps_after(error) is with_header
