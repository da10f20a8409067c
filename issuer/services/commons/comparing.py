"""Two frameworks side by side: what came, what went, what now reads differently.

A competency is recognised by its UUID, else by where it comes from (a fork against its source),
else by its label. The least step of the version follows from what changed:

- **major**: a competency or a level is gone or deprecated, or a competency is of another type:
  what was recognised before may mean something else;
- **minor**: something was added, moved, or says something in other words;
- **patch**: wording only (accents, capitals, punctuation, translations, credits) and bridges.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from badges.model.framework import Competency, Domain, Framework, Level, OfficialMatch, Words
from badges.model.wording import fold

Step = Literal["major", "minor", "patch"]
Recognised = Literal["uuid", "derivation", "label"]

_Coded = TypeVar("_Coded", Domain, Level)

STEPS: tuple[Step, ...] = ("major", "minor", "patch")
RECOGNISED: tuple[Recognised, ...] = ("uuid", "derivation", "label")


@dataclass(frozen=True)
class TextChange:
    """One text of one language: `member` is its name, with the code or number of its part.

    `before` is empty when the text was added, `after` when it was taken away; `translation` is true
    when the text was there in another language already.
    """

    member: str
    language: str
    before: str
    after: str
    translation: bool = False

    @property
    def step(self) -> Step:
        """Patch when the words stay the same, or a translation came; else minor."""
        same = fold(self.before) == fold(self.after)
        return "patch" if same or (self.translation and not self.before) else "minor"


@dataclass(frozen=True)
class BridgeChange:
    """A bridge that came, went, or has another relation, state or wording; `before` if it was."""

    what: Literal["added", "removed", "changed"]
    match: OfficialMatch
    before: OfficialMatch | None = None


@dataclass(frozen=True)
class CompetencyChange:
    """A competency that is in both frameworks, and what differs."""

    before: Competency
    after: Competency
    recognised: Recognised
    texts: tuple[TextChange, ...] = ()
    bridges: tuple[BridgeChange, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether it is now in another domain."""
        return self.before.domain.code != self.after.domain.code

    @property
    def deprecated(self) -> bool:
        """Whether it may no longer be chosen."""
        return self.after.deprecated and not self.before.deprecated

    @property
    def restored(self) -> bool:
        """Whether it may be chosen again."""
        return self.before.deprecated and not self.after.deprecated

    @property
    def retyped(self) -> bool:
        """Whether it is now of another type."""
        return self.before.type != self.after.type

    @property
    def renamed(self) -> bool:
        """Whether its notation or address differs, as in a fork."""
        return (self.before.slug, self.before.notation) != (self.after.slug, self.after.notation)

    @property
    def replacement(self) -> bool:
        """Whether something else now stands for it."""
        return self.before.replaced_by != self.after.replaced_by

    @property
    def searched(self) -> bool:
        """Whether the search that backs its coverage was made again."""
        return (self.before.absence, self.before.coverage) != (
            self.after.absence,
            self.after.coverage,
        )

    @property
    def any(self) -> bool:
        """Whether anything differs but its names."""
        return self.step is not None

    @property
    def step(self) -> Step | None:
        """The least step of the version for this competency."""
        if self.deprecated or self.retyped:
            return "major"
        if self.moved or self.restored or any(text.step == "minor" for text in self.texts):
            return "minor"
        light = self.texts or self.bridges or self.searched or self.replacement
        return "patch" if light else None


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two frameworks, or two versions of one."""

    before: Framework
    after: Framework
    texts: tuple[TextChange, ...]
    added: tuple[Competency, ...]
    removed: tuple[Competency, ...]
    common: tuple[CompetencyChange, ...]
    domains_added: tuple[Domain, ...]
    domains_removed: tuple[Domain, ...]
    levels_added: tuple[Level, ...]
    levels_removed: tuple[Level, ...]
    credits: bool

    @property
    def changed(self) -> tuple[CompetencyChange, ...]:
        """The competencies of both in which something differs."""
        return tuple(item for item in self.common if item.any)

    @property
    def deprecated(self) -> tuple[CompetencyChange, ...]:
        """The competencies that may no longer be chosen."""
        return tuple(item for item in self.common if item.deprecated)

    @property
    def moved(self) -> tuple[CompetencyChange, ...]:
        """The competencies that are now in another domain."""
        return tuple(item for item in self.common if item.moved)

    @property
    def any(self) -> bool:
        """Whether anything differs at all."""
        return self.step is not None

    @property
    def step(self) -> Step | None:
        """The least step of the version, or None when nothing differs."""
        steps = set(self._steps())
        return next((step for step in STEPS if step in steps), None)

    def _steps(self) -> Iterator[Step]:
        if self.removed or self.levels_removed:
            yield "major"
        if self.added or self.domains_added or self.domains_removed or self.levels_added:
            yield "minor"
        if self.credits:
            yield "patch"
        yield from (text.step for text in self.texts)
        yield from (item.step for item in self.common if item.step is not None)


def compare(before: Framework, after: Framework) -> Comparison:
    """What differs from one framework to the other."""
    pairs = tuple(_pairs(before, after))
    same_before = {old.uuid for old, _, _ in pairs}
    same_after = {new.uuid for _, new, _ in pairs}
    return Comparison(
        before=before,
        after=after,
        texts=tuple(_framework_texts(before, after)),
        added=tuple(item for item in after.competencies if item.uuid not in same_after),
        removed=tuple(item for item in before.competencies if item.uuid not in same_before),
        common=tuple(_change(old, new, how) for old, new, how in pairs),
        domains_added=_beyond(after.domains, before.domains),
        domains_removed=_beyond(before.domains, after.domains),
        levels_added=_beyond(after.levels, before.levels),
        levels_removed=_beyond(before.levels, after.levels),
        credits=_credits(before) != _credits(after),
    )


def _beyond(some: tuple[_Coded, ...], others: tuple[_Coded, ...]) -> tuple[_Coded, ...]:
    """The domains or levels of `some` whose code none of the others has."""
    codes = {other.code for other in others}
    return tuple(item for item in some if item.code not in codes)


def next_version(version: str, step: Step) -> str:
    """The version that follows: `1.4.2` and minor give `1.5.0` (semver.org, 6 to 8)."""
    major, minor, patch = (int(part) for part in version.split("."))
    if step == "major":
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if step == "minor" else f"{major}.{minor}.{patch + 1}"


def _pairs(
    before: Framework, after: Framework
) -> Iterator[tuple[Competency, Competency, Recognised]]:
    """Each competency of `before` with the one of `after` that is the same, in its order.

    Three rounds, the surest sign first, so that a label never takes what a UUID would claim.
    """
    found: dict[Hashable, tuple[Competency, Recognised]] = {}
    free = {item.uuid: item for item in after.competencies}
    for how in RECOGNISED:
        signs = _by_sign(free.values(), how)
        for old in before.competencies:
            new = None if old.uuid in found else _same(old, how, signs, free)
            if new is not None:
                found[old.uuid] = free.pop(new.uuid), how
    for old in before.competencies:
        if old.uuid in found:
            yield old, *found[old.uuid]


def _by_sign(items: Iterable[Competency], how: Recognised) -> dict[Hashable, list[Competency]]:
    signs: dict[Hashable, list[Competency]] = {}
    for item in items:
        for sign in _signs(item, how):
            signs.setdefault(sign, []).append(item)
    return signs


def _same(
    old: Competency,
    how: Recognised,
    signs: Mapping[Hashable, list[Competency]],
    free: Collection[Hashable],
) -> Competency | None:
    """The first competency that is still free and shares a sign with `old`."""
    same = (item for sign in _signs(old, how) for item in signs.get(sign, ()))
    return next((item for item in same if item.uuid in free), None)


def _signs(item: Competency, how: Recognised) -> Iterator[Hashable]:
    """What two competencies share when they are the same, told in this way."""
    if how == "label":
        yield from ((language, fold(text)) for language, text in item.label.items() if fold(text))
        return
    yield item.uuid
    if how == "derivation" and item.derived_from is not None:
        yield item.derived_from.uuid or item.derived_from.uri


def _change(old: Competency, new: Competency, how: Recognised) -> CompetencyChange:
    texts = tuple(_competency_texts(old, new))
    return CompetencyChange(old, new, how, texts, tuple(_bridges(old, new)))


def _competency_texts(old: Competency, new: Competency) -> Iterator[TextChange]:
    yield from _texts("label", old.label, new.label)
    yield from _texts("statement", old.statement, new.statement)
    yield from _texts("definition", old.definition, new.definition)
    for place in range(max(len(old.indicators), len(new.indicators))):
        both = (_at(item.indicators, place) for item in (old, new))
        yield from _texts(f"indicators.{place + 1}", *both)
    yield from _levels(old.levels, new.levels)
    yield from _texts("origin", old.origin, new.origin)


def _framework_texts(before: Framework, after: Framework) -> Iterator[TextChange]:
    yield from _texts("title", before.title, after.title)
    yield from _texts("description", before.description, after.description)
    known = {domain.code: domain.label for domain in before.domains}
    for domain in after.domains:
        if domain.code in known:
            yield from _texts(f"domains.{domain.code}", known[domain.code], domain.label)
    codes = {level.code for level in before.levels} & {level.code for level in after.levels}
    old, new = (
        tuple(level for level in framework.levels if level.code in codes)
        for framework in (before, after)
    )
    yield from _levels(old, new)
    named = {level.code: level.label for level in old}
    for level in new:
        yield from _texts(f"levels.{level.code}.label", named[level.code], level.label)


def _levels(old: tuple[Level, ...], new: tuple[Level, ...]) -> Iterator[TextChange]:
    before, after = ({level.code: level.descriptor for level in levels} for levels in (old, new))
    for code in dict.fromkeys((*before, *after)):
        yield from _texts(f"levels.{code}", before.get(code, Words({})), after.get(code, Words({})))


def _texts(member: str, old: Words, new: Words) -> Iterator[TextChange]:
    for language in dict.fromkeys((*old, *new)):
        before, after = old.get(language, ""), new.get(language, "")
        if before != after:
            yield TextChange(member, language, before, after, translation=bool(old))


def _bridges(old: Competency, new: Competency) -> Iterator[BridgeChange]:
    before, after = (
        {(match.scheme, match.code): match for match in item.matches} for item in (old, new)
    )
    for key, match in after.items():
        if key not in before:
            yield BridgeChange("added", match)
        elif before[key] != match:
            yield BridgeChange("changed", match, before[key])
    yield from (BridgeChange("removed", match) for key, match in before.items() if key not in after)


def _at(texts: tuple[Words, ...], place: int) -> Words:
    return texts[place] if place < len(texts) else Words({})


def _credits(framework: Framework) -> object:
    """What is said of the whole besides its texts."""
    return (
        framework.creator,
        framework.licence,
        framework.attributions,
        framework.status,
        framework.derived_from,
        framework.corpora,
    )
