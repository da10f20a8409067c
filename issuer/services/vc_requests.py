"""What a machine client asks for over VC-API, read strictly: a credential to sign, a status to set.

The shapes are those of W3C-CCG VC-API. Options that we do not know are left aside, as the
specification allows; an option that we know and cannot follow is refused.
"""

from dataclasses import dataclass
from typing import Any, get_args

from badges.documents import JsonObject
from badges.proofs.adding import WRITABLE
from badges.proofs.suite import ASSERTION
from issuer.errors import InvalidRequest
from issuer.model import StatusPurpose

ENTRY_TYPE = "BitstringStatusListEntry"

_GENERIC = "DataIntegrityProof"
_DEFAULT_SUITE = next(iter(WRITABLE))
_ID_LENGTH = 2_000
_CHAIN = 16
_SHOWN = 80
_PURPOSES: tuple[StatusPurpose, ...] = get_args(StatusPurpose)


@dataclass(frozen=True)
class IssueOptions:
    """How to sign: by which suite, with which status if any, after which proofs of a chain."""

    suite: str = _DEFAULT_SUITE
    status: StatusPurpose | None = None
    previous: tuple[str, ...] = ()


@dataclass(frozen=True)
class IssueRequest:
    """A credential to sign, as the client wrote it."""

    credential: JsonObject
    options: IssueOptions


@dataclass(frozen=True)
class StatusRequest:
    """The status that a credential signed earlier is to have from now on."""

    credential_id: str
    purpose: StatusPurpose
    value: bool


def read_issue(body: JsonObject) -> IssueRequest:
    """The request of `POST /credentials/issue`.

    Raises:
        InvalidRequest: a member is missing, or an option cannot be followed.
    """
    credential = body.get("credential")
    if not isinstance(credential, dict) or not credential:
        raise InvalidRequest("vc_api.credential", field="credential")
    return IssueRequest(credential, _options(_object(body, "options")))


def read_status(body: JsonObject) -> StatusRequest:
    """The request of `POST /credentials/status`; without `status`, the status is set.

    Raises:
        InvalidRequest: a member is missing or of another form.
    """
    identifier = body.get("credentialId")
    if not isinstance(identifier, str) or not 0 < len(identifier) <= _ID_LENGTH:
        raise InvalidRequest("vc_api.credential_id", field="credentialId", limit=_ID_LENGTH)
    entry = body.get("credentialStatus")
    if not isinstance(entry, dict) or entry.get("type") != ENTRY_TYPE:
        raise InvalidRequest("vc_api.status_type", field="credentialStatus", type=ENTRY_TYPE)
    value = body.get("status", True)
    if not isinstance(value, bool):
        raise InvalidRequest("vc_api.flag", field="status")
    return StatusRequest(identifier, _purpose(entry), value)


def require_short_id(credential: JsonObject) -> None:
    """Return unless the credential's own id is longer than a status can be asked for later.

    Raises:
        InvalidRequest: it is.
    """
    identifier = credential.get("id")
    if isinstance(identifier, str) and len(identifier) > _ID_LENGTH:
        raise InvalidRequest("vc_api.credential_id", field="credential.id", limit=_ID_LENGTH)


def _options(options: JsonObject) -> IssueOptions:
    purpose = options.get("proofPurpose", ASSERTION)
    if purpose != ASSERTION:
        raise InvalidRequest(
            "vc_api.purpose",
            field="options.proofPurpose",
            purpose=str(purpose)[:_SHOWN],
            expected=ASSERTION,
        )
    status = options.get("status", False)
    if not isinstance(status, bool):
        raise InvalidRequest("vc_api.flag", field="options.status")
    return IssueOptions(
        suite=_suite(options),
        status=_purpose(options) if status else None,
        previous=_previous(options.get("previousProof")),
    )


def _suite(options: JsonObject) -> str:
    """The cryptosuite by its name, wherever clients write it: `cryptosuite`, else `type`."""
    kind = options.get("type", _GENERIC)
    named = options.get("cryptosuite", _DEFAULT_SUITE if kind == _GENERIC else kind)
    if not isinstance(named, str) or named not in WRITABLE or kind not in (_GENERIC, named):
        raise InvalidRequest(
            "vc_api.suite",
            field="options.cryptosuite",
            suite=str(named if kind == _GENERIC else kind)[:_SHOWN],
            known=", ".join(WRITABLE),
        )
    return named


def _previous(value: Any) -> tuple[str, ...]:
    listed = [] if value is None else value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) and item for item in listed) or len(listed) > _CHAIN:
        raise InvalidRequest("vc_api.previous", field="options.previousProof")
    return tuple(dict.fromkeys(listed))


def _purpose(part: JsonObject) -> StatusPurpose:
    named = part.get("statusPurpose", _PURPOSES[0])
    for purpose in _PURPOSES:
        if named == purpose:
            return purpose
    raise InvalidRequest(
        "vc_api.status_purpose",
        field="statusPurpose",
        value=str(named)[:_SHOWN],
        known=", ".join(_PURPOSES),
    )


def _object(body: JsonObject, member: str) -> JsonObject:
    value = body.get(member)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InvalidRequest("vc_api.object", field=member)
    return value
