"""Findings: one question about the badge, its answer, its weight, and the facts behind it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple, Self

from badges.documents import JsonObject
from badges.i18n import Translator

Params = Mapping[str, Any]
NO_PARAMS: Params = MappingProxyType({})

_PARAM, _FACT, _FACTS = 300, 2_048, 64
"""Letters of a parameter, letters of a fact, and facts that one finding has at most."""

# What may be otherwise in a few minutes: a site that did not answer, a machine that was too busy.
_PASSING = frozenset(
    {
        *("fetch.name", "fetch.unreachable", "fetch.tls", "fetch.status", "fetch.too_slow"),
        *("fetch.offline", "fetch.proxy", "sight.busy", "sight.unavailable"),
    }
)


class Outcome(StrEnum):
    """What became of one check."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    SKIPPED = "skipped"


class Severity(StrEnum):
    """How much one check weighs: `fatal` and `error` are grave, the others never reject."""

    FATAL = "fatal"
    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"

    @property
    def is_grave(self) -> bool:
        """Whether a failure of this weight rejects the badge."""
        return self is Severity.FATAL or self is Severity.ERROR


class State(StrEnum):
    """What people are told, in order of precedence: of several, the first one is said.

    A wrong signature comes first, since nothing else in such a document can be believed; then a
    key of somebody else; then a document that is no badge or is broken; then what its issuer says
    of it; then its dates; then what we could not know.
    """

    ALTERED = "altered"
    NOT_THE_ISSUER = "not_the_issuer"
    UNREADABLE = "unreadable"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    ISSUER_UNCONFIRMED = "issuer_unconfirmed"
    CANNOT_CHECK = "cannot_check"
    GENUINE = "genuine"


class Evidence(NamedTuple):
    """One fact that a finding rests on: a key id, the URL of a list and its digest."""

    name: str
    value: str
    source: str | None = None
    sha256: str | None = None

    @property
    def is_brief(self) -> bool:
        """Whether nothing of it is longer than an address or a key."""
        source = self.source or ""
        return len(self.name) <= _PARAM and len(self.value) <= _FACT and len(source) <= _FACT

    def shortened(self) -> Self:
        """The beginning of the fact."""
        source = None if self.source is None else self.source[:_FACT]
        return self._replace(name=self.name[:_PARAM], value=self.value[:_FACT], source=source)

    def to_json(self) -> JsonObject:
        """The fact as JSON; absent members are null."""
        return {
            "name": self.name,
            "value": self.value,
            "source": self.source,
            "sha256": self.sha256,
        }


def brief_params(params: Params) -> Params:
    """Parameters of which no text is longer than people read: a report repeats no document."""
    return {
        name: value[:_PARAM] if isinstance(value, str) else value for name, value in params.items()
    }


def brief_facts(facts: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The first of the facts, none longer than an address or a key."""
    return tuple([fact if fact.is_brief else fact.shortened() for fact in facts[:_FACTS]])


class Finding(NamedTuple):
    """The answer to one question about the badge.

    `state` is what people are told when this finding is the one that decides; `because` names the
    checks whose failure kept this one from being asked.
    """

    check: str
    outcome: Outcome
    severity: Severity
    code: str
    params: Params = NO_PARAMS
    evidence: tuple[Evidence, ...] = ()
    because: tuple[str, ...] = ()
    spec: str = ""
    state: State | None = None

    @property
    def is_grave(self) -> bool:
        """Whether this finding weighs on the verdict."""
        return self.severity.is_grave

    @property
    def blocks(self) -> bool:
        """Whether checks that need this one make no sense any more."""
        if self.outcome is Outcome.FAILED or self.outcome is Outcome.UNKNOWN:
            return self.severity.is_grave
        return bool(self.because)

    @property
    def may_pass(self) -> bool:
        """Whether the same question, asked again later, may find its answer."""
        return self.code in _PASSING or self.params.get("cause") in _PASSING

    def to_json(self, words: Translator) -> JsonObject:
        """The finding with its words, as interfaces.md lists the members."""
        return {
            "check": self.check,
            "title": words(f"check.{self.check}"),
            "outcome": self.outcome.value,
            "severity": self.severity.value,
            "code": self.code,
            "params": dict(self.params),
            "message": self.message(words),
            "evidence": [item.to_json() for item in self.evidence],
            "because": list(self.because),
            "spec": self.spec,
            "repair": self.repair(words),
        }

    def brief(self, words: Translator) -> str:
        """The sentence of this finding, without its technical cause."""
        return words(self.code, **self.params)

    def reason(self, words: Translator) -> str:
        """The same for a reader in a hurry: in plainer words where its code or family has some."""
        for code in (self.code, self.code.partition(".")[0]):
            if words.find(f"reason.{code}") is not None:
                return words(f"reason.{code}", **self.params)
        return self.brief(words)

    def message(self, words: Translator) -> str:
        """The sentence of this finding, and that of its cause when it has one."""
        cause = str(self.params.get("cause", ""))
        if not cause or words.find(cause) is None:
            return self.brief(words)
        return f"{self.brief(words)} {words(cause, **self.params)}"

    def repair(self, words: Translator) -> str | None:
        """How the issuer mends the badge, when something is wrong and can be mended."""
        if self.outcome not in (Outcome.FAILED, Outcome.UNKNOWN):
            return None
        if words.find(f"repair.{self.code}") is None:
            return None
        return words(f"repair.{self.code}", **self.params)
