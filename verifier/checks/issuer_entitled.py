"""May this issuer award this achievement? The reader's trust lists say so, when they say anything.

Anybody may write that an achievement is somebody else's (`creator`); that is told, and no defect. A
list that names who may award an achievement is the reader's own rule.
"""

from verifier.case import SPEC_OB, Answer, Case, Check, Kind, a_text, an_object, only, passed
from verifier.checks.issuer_trust import cited
from verifier.report import Evidence, Outcome, Severity

_SAID = "creator"


def _ask(case: Case) -> Answer:
    achievement = a_text(case.achievement.get("id")) or ""
    said = case.vouch.entitled(case.issuer_id, achievement, case.instant)
    if said is not None:
        entitled, mention = said
        if entitled:
            return passed("entitled.listed", cited(mention), list=mention.list)
        params = {"list": mention.list}
        evidence = (cited(mention),)
        return Answer(Outcome.FAILED, "entitled.not_listed", params, evidence, Severity.WARNING)
    return case.in_common(_SAID, _by_word)


def _by_word(case: Case) -> Answer:
    """Whose achievement it is by the badge's own word."""
    creator = an_object(only(case.achievement.get("creator")))
    identifier = a_text(creator.get("id"))
    if identifier is not None and identifier != case.issuer_id:
        name = (a_text(creator.get("name")) or identifier)[:200]
        fact = Evidence("creator", identifier[:300])
        return Answer(Outcome.UNKNOWN, "entitled.other_creator", {"creator": name}, (fact,))
    return passed("entitled.own")


ISSUER_ENTITLED = Check(
    id="issuer.entitled",
    severity=Severity.NOTICE,
    spec=f"{SPEC_OB}org.1edtech.ob.v3p0.achievement.class",
    ask=_ask,
    needs=("proof.signature", "proof.controller"),
    kinds=frozenset({Kind.BADGE}),
)
