"""Changing the secret under which every private key lies: when it leaked, or when somebody left.

The secret is one file beside the database. All keys are sealed anew in one unit of work, and only
then does the new file take the place of the old one; until then keys open under both. So wherever
this is cut short, every key still opens, and doing it again ends it.
"""

from dataclasses import replace

from issuer.ports import Office
from issuer.services.journal import note


def reseal(office: Office, *, actor: str = "local") -> int:
    """Seal every private key of this instance under a new secret; the value is how many.

    Raises:
        KeyUnavailable: a key does not open, or the secret cannot be written; nothing has changed.
        StoreError: the database cannot be used; nothing has changed.
    """
    with office.store.write() as work:
        work.keys.hold(alone=True)
        count = 0
        for place in work.places.list():
            for key in work.keys.of(place.slug):
                work.keys.replace(replace(key, sealed=office.keys.reseal(key)))
                count += 1
        note(office, work, actor, "key.reseal", place=None, subject="instance")
    office.keys.turn_over()
    return count
