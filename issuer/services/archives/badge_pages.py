"""One badge in the archive: its page and its files, under the addresses that it always had."""

from collections.abc import Iterator

from markupsafe import Markup

from badges.errors import FrameworkError
from badges.web.links import web_address
from badges.web.markdown import render
from issuer.errors import Conflict, NotFound
from issuer.model import Award
from issuer.services import publishing
from issuer.services.archives.html import Part, document, facts, joined, listed, tag
from issuer.services.archives.parts import Edition, File, Met, Public
from issuer.services.life.public_reasons import is_ready
from issuer.services.sharing import days
from issuer.services.signed_badges import SignedBadge, Skill

KINDS = ("json", "jwt", "png", "svg", "pdf")
_ROOT = "../../"
_TAKEN_BACK = ("revoked", "suspended")
_MAIN = "json"


def badge_files(edition: Edition, award: Award, met: Met) -> Iterator[File]:
    """The files of a badge that whoever has its address may read, and what it leads to, noted."""
    badge = SignedBadge(award, edition.find)
    folder = f"credentials/{award.id}"
    kinds = []
    for kind in KINDS:
        body = None if kind in edition.without else _file(edition, award, kind)
        if body is not None:
            kinds.append(kind)
            yield f"{folder}.{kind}", body
    yield f"{folder}/index.html", _page(edition, badge, tuple(kinds))
    yield f"v/{award.short_code}/index.html", _signpost(edition, award)
    _note(edition, badge, met)


def _file(edition: Edition, award: Award, kind: str) -> bytes | None:
    """One file as the site serves it; None where it serves none, as paper of a cancelled badge."""
    try:
        return publishing.held_file(edition.office, award, kind)[0]
    except (Conflict, NotFound, FrameworkError):
        if kind == _MAIN:
            raise
        return None


def _note(edition: Edition, badge: SignedBadge, met: Met) -> None:
    award = badge.award
    met.badges += 1
    met.achievements.add(award.achievement)
    met.issuers.add(award.issuer)
    met.notations.update(
        skill.competency.notation for skill in badge.skills if skill.competency is not None
    )
    if award.choice == "public" and award.state == "active":
        day = days.day_of(award.awarded, edition.place).isoformat()
        met.public.append(Public(award.id, badge.title, award.holder, day))


def _state(edition: Edition, award: Award) -> str:
    """`active`, `revoked`, `suspended`, `expired` or `not_yet_valid`, at the archive's instant."""
    if award.state != "active":
        return award.state
    if award.valid_until is not None and edition.made > award.valid_until:
        return "expired"
    return "not_yet_valid" if edition.made < award.valid_from else "active"


def _signpost(edition: Edition, award: Award) -> bytes:
    """What the short address on paper leads to."""
    target = f"{_ROOT}credentials/{award.id}/"
    return document(
        edition.language,
        edition.words("archive.badge_is_there"),
        _ROOT,
        head=(tag("meta", http_equiv="refresh", content=f"0; url={target}"),),
        main=(
            tag("h1", edition.words("web.credential.badge")),
            tag("p", tag("a", edition.words("archive.badge_is_there"), href=target)),
        ),
        foot=edition.foot,
    )


def _page(edition: Edition, badge: SignedBadge, kinds: tuple[str, ...]) -> bytes:
    state = _state(edition, badge.award)
    is_active = state == "active"
    shown = _active(edition, badge, kinds) if is_active else _not_active(edition, badge, state)
    title = edition.text(badge.title)
    holder = edition.text(badge.award.holder)
    return document(
        edition.language,
        f"{title.striptags()} – {holder.striptags()}" if is_active else title.striptags(),
        _ROOT,
        head=_head(badge.award, kinds),
        main=(
            *shown,
            _check(edition, badge.award),
            None if state in _TAKEN_BACK else _downloads(edition, badge.award, kinds),
            tag("p", tag("a", edition.text(edition.place.name), href=_home(edition))),
        ),
        foot=edition.foot,
        is_public=badge.award.choice == "public",
    )


def _head(award: Award, kinds: tuple[str, ...]) -> tuple[Part, ...]:
    """What programs find: the badge itself beside the page, and what verifies it in a browser."""
    alternates = {"json": "application/vc", "jwt": "application/vc+jwt"}
    links = (
        tag("link", rel="alternate", type=alternates[kind], href=f"../{award.id}.{kind}")
        for kind in kinds
        if kind in alternates
    )
    return (
        tag("link", rel="canonical", href=award.url),
        *links,
        # For hosts that show this page without a slash at the end of its address.
        tag("link", rel="alternate", type=alternates[_MAIN], href=f"{award.url}.{_MAIN}"),
        tag("link", rel="stylesheet", href=f"{_ROOT}browser/browser.css"),
        tag("script", type="module", src=f"{_ROOT}browser/archive.js"),
    )


def _home(edition: Edition) -> str:
    return f"{_ROOT}places/{edition.place.slug}/"


