"""Everything of one badge in one ZIP: every file of it, what verifies it, and a page to read first.

`verification.zip` is an offline bundle: `badge-verifier verify badge.json --offline --bundle
verification.zip` asks nobody. Its status list tells what was true when the ZIP was made.
"""

import io
import zipfile
from datetime import datetime

from badges.did.web import DID_WEB
from badges.documents import JsonObject, Secured, parse, serialize
from badges.encoding import encode_instant
from badges.i18n import LANGUAGES, Translator
from badges.net.bundle import write_bundle
from badges.ports import Fetched
from badges.web.wording import day
from issuer.errors import Conflict, KeyUnavailable, NotFound
from issuer.model import Award
from issuer.ports import Office
from issuer.services import publishing, status_lists
from issuer.services.finding import is_shown

ZIP = "application/zip"
README = "LISEZ-MOI.txt"
VERIFICATION = "verification.zip"

_KINDS = {
    "badge.json": "json",
    "badge.jwt": "jwt",
    "badge.png": "png",
    "badge.svg": "svg",
    "badge.pdf": "pdf",
    "qr.svg": "qr.svg",
    "qr.png": "qr.png",
}
_LEADING = ("qr.svg", "qr.png")
_DID_WEB = "did:web:"
_DID_JSON = "application/did+ld+json"
_COMMAND = "badge-verifier verify badge.json --offline --bundle"
_ANY = "*/*"
_RULE = "-" * 72


def whole_badge(office: Office, award: Award) -> bytes:
    """The ZIP of a badge; whoever calls has seen that the badge is shown to who asks.

    Raises:
        NotFound: the place or its definition is here no more.
    """
    now = office.clock.now()
    files = _files(office, award)
    documents = _documents(office, award)
    for address, answer in documents.items():
        files[_name(address)] = answer.body
    files[VERIFICATION] = write_bundle(
        {(address, _ANY): answer for address, answer in documents.items()}
    )
    files[README] = _readme(office, award, tuple(files))
    return _pack(files, now)


def _files(office: Office, award: Award) -> dict[str, bytes]:
    """Every file of the badge; what was taken back has no paper, what is not shown no QR code.

    A JWT that nobody asked for while the place could sign is not there either.
    """
    made: dict[str, bytes] = {}
    for name, kind in _KINDS.items():
        if name in _LEADING and not is_shown(award):
            continue
        try:
            made[name], _ = publishing.held_file(office, award, kind)
        except (Conflict, KeyUnavailable):
            continue
    return made


def _documents(office: Office, award: Award) -> dict[str, Fetched]:
    """What a verifier asks of us about this badge, by address: the keys, and the status lists."""
    now = office.clock.now()
    found: dict[str, Fetched] = {}
    keys = _keys(office, award)
    if keys is not None:
        address, body = keys
        found[address] = Fetched(address, _DID_JSON, body, fetched_at=now)
    for address in _lists(parse(award.json)):
        secured = _list(office, address)
        if secured is not None:
            found[address] = Fetched(address, secured.media_type, secured.body, fetched_at=now)
    return found


def _keys(office: Office, award: Award) -> tuple[str, bytes] | None:
    """Where the keys of its issuer are published, and what stands there.

    None for a did:key, which is the key itself, and for an issuer of an origin that we had before:
    what stands there is not ours to tell any more.
    """
    if not award.issuer.startswith(_DID_WEB):
        return None
    try:
        document = publishing.did_document(office, award.place)
    except NotFound:
        return None
    if document["id"] != award.issuer:
        return None
    return DID_WEB.address(award.issuer), serialize(document)


def _lists(document: JsonObject) -> list[str]:
    told = document.get("credentialStatus", ())
    entries = told if isinstance(told, list) else [told]
    named = (entry.get("statusListCredential") for entry in entries if isinstance(entry, dict))
    return [address for address in named if isinstance(address, str)]


def _list(office: Office, address: str) -> Secured | None:
    try:
        return status_lists.publish(office, address.rpartition("/")[2])
    except NotFound:
        return None


def _name(address: str) -> str:
    return "did.json" if address.endswith("/did.json") else "status-list.json"


def _readme(office: Office, award: Award, names: tuple[str, ...]) -> bytes:
    """What each file is, in French and in English, in lines that any program shows."""
    told = f"\r\n\r\n{_RULE}\r\n\r\n".join(
        "\r\n".join(_lines(office, award, names, Translator(language, "issuer")))
        for language in LANGUAGES
    )
    return f"\ufeff{told}\r\n".encode("utf-8", "replace")


def _lines(office: Office, award: Award, names: tuple[str, ...], say: Translator) -> list[str]:
    now = office.clock.now()
    return [
        say("zip.title"),
        "",
        say("zip.about", day=day(now, say.language)),
        say("zip.keep"),
        "",
        *(line for name in names for line in (name, f"    {say(f'zip.file.{name}')}")),
        "",
        *_online(office, award, say),
        say("zip.offline"),
        f"    {_COMMAND} {VERIFICATION} --at {encode_instant(now)}",
        say("zip.not_a_certification"),
    ]


def _online(office: Office, award: Award, say: Translator) -> list[str]:
    """Where the badge is verified on the Web: at its address only when it is shown there."""
    if not is_shown(award):
        return [say("zip.anywhere")]
    return [say("zip.online", url=publishing.verify_url(office, award)), say("zip.anywhere")]


def _pack(files: dict[str, bytes], made: datetime) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files, key=lambda name: (name != README, name)):
            entry = zipfile.ZipInfo(name, made.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return packed.getvalue()
