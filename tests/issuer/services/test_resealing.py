"""The secret of the keys is changed: wherever that is cut short, every key opens."""

import itertools

import pytest

from issuer.errors import KeyUnavailable
from issuer.keystores.encrypted_file import FILE_NAME, NEXT_NAME
from issuer.services import keyring, resealing
from tests.issuer.faults import Blown, fused
from tests.issuer.world import Town


def test_the_old_secret_opens_nothing_any_more(town: Town) -> None:
    """Every key is sealed under the new one, signs as before, and the old file is gone."""
    town.laser()
    folder = town.office.settings.data_dir / "keys"
    before = (folder / FILE_NAME).read_bytes()
    keys = keyring.list_all(town.office, "fablab-rural")
    assert resealing.reseal(town.office) == len(keys)
    after = keyring.list_all(town.office, "fablab-rural")
    assert [key.public for key in after] == [key.public for key in keys]
    assert all(new.sealed != old.sealed for new, old in zip(after, keys, strict=True))
    assert not (folder / NEXT_NAME).exists()
    assert (folder / FILE_NAME).read_bytes() != before
    keyring.require_usable(town.office, "fablab-rural")
    (folder / FILE_NAME).write_bytes(before)
    with pytest.raises(KeyUnavailable, match=r"keys\.file_wrong"):
        keyring.require_usable(town.office, "fablab-rural")


def test_cut_short_anywhere_every_key_opens(city: Town) -> None:
    """At each call of each port: keys open, a new one can be made, and doing it again ends it."""
    city.laser()
    cut = 0
    for calls in itertools.count():
        try:
            resealing.reseal(fused(city.office, calls))
        except Blown:
            cut += 1
            keyring.require_usable(city.office, "fablab-rural")
            if calls % 7 == 0:
                keyring.rotate(city.office, "fablab-rural")
            continue
        break
    assert cut > 5
    assert not (city.office.settings.data_dir / "keys" / NEXT_NAME).exists()
    keyring.require_usable(city.office, "fablab-rural")
    assert resealing.reseal(city.office) == len(keyring.list_all(city.office, "fablab-rural"))


def test_a_key_made_while_secrets_change_stays_good(city: Town) -> None:
    """Between the new seals and the new file, what is made is sealed for the file that stays."""
    city.laser()
    keys = keyring.list_all(city.office, "fablab-rural")
    city.office.keys.reseal(keys[0])
    keyring.rotate(city.office, "fablab-rural")
    resealing.reseal(city.office)
    keyring.require_usable(city.office, "fablab-rural")
    assert city.issue(email=None).state == "active"
