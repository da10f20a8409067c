"""The command `list`: what the verifier knows, by family, read from the family's own tuple."""

import argparse
from collections.abc import Callable
from textwrap import fill

from badges.did import METHODS as DID_METHODS
from badges.documents import JsonObject
from badges.i18n import Translator
from badges.proofs import SUITES
from badges.status import METHODS as STATUS_METHODS
from verifier.checks import CHECKS
from verifier.cli.verifying import print_json
from verifier.intake import INTAKES
from verifier.policy import POLICIES

_WIDTH = 100
_GAP = 2


def _checks(words: Translator) -> list[JsonObject]:
    """Every question once, however many standards ask it in their own way."""
    first = {check.id: check for check in reversed(CHECKS)}
    return [
        {
            "id": name,
            "title": words(f"check.{name}"),
            "severity": first[name].severity.value,
            "needs": list(first[name].needs),
            "kinds": sorted({kind for check in CHECKS if check.id == name for kind in check.kinds}),
            "spec": first[name].spec,
        }
        for name in dict.fromkeys(check.id for check in CHECKS)
    ]


def _suites(words: Translator) -> list[JsonObject]:
    return [
        {"id": suite.name, "title": words(f"suite.{suite.name}"), "standing": suite.standing}
        for suite in SUITES
    ]


def _did_methods(words: Translator) -> list[JsonObject]:
    return [
        {"id": f"did:{method.name}", "title": words(f"did_method.{method.name}")}
        for method in DID_METHODS
    ]


def _status_methods(words: Translator) -> list[JsonObject]:
    return [{"id": name, "title": words(f"status_method.{name}")} for name in STATUS_METHODS]


def _intakes(words: Translator) -> list[JsonObject]:
    return [{"id": item.name, "title": words(f"intake.{item.name}")} for item in INTAKES]


def _policies(words: Translator) -> list[JsonObject]:
    return [
        {
            "id": policy.name,
            "title": words(f"policy.{policy.name}"),
            "description": words.find(f"policy.{policy.name}.description"),
            "asks": None if policy.asks is None else sorted(policy.asks),
        }
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
_FOR_PROGRAMS = ("id", "needs", "kinds", "asks", "spec")


def show_list(options: argparse.Namespace, words: Translator) -> int:
    """Print one family, as lines for people or as JSON."""
    rows = LISTS[options.what](words)
    if options.json:
        print_json(rows)
        return 0
    width = max(len(row["id"]) for row in rows) + _GAP
    for row in rows:
        told = [str(value) for name, value in row.items() if name not in _FOR_PROGRAMS and value]
        text = f"{row['id']:<{width}}{' · '.join(told)}"
        print(fill(text, _WIDTH, subsequent_indent=" " * width, break_long_words=False))
    return 0
