"""Findings told in one language, for programs: what is said of every badge is looked up once.

A report has some two dozen findings, most of which say the same of every badge. Those words are
kept for as long as the process lives; parameters, evidence and the sentences that hold them are
written anew each time, since they are what one badge says (ADR 33).
"""

from dataclasses import dataclass
from functools import lru_cache

import orjson

from badges.documents import JsonObject
from badges.i18n import Translator
from verifier.report.finding import NO_PARAMS, Finding

_KEPT = 4_096
"""Pairs of check and code that are kept: far more than there are."""
_LANGUAGES = 8


@dataclass(frozen=True, slots=True)
class _Usual:
    """A finding without anything of a badge, and how it is told."""

    finding: Finding
    told: JsonObject
    written: orjson.Fragment

    def is_told_of(self, finding: Finding) -> bool:
        """Whether the words of another finding of the same check and code are the same."""
        usual = self.finding
        is_same = usual.outcome is finding.outcome and usual.severity is finding.severity
        return is_same and usual.spec == finding.spec


class Teller:
    """Tells findings in one language as `Finding.to_json` does, and remembers words."""

    def __init__(self, language: str) -> None:
        self.words = Translator(language, "verifier")
        self._usual: dict[tuple[str, str], _Usual] = {}

    def told(self, finding: Finding) -> JsonObject:
        """The finding with its words, as interfaces.md lists the members."""
        return self._with_its_own(finding, self._usual_of(finding))

    def written(self, finding: Finding) -> JsonObject | orjson.Fragment:
        """The same for `orjson`, which copies what was written once."""
        known = self._usual.get((finding.check, finding.code))
        if known is not None and known.finding is finding:  # as of most findings
            return known.written
        usual = self._usual_of(finding)
        return usual.written if _is_bare(finding) else self._with_its_own(finding, usual)

    def _with_its_own(self, finding: Finding, usual: _Usual) -> JsonObject:
        """What is usually told, and what this badge says."""
        told = usual.told.copy()
        told["evidence"] = [fact.to_json() for fact in finding.evidence] if finding.evidence else []
        told["because"] = list(finding.because)
        told["params"] = dict(finding.params)
        if finding.params:
            told["message"] = finding.message(self.words)
            told["repair"] = finding.repair(self.words)
        return told

    def _usual_of(self, finding: Finding) -> _Usual:
        usual = self._usual.get((finding.check, finding.code))
        if usual is not None and (usual.finding is finding or usual.is_told_of(finding)):
            return usual
        return self._learn(finding)

    def _learn(self, finding: Finding) -> _Usual:
        """Keep how such a finding is told, without what only this badge says."""
        bare = finding
        if not _is_bare(finding):
            bare = finding._replace(params=NO_PARAMS, evidence=(), because=())
        told = bare.to_json(self.words)
        usual = _Usual(bare, told, orjson.Fragment(orjson.dumps(told)))
        if len(self._usual) < _KEPT:
            self._usual[finding.check, finding.code] = usual
        return usual


def _is_bare(finding: Finding) -> bool:
    """Whether it says nothing of one badge."""
    return not (finding.params or finding.evidence or finding.because)


@lru_cache(_LANGUAGES)
def teller(language: str) -> Teller:
    """The one who tells in that language; another language than ours is told in the first."""
    return Teller(language)
