"""Our own documents are asked once by a crowd, and never believed after a change."""

import pytest

from badges.ports import Fetched
from badges.web.own_documents import LARGEST, SECONDS, OwnDocuments

STATUS = "/status/1"


class Desk:
    """Our application: what it serves, what it changed, what it was asked, and the time."""

    def __init__(self) -> None:
        self.body = b"first"
        self.max_age: int | None = 300
        self.changes: int | None = 1
        self.now = 0.0
        self.asked = 0
        self.documents = OwnDocuments(lambda: self.changes, monotonic=lambda: self.now)

    def read(self, path: str = STATUS) -> bytes:
        """What stands at `path` for whoever asks through the memory."""
        return self.documents.get(path, "*/*", self._serve).body

    def _serve(self) -> Fetched:
        self.asked += 1
        return Fetched("https://badges.example.fr", "application/vc", self.body, self.max_age)


def test_a_crowd_asks_once() -> None:
    """The same document within a second is served once."""
    desk = Desk()
    assert [desk.read(), desk.read(), desk.read()] == [b"first"] * 3
    assert desk.asked == 1


def test_a_change_of_this_process_is_seen_at_once() -> None:
    """Whoever cancels a badge sees it cancelled, however young the copy is."""
    desk = Desk()
    desk.read()
    desk.body, desk.changes = b"second", 2
    assert desk.read() == b"second"


def test_a_change_elsewhere_is_seen_after_a_moment() -> None:
    """Another process does not tell us: a copy is believed for a second and no longer."""
    desk = Desk()
    desk.read()
    desk.body, desk.now = b"second", SECONDS - 0.01
    assert desk.read() == b"first"
    desk.now = SECONDS
    assert desk.read() == b"second"


@pytest.mark.parametrize("path", ["/credentials/1", "/portfolio/1", "/v/CODE"])
def test_what_is_about_a_person_is_never_kept(path: str) -> None:
    """A badge, a portfolio and a short address are asked for each time."""
    desk = Desk()
    desk.read(path)
    desk.read(path)
    assert desk.asked == 2


@pytest.mark.parametrize(
    ("max_age", "size", "changes"),
    [(None, 1, 1), (0, 1, 1), (300, LARGEST + 1, 1), (300, 1, None)],
    ids=["no age", "not to be kept", "large", "nobody tells of changes"],
)
def test_what_may_not_be_kept_is_asked_for_each_time(
    max_age: int | None, size: int, changes: int | None
) -> None:
    """A document says whether it may be kept; a large one, or of an unknown state, is not."""
    desk = Desk()
    desk.max_age, desk.body, desk.changes = max_age, b"x" * size, changes
    desk.read()
    desk.read()
    assert desk.asked == 2
