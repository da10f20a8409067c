"""Everything with which somebody shows a badge: the address, the texts, and the links.

The texts are proposals in plain words: what the badge says and where it is verified, nothing more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from badges.i18n import Translator
from badges.web.wording import name, typography
from issuer.model import Award, Place
from issuer.ports import Office
from issuer.services import private_links
from issuer.services.addresses import verification_url
from issuer.services.cards import state_at, statement_of
from issuer.services.commons.referentials import competency
from issuer.services.finding import find_place, is_shown
from issuer.services.sharing import linkedin, links
from issuer.services.sharing.days import day_of, last_day_of, month_written
from issuer.services.signed_badges import SignedBadge

_TITLE_LENGTH = 200


@dataclass(frozen=True)
class Kit:
    """What the page of links shows of one badge, in one language.

    `page` is the address to give: public, or the private link. `short` is the one on paper.
    `profile` is None when LinkedIn could not open the page, which is not under https.
    """

    award: Award
    place: Place
    title: str
    state: str
    page: str
    short: str
    is_private: bool
    brief: str
    post: str
    cv_line: str
    subject: str
    letter: str
    by_hand: tuple[tuple[str, str], ...]
    profile: str | None
    feed: str | None

    @property
    def is_good(self) -> bool:
        """Whether the badge counts now, so that it can be shown with pride."""
        return self.state == "active"

    @property
    def message(self) -> str:
        """The proposed text with the address, for a message or a post."""
        return f"{self.post}\n{self.page}"

    @property
    def messages(self) -> tuple[tuple[str, str], ...]:
        """The links to people and networks, by name, the most used first."""
        return (
            ("mail", links.letter(self.subject, self.letter)),
            ("sms", links.sms(f"{self.brief}\n{self.page}")),
            ("whatsapp", links.whatsapp(self.message)),
            ("facebook", links.facebook(self.page)),
            ("bluesky", links.bluesky(f"{self.brief}\n{self.page}")),
        )

    def mastodon(self, host: str) -> str:
        """The link to one server of Mastodon."""
        return links.mastodon(host, self.message)


def kit_of(office: Office, award: Award, language: str) -> Kit:
    """The kit of a badge that somebody may open: by its public address, else by its private link.

    Raises:
        NotFound: its place is gone.
        KeyUnavailable: the private link cannot be derived.
    """
    with office.store.read() as work:
        place = find_place(work, award.place)
    base = office.settings.base_url
    is_private = not is_shown(award)
    page = f"{base}{private_links.path_of(office, award)}" if is_private else award.url
    short = page if is_private else verification_url(base, award.short_code)
    badge = SignedBadge(award, partial(competency, office))
    title = name(badge.title[:_TITLE_LENGTH])
    told = {
        "title": title,
        "place": name(place.name),
        "month": month_written(day_of(award.awarded, place), language),
        "statement": name(statement_of(badge, language)),
        "page": page,
        "short": short,
    }
    say = partial(_said, Translator(language, "issuer"), told)
    opens = page.startswith("https://")
    return Kit(
        award=award,
        place=place,
        title=title,
        state=state_at(award, office.clock.now()),
        page=page,
        short=short,
        is_private=is_private,
        brief=say("sharing.brief"),
        post=say("sharing.post"),
        cv_line=say("sharing.cv_line"),
        subject=say("sharing.subject"),
        letter=say("sharing.letter"),
        by_hand=tuple(_by_hand(title, place, award, page, language)),
        profile=linkedin.add_to_profile(title, place, award, page) if opens else None,
        feed=linkedin.share_in_feed(page) if opens else None,
    )


def _by_hand(
    title: str, place: Place, award: Award, page: str, language: str
) -> Iterator[tuple[str, str]]:
    """What to copy into the form of LinkedIn, in its order, as people read it there."""
    yield "name", title
    yield "organization", name(place.name)
    yield from _dated("issue", day_of(award.awarded, place), language)
    if award.valid_until is not None:
        yield from _dated("expiration", last_day_of(award.valid_until, place), language)
    yield "certId", award.short_code
    yield "certUrl", page


def _dated(kind: str, day: date, language: str) -> Iterator[tuple[str, str]]:
    month, _, year = month_written(day, language).partition(" ")
    yield f"{kind}Month", month
    yield f"{kind}Year", year


def _said(say: Translator, told: dict[str, str], code: str) -> str:
    """A sentence as it is sent: ours is typeset, what it tells stays as it is."""
    return typography(say(code), say.language).format_map(told)
