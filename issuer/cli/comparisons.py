"""How a command tells what differs between two frameworks."""

from collections.abc import Iterator
from typing import Any

from badges.model.framework import Competency
from issuer.cli.console import Console
from issuer.services.commons.comparing import Comparison, CompetencyChange


def told(comparison: Comparison, console: Console) -> dict[str, Any]:
    """A comparison, for programs."""
    return {
        "step": comparison.step,
        "added": [brief(item, console) for item in comparison.added],
        "removed": [brief(item, console) for item in comparison.removed],
        "changed": [_change(item) for item in comparison.changed],
        "texts": [vars(text) for text in comparison.texts],
    }


def _change(item: CompetencyChange) -> dict[str, Any]:
    return {
        "before": item.before.notation,
        "after": item.after.notation,
        "step": item.step,
        "moved": item.moved,
        "deprecated": item.deprecated,
        "texts": [vars(text) for text in item.texts],
        "bridges": [
            {"what": bridge.what, "scheme": bridge.match.framework, "code": bridge.match.code}
            for bridge in item.bridges
        ],
    }


def comparison_lines(comparison: Comparison, console: Console) -> Iterator[str]:
    """A comparison, for people: what came, what went, what says something else."""
    for item in comparison.added:
        yield f"+ {item.notation}  {said(item, console)}"
    for item in comparison.removed:
        yield f"- {item.notation}  {said(item, console)}"
    for change in comparison.changed:
        yield f"~ {change.after.notation}  {said(change.after, console)}"
        for text in change.texts:
            yield f"    {text.member} [{text.language}]: {text.before!r} -> {text.after!r}"
        for bridge in change.bridges:
            yield f"    {bridge.what}: {bridge.match.framework} {bridge.match.code}"
    for text in comparison.texts:
        yield f"~ {text.member} [{text.language}]: {text.before!r} -> {text.after!r}"


def brief(item: Competency, console: Console) -> dict[str, Any]:
    """A competency in short, with what became of it."""
    return {
        "code": item.notation,
        "name": said(item, console),
        "deprecated": item.deprecated,
        "replaced_by": item.replaced_by,
    }


def said(item: Competency, console: Console) -> str:
    """What a competency is called."""
    return item.label.say(console.settings.language)