def _active(edition: Edition, badge: SignedBadge, kinds: tuple[str, ...]) -> Iterator[Part]:
    award, say = badge.award, edition.words
    if "svg" in kinds or "png" in kinds:
        kind = "svg" if "svg" in kinds else "png"
        about = str(say("web.credential.picture", title=badge.title).unescape())
        image = tag("img", src=f"../{award.id}.{kind}", width="280", height="280", alt=about)
        yield tag("p", image, class_="artwork")
    yield tag("p", say("web.credential.badge"), class_="eyebrow")
    yield tag("h1", edition.text(badge.title, _spoken(edition, badge)))
    yield tag(
        "p",
        say(
            "web.credential.awarded",
            person=award.holder,
            place=edition.place.name,
            day=edition.day(days.awarded_on(award, edition.place)),
        ),
        class_="lead",
    )
    yield _recognised(edition, badge)


def _not_active(edition: Edition, badge: SignedBadge, state: str) -> Iterator[Part]:
    award, say = badge.award, edition.words
    moment = days.turned_on(award, edition.place, state) or edition.made
    place = edition.place.name
    yield tag(
        "section",
        tag("h1", say(f"web.credential.state.{state}"), class_="state", id="state"),
        tag("p", say(f"web.credential.why.{state}", place=place, day=edition.day(moment))),
        _reason(edition, award, state),
        class_="notice bad" if state == "revoked" else "notice warn",
        aria_labelledby="state",
    )
    yield tag("p", say("web.credential.about"), " ", edition.text(badge.title), class_="muted")


def _reason(edition: Edition, award: Award, state: str) -> Markup | None:
    """What readers are told when the place chose to say why."""
    reason = award.public_reason
    if reason is None or state not in _TAKEN_BACK:
        return None
    told = (
        edition.words(f"life.public.{reason}")
        if is_ready(reason)
        else edition.words("life.quoted", words=reason)
    )
    return tag("p", edition.words("life.told"), " ", told)


def _recognised(edition: Edition, badge: SignedBadge) -> Markup:
    say, award = edition.words, badge.award
    until = days.valid_until(award, edition.place)
    when = say("web.credential.on", day=edition.day(days.awarded_on(award, edition.place)))
    end = (
        say("web.credential.until", day=edition.day(until))
        if until
        else say("web.credential.no_end")
    )
    skills = [_skill(edition, skill) for skill in badge.skills]
    return facts(
        (
            (say("web.credential.skill"), joined(skills) if skills else None),
            (say("web.credential.criteria"), render(badge.criteria) if badge.criteria else None),
            (say("web.credential.evidence"), _evidence(edition, badge)),
            (say("web.credential.who"), edition.text(edition.place.name)),
            (say("web.credential.when"), joined((tag("p", when, " ", end), _story(badge)))),
        )
    )


def _story(badge: SignedBadge) -> Markup | None:
    return render(badge.narrative) if badge.narrative else None


def _skill(edition: Edition, skill: Skill) -> Markup:
    if skill.competency is None or skill.framework is None:
        return tag("p", edition.text(skill.name))
    language, address = edition.language, f"{skill.framework.slug}/{skill.competency.slug}"
    level = skill.level
    told = (
        joined((edition.words("web.level"), tag("strong", edition.text(level.label.say(language)))))
        if level
        else None
    )
    return joined(
        (
            tag("p", edition.text(skill.competency.statement.say(language)), class_="quote"),
            tag(
                "p",
                tag(
                    "a",
                    edition.text(skill.competency.label.say(language)),
                    href=f"{_ROOT}frameworks/{address}/",
                ),
            ),
            tag("p", told) if told else None,
        )
    )


def _evidence(edition: Edition, badge: SignedBadge) -> Markup | None:
    """What shows that it was done; files that the service kept do not go with the archive."""
    rows = []
    for item in badge.evidence:
        address = str(item.get("id") or "")
        named = edition.text(str(item.get("name") or address)) if not badge.is_file(item) else None
        if named and web_address(address):
            named = tag("a", named, href=address, rel="nofollow noopener noreferrer")
        story = str(item.get("narrative") or "")
        whole = joined((tag("p", named) if named else None, render(story) if story else None))
        if whole:
            rows.append(whole)
    return listed(rows)


def _check(edition: Edition, award: Award) -> Markup:
    """Where the badge is verified in the reader's browser, from the files of the archive alone."""
    waiting = tag("p", edition.words("archive.verify_with"))
    return tag(
        "section",
        tag("h2", edition.words("archive.verify"), id="verify"),
        tag("div", waiting, data_badge=f"../{award.id}.json", data_base=_ROOT),
        aria_labelledby="verify",
    )


def _downloads(edition: Edition, award: Award, kinds: tuple[str, ...]) -> Markup:
    """The files to keep: paper and pictures first, then what only programs read."""
    links = (
        tag(
            "a",
            edition.words(f"archive.file.{kind}"),
            href=f"../{award.id}.{kind}",
            class_="button quiet",
        )
        for kind in reversed(kinds)
    )
    heading = tag("h2", edition.words("archive.files"))
    return joined((heading, tag("p", *links, class_="buttons")))


def _spoken(edition: Edition, badge: SignedBadge) -> str:
    told = str(badge.achievement.get("inLanguage") or edition.place.language)
    return told.partition("-")[0]
