"""When two documents are one credential."""

import pytest

from badges.errors import SchemaError
from badges.model.equality import current_version, is_same_credential

FIRST = {"issuer": {"id": "https://a.example/i"}, "id": "https://a.example/c%201"}
SECOND = {"issuer": "https://a.example/%69 ", "id": " https://a.example/c 1"}


@pytest.mark.requirement("EQ-01")
def test_ids_are_decoded_then_trimmed() -> None:
    """Percent-encoding and outer spaces do not make another credential; another issuer does."""
    assert is_same_credential(FIRST, SECOND)
    assert not is_same_credential(FIRST, FIRST | {"issuer": {"id": "https://b.example/i"}})
    assert not is_same_credential(FIRST, FIRST | {"id": "https://a.example/c2"})


@pytest.mark.requirement("EQ-01")
def test_without_ids_nothing_is_the_same() -> None:
    """Two credentials without id are never known to be one."""
    assert not is_same_credential({"issuer": "i"}, {"issuer": "i"})
    assert not is_same_credential({"issuer": {}, "id": "c"}, {"issuer": {}, "id": "c"})


@pytest.mark.requirement("EQ-02", "EQ-03")
def test_the_later_beginning_is_current() -> None:
    """`validFrom`, or `issuanceDate` in the older shape, compared as instants."""
    old = FIRST | {"validFrom": "2026-11-22T10:00:00Z"}
    new = SECOND | {"issuanceDate": "2026-11-22T12:30:00+02:00"}
    assert current_version([new, old]) is new
    assert current_version([old, FIRST]) is old


def test_strangers_have_no_current_version() -> None:
    """Documents of several credentials cannot be compared, nor can none at all."""
    with pytest.raises(SchemaError, match=r"model\.not_versions"):
        current_version([FIRST, FIRST | {"id": "https://a.example/c2"}])
    with pytest.raises(SchemaError, match=r"model\.not_versions"):
        current_version([])
