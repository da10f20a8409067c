"""What leaves the service as a ZIP, in other people's hands: the archive of a place, a whole badge.

The archive is read from a plain static host, which is all that is left when the service is gone:
keys and status lists come from its files.
"""

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from issuer.services import archives
from issuer.services.whole_badge import whole_badge
from tests.interop.instance import Instance, IssuedBadge
from tests.interop.node_programs import NodePrograms
from tests.interop.openbadges_library import Loopback, OpenBadgesLibrary

pytestmark = pytest.mark.interop

PLACE = "etang"


class _Quiet(SimpleHTTPRequestHandler):
    """A host that knows nothing but its files."""

    def log_message(self, *_: Any) -> None:
        """Say nothing on the terminal."""


@dataclass(frozen=True)
class Remains:
    """The files of an archive on a static host, and the badge among them that was cancelled."""

    folder: Path
    origins: dict[str, str]
    genuine: IssuedBadge
    cancelled: IssuedBadge

    def read(self, badge: IssuedBadge, kind: str) -> bytes:
        """A file of a badge, as the archive holds it."""
        return (self.folder / f"credentials/{badge.id}.{kind}").read_bytes()


@pytest.fixture(scope="module")
def remains(instance: Instance, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remains]:
    """The archive of the place, made after one of its badges was cancelled."""
    taken_back = instance.award_to_take_back()
    instance.take_back(taken_back)
    file = io.BytesIO()
    archives.make(instance.office, PLACE, file)
    folder = tmp_path_factory.mktemp("archive")
    with zipfile.ZipFile(file) as packed:
        packed.extractall(folder)
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host = f"http://127.0.0.1:{server.server_address[1]}"
        genuine = instance.badges["without e-mail"]
        yield Remains(folder, {instance.base_url: host}, genuine, taken_back["revocation"])
        server.shutdown()


def test_the_reference_library_reads_badges_of_the_archive(
    node: NodePrograms, remains: Remains
) -> None:
    """@digitalbazaar/vc: proofs hold, one is told cancelled, and a changed one is refused."""
    genuine = json.loads(remains.read(remains.genuine, "json"))
    cancelled = json.loads(remains.read(remains.cancelled, "json"))
    changed = {**genuine, "name": "Autre"}
    cases = {"genuine": genuine, "cancelled": cancelled, "changed": changed}
    told = node.run(
        "verify_vc",
        {name: {"credential": document} for name, document in cases.items()},
        origins=remains.origins,
    )
    assert (told["genuine"]["verified"], told["genuine"]["statuses"]) == (
        True,
        [["revocation", False]],
    ), told["genuine"]
    assert told["cancelled"]["statuses"] == [["revocation", True]], told["cancelled"]
    assert told["changed"]["verified"] is False


def test_openbadgeslib_reads_the_archive(remains: Remains) -> None:
    """JSON, JWT and image of a genuine badge pass with the archive's keys and lists alone."""
    library = OpenBadgesLibrary(Loopback(remains.origins))
    assert library.refusal_of_json(remains.read(remains.genuine, "json")) is None
    assert library.refusal_of_jwt(remains.read(remains.genuine, "jwt")) is None
    assert library.refusal_of_image(remains.read(remains.genuine, "png")) is None
    assert library.refusal_of_json(remains.read(remains.cancelled, "json")) is not None


def test_a_whole_badge_is_read_by_others(node: NodePrograms, instance: Instance) -> None:
    """The ZIP of one badge: JSON, JWT and both images pass the verifiers of others."""
    badge = instance.badges["with an end"]
    with instance.office.store.read() as work:
        award = work.awards.get(badge.id)
    assert award is not None
    with zipfile.ZipFile(io.BytesIO(whole_badge(instance.office, award))) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    library = OpenBadgesLibrary(Loopback(instance.origins))
    assert library.refusal_of_jwt(files["badge.jwt"]) is None
    assert library.refusal_of_jwt(files["badge.jwt"][:-6] + b"AAAAAA") is not None
    assert library.refusal_of_image(files["badge.png"]) is None
    assert library.refusal_of_image(files["badge.svg"]) is None
    case = {"credential": json.loads(files["badge.json"])}
    told = node.run("verify_vc", {"whole": case}, origins=instance.origins)
    assert told["whole"]["verified"] is True, told["whole"]
