"""An archive made in memory, and what is in it."""

import io
import zipfile

from issuer.ports import Office
from issuer.services import archives
from issuer.services.archives import Archived

FABLAB = "fablab-rural"


def packed(office: Office, slug: str = FABLAB, **options: object) -> bytes:
    """The bytes of the archive of a place."""
    file = io.BytesIO()
    made = archives.make(office, slug, file, **options)  # type: ignore[arg-type]  # as the test says
    assert isinstance(made, Archived)
    return file.getvalue()


def unfolded(office: Office, slug: str = FABLAB, **options: object) -> dict[str, bytes]:
    """The files of the archive of a place, by name."""
    with zipfile.ZipFile(io.BytesIO(packed(office, slug, **options))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pages(files: dict[str, bytes]) -> dict[str, str]:
    """The pages among them, as text."""
    return {name: body.decode() for name, body in files.items() if name.endswith(".html")}
