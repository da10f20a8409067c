"""What the verifier knows, by family: each list is read from the family's own tuple."""

from collections.abc import Callable

from badges.did import METHODS
from badges.documents import JsonObject
from badges.i18n import Translator
from badges.proofs import SUITES
from badges.status.bitstring import ENTRY_TYPE
from verifier.checks import CHECKS
from verifier.intake import INTAKES
from verifier.policy import POLICIES


def _checks(words: Translator) -> list[JsonObject]:
    return [
        {
            "id": check.id,
            "title": words(f"check.{check.id}"),
            "severity": check.severity.value,
            "needs": list(check.needs),
            "spec": check.spec,
        }
        for check in CHECKS
    ]


def _suites(_: Translator) -> list[JsonObject]:
    return [{"id": suite.name, "standing": suite.standing} for suite in SUITES]


def _did_methods(_: Translator) -> list[JsonObject]:
    return [{"id": f"did:{method.name}"} for method in METHODS]


def _status_methods(_: Translator) -> list[JsonObject]:
    return [{"id": ENTRY_TYPE, "purposes": ["revocation", "suspension"]}]


def _intakes(_: Translator) -> list[JsonObject]:
    return [{"id": intake.name} for intake in INTAKES]


def _policies(_: Translator) -> list[JsonObject]:
    return [
        {"id": policy.name, "asks": None if policy.asks is None else sorted(policy.asks)}
        for policy in POLICIES
    ]


LISTS: dict[str, Callable[[Translator], list[JsonObject]]] = {
    "checks": _checks,
    "suites": _suites,
    "did-methods": _did_methods,
    "status-methods": _status_methods,
    "intakes": _intakes,
    "policies": _policies,
}
