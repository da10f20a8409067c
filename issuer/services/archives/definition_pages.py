"""What badges are about, in the archive: definitions with their versions, and competencies."""

from collections.abc import Iterator

from markupsafe import Markup

from badges.documents import serialize
from badges.errors import FrameworkError
from badges.frameworks import skos
from badges.model.framework import Competency, Framework
from badges.web.markdown import render
from issuer.errors import NotFound
from issuer.model import Achievement
from issuer.services import achievements, publishing
from issuer.services.archives.html import Part, document, facts, joined, listed, tag
from issuer.services.archives.parts import Edition, File, Met

_PICTURES = ("png", "svg")
_ROOT = "../../"


def definition_files(edition: Edition, met: Met) -> Iterator[File]:
    """The definitions that the place published or awarded, in every version that badges embed."""
    office = edition.office
    slugs = {item.slug for item in achievements.list_all(office, edition.place.slug)}
    for slug in sorted(slugs | met.achievements):
        definition = achievements.get(office, slug)
        path = f"achievements/{slug}"
        body = publishing.achievement_document(office, slug)
        met.notations.update(item.notation for item in definition.competencies)
        for suffix in ("json", "jsonld"):
            yield f"{path}.{suffix}", serialize(body)
        for kind in _PICTURES:
            yield f"{path}.{kind}", publishing.achievement_image(office, slug, kind)[0]
        yield f"{path}/index.html", _page(edition, definition, _ROOT)
        yield from _versions(edition, definition)


def _versions(edition: Edition, definition: Achievement) -> Iterator[File]:
    """Each version at its own address, with its own picture."""
    office, slug = edition.office, definition.slug
    for kept in achievements.versions(office, slug):
        number = kept.definition.version
        folder = f"achievements/{slug}/v{number}"
        yield f"{folder}/index.html", _page(edition, kept.definition, f"{_ROOT}../")
        for kind in _PICTURES:
            body, _ = publishing.achievement_image(office, slug, kind, number)
            yield f"{folder}/image.{kind}", body


def _page(edition: Edition, item: Achievement, root: str) -> bytes:
    say, spoken = edition.words, item.language
    first = f"{root}achievements/{item.slug}"
    picture = f"{first}.svg" if item.version == 1 else f"{first}/v{item.version}/image.svg"
    about = str(say("web.credential.picture", title=item.name).unescape())
    place = tag("a", edition.text(edition.place.name), href=f"{root}places/{edition.place.slug}/")
    return document(
        edition.language,
        edition.text(item.name),
        root,
        main=(
            tag("p", tag("img", src=picture, width="280", height="280", alt=about)),
            tag("p", say("web.credential.badge"), class_="eyebrow"),
            tag("h1", edition.text(item.name, spoken)),
            tag("p", edition.text(item.description, spoken), class_="lead"),
            facts(
                (
                    (say("web.credential.skill"), _skills(edition, item, root)),
                    (
                        say("web.credential.criteria"),
                        tag("div", render(item.criteria), lang=spoken),
                    ),
                    (
                        say("web.credential.who"),
                        place if item.place == edition.place.slug else None,
                    ),
                )
            ),
            tag("p", tag("a", "JSON-LD", href=f"{first}.jsonld")),
        ),
        foot=edition.foot,
        is_public=True,
    )


def _skills(edition: Edition, item: Achievement, root: str) -> Markup | None:
    rows = []
    for named in item.competencies:
        try:
            framework, competency = edition.find(named.notation)
        except NotFound:
            continue
        label = edition.text(competency.label.say(edition.language))
        address = f"{root}frameworks/{framework.slug}/{competency.slug}/"
        rows.append(tag("a", label, href=address))
    return listed(rows)


def competency_files(edition: Edition, met: Met) -> Iterator[File]:
    """The competencies that badges and definitions name, and the frameworks that they are of."""
    frameworks: dict[str, Framework] = {}
    for notation in sorted(met.notations):
        try:
            framework, competency = edition.find(notation)
        except (NotFound, FrameworkError):
            continue
        frameworks[framework.slug] = framework
        path = f"frameworks/{framework.slug}/{competency.slug}"
        graph = skos.competency_jsonld(framework, competency, edition.base_url)
        turtle = skos.competency_turtle(framework, competency, edition.base_url)
        yield f"{path}/index.html", _competency(edition, framework, competency)
        yield f"{path}.jsonld", serialize(graph)
        yield f"{path}.ttl", turtle.encode()
    for slug, framework in sorted(frameworks.items()):
        yield f"frameworks/{slug}.jsonld", serialize(skos.write_jsonld(framework, edition.base_url))
        yield f"frameworks/{slug}.ttl", skos.write_turtle(framework, edition.base_url).encode()
        yield f"frameworks/{slug}/index.html", _framework(edition, framework, met)


def _competency(edition: Edition, framework: Framework, item: Competency) -> bytes:
    root, language = "../../../", edition.language
    label = edition.text(item.label.say(language))
    return document(
        language,
        label,
        root,
        main=(
            tag("p", tag("a", _name(edition, framework), href="../"), class_="eyebrow"),
            tag("h1", label),
            tag("p", edition.text(item.statement.say(language)), class_="lead"),
            tag("p", item.notation, class_="code"),
            tag("p", tag("a", "JSON-LD", href=f"../{item.slug}.jsonld")),
        ),
        foot=edition.foot,
        is_public=True,
    )


def _framework(edition: Edition, framework: Framework, met: Met) -> bytes:
    """The competencies that are named here; the whole framework is beside, as files."""
    language = edition.language
    links: list[Markup] = [
        tag("a", edition.text(item.label.say(language)), href=f"{item.slug}/")
        for item in framework.competencies
        if item.notation in met.notations
    ]
    files: list[Part] = [
        tag("a", "JSON-LD", href=f"../{framework.slug}.jsonld"),
        tag("a", "Turtle", href=f"../{framework.slug}.ttl"),
    ]
    return document(
        language,
        _name(edition, framework),
        _ROOT,
        main=(tag("h1", _name(edition, framework)), listed(links), tag("p", joined(files))),
        foot=edition.foot,
        is_public=True,
    )


def _name(edition: Edition, framework: Framework) -> Markup:
    return edition.text(framework.edition(edition.language))
