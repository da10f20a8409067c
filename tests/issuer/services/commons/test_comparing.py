"""Two frameworks side by side, and the least step of the version that follows."""

from dataclasses import replace
from uuid import uuid5

import pytest

from badges.frameworks import load_tiers_lieux
from badges.model.framework import Competency, Derivation, Framework, Words
from issuer.services.commons.comparing import Comparison, Step, compare, next_version

ALL = load_tiers_lieux()
BASE = replace(ALL, competencies=ALL.competencies[:6])
FIRST, SECOND = BASE.competencies[:2]


def _with(**changes: object) -> Framework:
    """The framework with a first competency that differs."""
    return replace(BASE, competencies=(replace(FIRST, **changes), *BASE.competencies[1:]))  # type: ignore[arg-type]  # names of members come from the tests


def _said(**texts: str) -> Words:
    return Words({**FIRST.label, **texts})


def test_the_same_framework_has_no_difference() -> None:
    """Nothing came, nothing went, and there is no step to take."""
    comparison = compare(BASE, BASE)
    assert comparison.step is None
    assert not comparison.any
    assert len(comparison.common) == 6


NEW = replace(ALL.competencies[6], domain=FIRST.domain)

STEPS: dict[str, tuple[Framework, Step]] = {
    "accents only": (_with(label=_said(fr=FIRST.label["fr"].upper())), "patch"),
    "a translation": (_with(label=_said(it="Accogliere")), "patch"),
    "a bridge": (_with(matches=FIRST.matches[1:]), "patch"),
    "credits": (replace(BASE, creator="Le Lieu"), "patch"),
    "other words": (_with(statement=Words({"fr": "Je fais autre chose."})), "minor"),
    "a definition goes": (_with(definition=Words({})), "minor"),
    "an indicator": (_with(indicators=(*FIRST.indicators, Words({"fr": "De plus."}))), "minor"),
    "level words": (_with(levels=FIRST.levels[1:]), "minor"),
    "another domain": (_with(domain=BASE.domains[-1]), "minor"),
    "one more": (replace(BASE, competencies=(*BASE.competencies, NEW)), "minor"),
    "a title": (replace(BASE, title=Words({"fr": "Autre"})), "minor"),
    "fewer domains": (replace(BASE, domains=BASE.domains[:-1]), "minor"),
    "deprecated": (_with(deprecated=True), "major"),
    "another type": (
        _with(type="technique" if FIRST.type != "technique" else "metier"),
        "major",
    ),
    "one less": (replace(BASE, competencies=BASE.competencies[1:]), "major"),
    "a level less": (replace(BASE, levels=BASE.levels[:-1]), "major"),
}


@pytest.mark.parametrize("name", STEPS)
def test_the_step_follows_from_what_changed(name: str) -> None:
    """Wording is a patch, other words or additions are minor, losses are major."""
    after, step = STEPS[name]
    assert compare(BASE, after).step == step


def test_a_change_names_the_member_with_both_texts() -> None:
    """Before and after, for each language that differs."""
    after = _with(label=Words({"fr": "Nouveau nom", "en": FIRST.label["en"]}))
    (change,) = compare(BASE, after).changed
    (text,) = change.texts
    assert (text.member, text.language) == ("label", "fr")
    assert (text.before, text.after) == (FIRST.label["fr"], "Nouveau nom")


def test_what_came_and_went_is_listed() -> None:
    """By competency, in the order of the frameworks."""
    after = replace(BASE, competencies=(*BASE.competencies[1:], NEW))
    comparison = compare(BASE, after)
    assert comparison.removed == (FIRST,)
    assert comparison.added == (NEW,)


def test_bridges_tell_what_happened_to_them() -> None:
    """Added, removed or changed, told by referential and code."""
    old = FIRST.matches
    published = replace(old[1], status="published")
    new = replace(old[0], code="999999")
    (change,) = compare(BASE, _with(matches=(published, *old[2:], new))).changed
    assert {(item.what, item.match.code) for item in change.bridges} == {
        ("changed", old[1].code),
        ("added", "999999"),
        ("removed", old[0].code),
    }


def _forked(item: Competency) -> Competency:
    source = Derivation(f"urn:uuid:{item.uuid}", "source", "1.0.0", item.uuid)
    return replace(
        item, uuid=uuid5(ALL.uuid, f"fork/{item.slug}"), notation=f"X{item.notation}",
        derived_from=source, label=Words({"fr": f"Notre {item.slug}"}),
    )  # fmt: skip


def test_a_fork_is_recognised_by_where_it_comes_from() -> None:
    """Against its source in both directions, and against another fork of the same source."""
    fork = replace(BASE, competencies=tuple(_forked(item) for item in BASE.competencies))
    other = replace(
        fork,
        competencies=tuple(
            replace(item, uuid=uuid5(ALL.uuid, f"other/{item.slug}")) for item in fork.competencies
        ),
    )
    for before, after in ((BASE, fork), (fork, BASE), (fork, other)):
        comparison = compare(before, after)
        assert {change.recognised for change in comparison.common} == {"derivation"}
        assert (comparison.added, comparison.removed) == ((), ())


def test_strangers_are_recognised_by_their_label() -> None:
    """Accents and capitals do not count; what has another label is not the same."""
    stranger = replace(
        FIRST,
        uuid=uuid5(ALL.uuid, "stranger"),
        label=Words({"fr": FIRST.label["fr"].upper()}),
    )
    other = replace(SECOND, uuid=uuid5(ALL.uuid, "other"), label=Words({"fr": "Rien de tel"}))
    comparison = compare(BASE, replace(BASE, competencies=(stranger, other)))
    assert [change.recognised for change in comparison.common] == ["label"]
    assert comparison.added == (other,)
    assert len(comparison.removed) == 5


def test_a_uuid_wins_over_a_label() -> None:
    """Two competencies that swap their labels are still themselves."""
    swapped = replace(
        BASE,
        competencies=(
            replace(FIRST, label=SECOND.label),
            replace(SECOND, label=FIRST.label),
            *BASE.competencies[2:],
        ),
    )
    comparison: Comparison = compare(BASE, swapped)
    assert {change.recognised for change in comparison.common} == {"uuid"}
    assert [change.before.uuid for change in comparison.changed] == [FIRST.uuid, SECOND.uuid]


@pytest.mark.parametrize(
    ("step", "expected"), [("major", "2.0.0"), ("minor", "1.5.0"), ("patch", "1.4.10")]
)
def test_the_next_version(step: Step, expected: str) -> None:
    """Numbers, not digits: 9 is followed by 10 (semver.org)."""
    assert next_version("1.4.9", step) == expected


def test_five_hundred_competencies_are_compared_at_once() -> None:
    """The largest framework against one without a common sign: nothing is the same."""
    many = tuple(
        replace(FIRST, uuid=uuid5(ALL.uuid, str(number)), label=Words({"fr": f"Nom {number}"}))
        for number in range(500)
    )
    others = tuple(
        replace(item, uuid=uuid5(item.uuid, "other"), label=Words({"fr": f"Autre {item.uuid}"}))
        for item in many
    )
    comparison = compare(replace(BASE, competencies=many), replace(BASE, competencies=others))
    assert len(comparison.added) == len(comparison.removed) == 500
