"""Asking the verifier of this instance, and what is kept of its report: the less.

Kept are what the badge says in a few lines, whether it names the holder, and the verdict with its
day. The document itself stays in the bytes.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from badges.documents import JsonObject
from badges.encoding import encode_instant
from badges.errors import BadgeError
from issuer.errors import InvalidRequest, NotAllowed
from issuer.model import Holder
from issuer.ports import Examiner, Office
from issuer.services.imports.people_named import named_in

SIGNED_STATES = ("genuine", "revoked", "suspended", "expired", "not_yet_valid")
"""States in which the signature holds, and is its issuer's: what the badge says was once said."""

_BADGES = ("badge", "assertion", "record")
_WRAPPINGS = ("collection", "presentation")
_NAME, _TEXT, _ADDRESS, _SKILLS = 300, 1_000, 2_000, 30


@dataclass(frozen=True)
class Judged:
    """What is kept of a report. `credential` and `found_at` are for the caller, and not kept."""

    title: str
    issuer: str
    verdict: str
    state: str
    examined: datetime
    report: JsonObject
    container: str
    found_at: str | None
    credential: JsonObject | None = field(repr=False)


def require_examiner(office: Office) -> Examiner:
    """Who examines badges here.

    Raises:
        NotAllowed: nobody does: the verifier's door is closed (`import.closed`).
    """
    if office.examiner is None:
        raise NotAllowed("import.closed")
    return office.examiner


def examine(
    office: Office, body: bytes, media_type: str, holder: Holder, *, language: str
) -> Judged:
    """The verdict on a file, for the holder of a card.

    Raises:
        NotAllowed: nobody examines badges here.
        InvalidRequest: no badge that can be read is in it (`import.unreadable`,
            `import.not_reached`, `import.many`, `import.no_badge`).
    """
    examiner = require_examiner(office)
    report = _asked(lambda: examiner.examine(body, media_type, language=language))
    return judge(office, require_badge(report), holder)


def visit(office: Office, url: str, *, language: str) -> JsonObject:
    """The report on what is at an address.

    Raises:
        NotAllowed, InvalidRequest: as `examine`.
    """
    examiner = require_examiner(office)
    return require_badge(_asked(lambda: examiner.fetch(url, language=language)))


def require_badge(report: JsonObject) -> JsonObject:
    """The report, when it is on one badge that was read, whatever the verdict.

    A wrapping around a single badge is as good as both.

    Raises:
        InvalidRequest: it is on nothing that we read, on several badges, or on no badge.
    """
    kind = _source(report).get("document")
    if kind in _WRAPPINGS:
        parts = report.get("parts") or []
        if len(parts) != 1:
            raise InvalidRequest("import.many" if parts else "import.no_badge", field="file")
        worst = {name: report[name] for name in ("verdict", "state")}
        return require_badge({**parts[0], **(worst if report["verdict"] != "accepted" else {})})
    if report["state"] == "unreadable":
        raise _unreadable(report)
    if kind is not None and kind not in _BADGES:
        raise InvalidRequest("import.no_badge", field="file")
    if kind is None or line((report.get("summary") or {}).get("achievement")) is None:
        raise InvalidRequest("import.not_reached", field="file", reason=_reason(report))
    return report


def judge(office: Office, report: JsonObject, holder: Holder) -> Judged:
    """What is kept of a report on one badge."""
    summary: JsonObject = report.get("summary") or {}
    issuer: JsonObject = summary.get("issuer") or {}
    now = office.clock.now()
    # Its id alone: its keys are found there, while its profile may name anybody's site.
    site = _site(issuer.get("id"))
    name = line(summary.get("holder"))
    return Judged(
        title=str(line(summary.get("achievement"))),
        issuer=line(issuer.get("name")) or site or line(issuer.get("id")) or "–",
        verdict=str(report["verdict"]),
        state=str(report["state"]),
        examined=now,
        report=_kept(report, summary)
        | {
            "site": site,
            "holder": None if name is None or "@" in name else name,
            "person": named_in(office, report.get("credential"), name, holder),
            "accepted": encode_instant(now) if report["verdict"] == "accepted" else None,
        },
        container=str(_source(report).get("container") or ""),
        found_at=_source(report).get("url"),
        credential=report.get("credential"),
    )


def line(value: Any, limit: int = _NAME) -> str | None:
    """A text of a stranger on one line, without what a screen or a database stumbles over."""
    if not isinstance(value, str):
        return None
    spaced = " ".join(value[: limit * 4].split())
    plain = "".join(sign for sign in spaced if _is_plain(sign))
    return unicodedata.normalize("NFC", plain)[:limit].strip() or None


def _is_plain(sign: str) -> bool:
    return sign == " " or unicodedata.category(sign)[0] not in "CZ"


def _kept(report: JsonObject, summary: JsonObject) -> JsonObject:
    """What the badge says, in the shape of the summary of a report (interfaces.md)."""
    return {
        "document": _source(report).get("document"),
        "standard": line(_source(report).get("standard")),
        "hosted": _source(report).get("proofs") == ["hosted"],
        "digest": line(report.get("subject_digest")),
        "achievement": line(summary.get("achievement")),
        "description": line(summary.get("description"), _TEXT),
        "awarded": line(summary.get("awarded")),
        "valid_until": line(summary.get("valid_until")),
        "competencies": [
            {
                "code": line(one.get("code")),
                "name": line(one.get("name")),
                "level": line(one.get("level_name")) or line(one.get("level")),
                "url": line(one.get("url"), _ADDRESS),
            }
            for one in (summary.get("competencies") or [])[:_SKILLS]
        ],
    }


def _asked(ask: Callable[[], JsonObject]) -> JsonObject:
    try:
        return ask()
    except BadgeError as error:
        raise InvalidRequest("import.unreadable", field="file", reason="") from error


def _unreadable(report: JsonObject) -> InvalidRequest:
    """The refusal of something broken, with what could be read of it all the same."""
    summary: JsonObject = report.get("summary") or {}
    title, issuer = (
        line(summary.get("achievement")),
        line((summary.get("issuer") or {}).get("name")),
    )
    reason = _reason(report)
    if title is None:
        return InvalidRequest("import.unreadable", field="file", reason=reason)
    return InvalidRequest(
        "import.broken", field="file", title=title, issuer=issuer or "–", reason=reason
    )


def _reason(report: JsonObject) -> str:
    """The first sentence that people are told: why."""
    said = line(report.get("sentence"), _TEXT) or ""
    return f"{said.partition('. ')[0].rstrip('.')}." if said else ""


def _source(report: JsonObject) -> JsonObject:
    return report.get("source") or {}


def _site(identifier: Any) -> str | None:
    """The site that an identifier leads to, which people can compare; None for a bare key."""
    text = line(identifier, _ADDRESS) or ""
    if text.startswith("did:web:"):
        return line(unquote(text.removeprefix("did:web:").split(":", 1)[0]))
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    return line(host) if parts.scheme in ("http", "https") else None
