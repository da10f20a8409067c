"""How a report is shown: picture, tone, and the order in which its findings are read.

It works from the JSON that programs get (interfaces.md), so page and API cannot disagree, and it
decides nothing: verdict, state and sentences are the report's.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import unquote, urlsplit

from markupsafe import Markup

from badges.documents import JsonObject
from badges.web.links import web_address
from verifier.policy import DEFAULT

TONES = {
    "genuine": "ok",
    "revoked": "bad",
    "altered": "bad",
    "not_the_issuer": "bad",
    "suspended": "warn",
    "expired": "warn",
    "not_yet_valid": "warn",
    "issuer_unconfirmed": "unknown",
    "cannot_check": "unknown",
    "unreadable": "unknown",
    "refused": "bad",
    "genuine_other_person": "warn",
    "inside_accepted": "ok",
    "inside_rejected": "bad",
    "inside_undetermined": "unknown",
}
"""The colour family of each state, and of what is said of many badges at once."""

_DRAWN = {
    "cannot_check_lasting": "cannot_check",
    "unreadable_faulty": "unreadable",
    "not_the_issuer_hosted": "not_the_issuer",
    "issuer_unconfirmed_hosted": "issuer_unconfirmed",
    "genuine_presentation": "inside_accepted",
    "genuine_presentation_empty": "inside_accepted",
}
"""Shades of a state that share its picture and its explanation."""

_ADVISED = ("cannot_check_lasting", "unreadable_faulty")
_RECIPIENT = "subject.recipient"
_ASKED = {
    "failed": {"tone": "bad", "mark_asked": "failed"},
    "unknown": {"tone": "unknown", "mark_asked": "unknown"},
    "passed": {"tone": "ok", "mark_asked": "passed"},
}
"""What was asked of the expected person weighs on a page as much as the verdict; worst first."""

_WRAPPINGS = ("collection", "presentation", "record")
_GRAVE = ("fatal", "error")
_NOTE = "notice"
# Causes that speak to everybody; those of a document's inner form are for its issuer.
_PLAIN_CAUSES = ("fetch.", "picture.", "sight.")
_CREDENTIAL_LIMIT = 12_000
"""Of sixty thousand bytes of page; experts find a longer one in the evidence."""


@dataclass(frozen=True)
class Reading:
    """One report, ready for a template."""

    report: JsonObject

    @property
    def is_believed(self) -> bool:
        """Whether the claims of the badge may stand on the page as facts."""
        return bool(self.report["verdict"] == "accepted")

    @property
    def document(self) -> str:
        """The kind of what was read; empty when nothing could be."""
        return str(self.report["source"].get("document") or "")

    @property
    def is_endorsement(self) -> bool:
        """Whether the document recommends something, instead of recognising a person."""
        return self.document == "endorsement"

    @property
    def is_wrapping(self) -> bool:
        """Whether it holds badges of its own, which are read one by one."""
        return self.document in _WRAPPINGS and bool(self.parts)

    @property
    def has_facts(self) -> bool:
        """Whether it says something of a person by itself: a mere wrapping does not."""
        return self.is_believed and self.document not in ("collection", "presentation")

    @property
    def is_hosted(self) -> bool:
        """Whether a web site vouches for it, without any signature (Open Badges 2.0)."""
        return list(self.report["source"]["proofs"]) == ["hosted"]

    @property
    def tone(self) -> str:
        """The colour family of the verdict; shape and words say the same without it."""
        return TONES.get(self.shape, TONES[self.report["state"]])

    @cached_property
    def shape(self) -> str:
        """The name of the picture of this state, and of its explanation."""
        state = str(self.report["state"])
        wording = str(self.report.get("wording", state))
        drawn = _DRAWN.get(wording, wording)
        if state != "genuine" or (drawn in TONES and drawn != state):
            return drawn
        if self.document == "assertion":
            return "genuine_hosted" if self.is_hosted else "genuine_signed_2"
        is_known = self.report["summary"]["issuer"]["trust"] == "listed"
        return state if is_known else "genuine_unlisted"

    @property
    def may_pass(self) -> bool:
        """Whether trying again later may help."""
        return self.report.get("wording", self.report["state"]) == "cannot_check"

    @property
    def advice(self) -> str:
        """The name of the sentences that say what to do next."""
        wording = str(self.report.get("wording", ""))
        if wording == "cannot_check_lasting" and not self.document and self._is_out_of_reach:
            return "cannot_check_address"
        return wording if wording in _ADVISED else self.shape

    @property
    def address(self) -> str | None:
        """Where the badge says that it can be read again: printed, so that paper can be checked."""
        return web_address(self.report["source"].get("url")) or web_address(self._credential_id)

    @cached_property
    def parts(self) -> tuple["Reading", ...]:
        """The badges inside, in the order in which they came."""
        return tuple(Reading(part) for part in self.report.get("parts", ()))

    @property
    def name(self) -> str | None:
        """The name of its file in an archive."""
        name = self.report["source"].get("name")
        return None if name is None else str(name)

    @cached_property
    def recipient(self) -> JsonObject | None:
        """What is said of the expected person, with its tone; None when nobody was named.

        Of many badges the worst answer counts: one that names somebody else must not go unseen.
        """
        answers = [part.recipient for part in self.parts if part.recipient is not None]
        for finding in self._findings:
            is_answer = finding["outcome"] in _ASKED
            if finding["check"] == _RECIPIENT and is_answer:
                answers.append({**finding, **_ASKED[finding["outcome"]]})
        order = tuple(_ASKED)
        return min(answers, key=lambda item: order.index(item["outcome"]), default=None)

    @property
    def is_default(self) -> bool:
        """Whether the usual rules were applied."""
        return bool(self.report["policy"] == DEFAULT.name)

    @property
    def foremost(self) -> list[JsonObject]:
        """The findings to read first: what is not well, graver first, then what holds, then notes.

        For a badge that is not accepted, what holds is set aside: it must not look like praise.
        """
        return self.troubles + (self._passed if self.is_believed else []) + self.notes

    @property
    def aside(self) -> list[JsonObject]:
        """What holds in a badge that is not accepted."""
        return [] if self.is_believed else self._passed

    @cached_property
    def troubles(self) -> list[JsonObject]:
        """The findings that are not well, graver first."""
        chosen = [item for item in self._unwell if item["severity"] != _NOTE]
        return sorted(chosen, key=lambda item: item["severity"] not in _GRAVE)

    @property
    def notes(self) -> list[JsonObject]:
        """What is good to know, and takes nothing from the badge."""
        return [item for item in self._unwell if item["severity"] == _NOTE]

    @cached_property
    def _unwell(self) -> list[JsonObject]:
        return [item for item in self._findings if item["outcome"] in ("failed", "unknown")]

    @property
    def _passed(self) -> list[JsonObject]:
        return [item for item in self._findings if item["outcome"] == "passed"]

    @cached_property
    def _findings(self) -> list[JsonObject]:
        return [{**finding, **_dress(finding)} for finding in self.report["findings"]]

    @property
    def identity(self) -> str | None:
        """The site that vouches for the key, which a person can compare; None for a bare key."""
        issuer = str(self.report["summary"]["issuer"]["id"] or "")
        if issuer.startswith("did:web:"):
            return unquote(issuer.removeprefix("did:web:").split(":", 1)[0])
        return urlsplit(issuer).hostname if web_address(issuer) else None

    @property
    def site(self) -> str | None:
        """The place's own site, when it is an address that can be a link."""
        return web_address(self.report["summary"]["issuer"].get("url"))

    @property
    def technical(self) -> list[tuple[str, str]]:
        """What was read, by which rules, at what instant: label and value."""
        source = self.report["source"]
        values = (
            ("container", source["container"]),
            ("path", " > ".join(source.get("path") or ())),
            ("standard", source["standard"]),
            ("data_model", source["data_model"]),
            ("proofs", ", ".join(source["proofs"])),
            ("source_url", source.get("url")),
            ("credential_id", self._credential_id),
            ("issuer_id", self.report["summary"]["issuer"]["id"]),
            ("digest", self.report["subject_digest"]),
            ("policy", self.report["policy"]),
            ("verified_at", self.report["verified_at"]),
        )
        return [(label, str(value)[:500]) for label, value in values if value]

    @property
    def may_have_evidence(self) -> bool:
        """Whether a signed document was read, so that an expert may want what it rests on."""
        return self.document not in ("", "collection") and not self.is_hosted

    @cached_property
    def credential(self) -> Markup | None:
        """The signed document as indented JSON; None when absent or too long for a page.

        Its quotes stay as they are: written as entities, they were a twentieth of the page.
        """
        if not self.report["credential"]:
            return None
        text = json.dumps(self.report["credential"], ensure_ascii=False, indent=1)
        if len(text) > _CREDENTIAL_LIMIT:
            return None
        return Markup(escape(text, quote=False))  # noqa: S704 - between tags, where quotes are text

    @property
    def _is_out_of_reach(self) -> bool:
        """Whether the address that was given could not be visited."""
        return any(item["code"].startswith("fetch.") for item in self._unwell)

    @property
    def _credential_id(self) -> Any:
        return (self.report["credential"] or {}).get("id")


def _dress(finding: JsonObject) -> JsonObject:
    """The mark and the tone of one finding, and whether its cause would be no plain words."""
    cause = str(finding.get("params", {}).get("cause") or "")
    is_plain = not cause or cause.startswith(_PLAIN_CAUSES)
    return {**_mark(finding["outcome"], finding["severity"]), "is_plain": is_plain}


def _mark(outcome: str, severity: str) -> dict[str, str]:
    if outcome == "passed":
        return {"mark": "passed", "tone": "ok"}
    if outcome not in ("failed", "unknown"):
        return {"mark": "none", "tone": "unknown"}
    if severity == _NOTE:
        return {"mark": "note", "tone": "unknown"}
    if outcome == "unknown":
        return {"mark": "unknown", "tone": "unknown"}
    return (
        {"mark": "failed", "tone": "bad"}
        if severity in _GRAVE
        else {"mark": "remark", "tone": "warn"}
    )
