"""A badge inside an SVG: one element spliced in after the root's start tag, the rest untouched.

https://www.imsglobal.org/spec/ob/v3p0/#svg (BAKE-05 to BAKE-09). Expat finds the places, so that
comments, CDATA and attributes cannot mislead us; a document type may name the ones of the W3C and
say nothing else, so that no entity exists; and nothing is serialised again.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from xml.parsers import expat

from badges.baking.container import (
    TEXT_LIMIT,
    Standard,
    Unbaked,
    choose,
    require_readable,
    require_size,
    text_to_bake,
)
from badges.documents import Secured
from badges.errors import BakingError

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
"""The namespace of the `credential` element of Open Badges 3.0."""

_PREFIX = "openbadges"
_ROOTS = ("http://www.w3.org/2000/svg svg", "svg")
_STANDARDS = {
    f"{NAMESPACE} credential": Standard.OPEN_BADGES_3,
    "https://purl.imsglobal.org/clr/v2p0 credential": Standard.CLR_2,
    "http://openbadges.org assertion": Standard.OPEN_BADGES_2,
}
_PUBLISHED = "-//W3C//DTD SVG "
_DEPTH_LIMIT = 256
_PEEK = 65_536
_ENCODINGS = ("utf-8", "us-ascii")

# In a well-formed document a tag ends at the first ">" outside of quotes.
_TAG = re.compile(rb"""</?([^\s/>]+)(?:[^"'>]|"[^"]*"|'[^']*')*+>""")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Svg:
    """The SVG container."""

    name = "svg"

    def accepts(self, image: bytes) -> bool:
        """Whether the root element of `image` is `svg`, or its document type says so."""
        return _Peek().is_svg(image[:_PEEK])

    def bake(self, image: bytes, secured: Secured, *, replace: bool) -> bytes:
        """`image` with the badge as first child of its root (BAKE-05, BAKE-06).

        Raises:
            BakingError: not an SVG that is safe to read, or a badge is there already and `replace`
                is false.
        """
        text = text_to_bake(secured)
        if _FORBIDDEN.search(text):
            raise BakingError("baking.svg_character")
        scan = _Scan(image)
        if scan.credentials and not replace:
            raise BakingError("baking.already_baked")
        for found in reversed(scan.credentials):
            image = image[: found.start] + image[found.end :]
        declared = scan.prefixes.get(_PREFIX)
        element = _element(text, is_jwt=secured.is_jwt, declare=declared not in (None, NAMESPACE))
        return _splice(image, scan.root_start, element, declare=declared is None)

    def read(self, image: bytes) -> Unbaked:
        """The badge of the first element that is named so, whatever its prefix (BAKE-08).

        Of several standards the newest is read: 3.0, then CLR (BAKE-12), then 2.0 (BAKE-21).

        Raises:
            BakingError: not an SVG that is safe to read, or no badge that can be read.
        """
        scan = _Scan(image)
        standard, beside = choose(found.standard for found in scan.found)
        if standard is None:
            raise BakingError("baking.no_credential", container=self.name)
        ours = [found for found in scan.found if found.standard is standard]
        text, remarks = ours[0].read()
        if len(ours) > 1:
            remarks = (*remarks, "baking.several")
        return require_readable(Unbaked(text, self.name, (*remarks, *beside), standard))


@dataclass
class _Credential:
    """One element that carries a badge: where it lies in the file and what it says."""

    standard: Standard
    start: int
    verify: str | None
    end: int = 0
    size: int = 0
    body: list[str] = field(default_factory=list)

    def read(self) -> tuple[str, tuple[str, ...]]:
        """The text of the badge, and whether it was in the place of the other kind (TRAP-22).

        A hosted 2.0 badge has its address in `verify` and its JSON in the body: both only tell
        where it is, and the JSON tells more when nobody answers there (BAKE-21, BAKE-22).
        """
        older = self.standard is Standard.OPEN_BADGES_2
        if older and "".join(self.body).strip().startswith("{"):
            return "".join(self.body).strip(), ()
        if self.verify is not None:
            text = self.verify.strip()
            return text, ("baking.svg_verify_json",) if text.startswith("{") else ()
        text = "".join(self.body)
        if text.strip().startswith("{"):
            return text, ()
        return text.strip(), ("baking.svg_body_jws",)


class _Scan:
    """One pass of expat over a whole SVG: the root, its prefixes, and every badge inside."""

    def __init__(self, image: bytes) -> None:
        require_size(image)
        self.root_start = -1
        self.prefixes: dict[str, str] = {}
        self.found: list[_Credential] = []
        self._image = image
        self._depth = 0
        self._open: _Credential | None = None
        self._open_depth = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.XmlDeclHandler = _require_encoding
        self._parser.StartDoctypeDeclHandler = _require_published_doctype
        self._parser.SkippedEntityHandler = _refuse_entity
        self._parser.StartNamespaceDeclHandler = self._namespace
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parse()

    @property
    def credentials(self) -> list[_Credential]:
        """The badges of our own standard: the only ones that baking replaces."""
        return [item for item in self.found if item.standard is Standard.OPEN_BADGES_3]

    def _parse(self) -> None:
        try:
            self._image.decode("utf-8")
            self._parser.Parse(self._image, True)  # noqa: FBT003 - expat takes it by position only
        except (LookupError, ValueError) as error:  # an encoding that it, or Python, cannot read
            raise BakingError("baking.svg_encoding") from error
        except expat.ExpatError as error:
            raise BakingError(
                "baking.svg_malformed", line=error.lineno, column=error.offset
            ) from error

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        """Note what the root declares: its declarations come before its start."""
        if self.root_start < 0:
            self.prefixes[prefix or ""] = uri or ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        position = self._parser.CurrentByteIndex
        self._depth += 1
        if self._depth > _DEPTH_LIMIT:
            raise BakingError("baking.svg_depth", limit=_DEPTH_LIMIT)
        if self.root_start < 0:
            if name not in _ROOTS:
                raise BakingError("baking.not_an_image")
            self.root_start = position
        elif name in _STANDARDS and self._open is None:
            self._open = _Credential(_STANDARDS[name], position, attributes.get("verify"))
            self._open_depth = self._depth
            self.found.append(self._open)

    def _end(self, _name: str) -> None:
        if self._open is not None and self._depth == self._open_depth:
            self._open.end = self._end_of_element(self._open.start)
            self._open = None
        self._depth -= 1

    def _end_of_element(self, start: int) -> int:
        """Where the element that ends now ends in the file: `<a/>` has no end tag of its own."""
        opening = _tag_at(self._image, start)
        if opening.group().endswith(b"/>"):
            return opening.end()
        return _tag_at(self._image, self._parser.CurrentByteIndex).end()

    def _text(self, text: str) -> None:
        if self._open is not None and self._depth == self._open_depth:
            self._open.size += len(text)
            if self._open.size > TEXT_LIMIT:
                raise BakingError("baking.badge_too_large", limit=TEXT_LIMIT)
            self._open.body.append(text)


class _Peek:
    """A look at the beginning of a file: is its first element, or its document type, `svg`?"""

    def __init__(self) -> None:
        self._first = ""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = self._note
        self._parser.StartElementHandler = self._note

    def is_svg(self, beginning: bytes) -> bool:
        """Whether `beginning` opens an SVG."""
        with suppress(_Seen, expat.ExpatError, LookupError, ValueError):
            self._parser.Parse(beginning, False)  # noqa: FBT003 - expat takes it by position only
        return self._first in _ROOTS

    def _note(self, name: str, *_details: object) -> None:
        self._first = name
        raise _Seen


class _Seen(Exception):
    """Ends a look as soon as it has its answer."""


def _require_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    """The badge is written as UTF-8: the file around it must be, too."""
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise BakingError("baking.svg_encoding")


def _require_published_doctype(
    _name: str, _system: str | None, public: str | None, has_declarations: int
) -> None:
    """A document type is the door of entities and of files from elsewhere (BAKE-09).

    Drawing programs name one that the W3C published for SVG: it is known by that name, never
    fetched, and harmless as long as the file declares nothing of its own.
    """
    if has_declarations or not (public or "").startswith(_PUBLISHED):
        raise BakingError("baking.svg_doctype")


def _refuse_entity(*_details: object) -> None:
    """What stands in a document type that was not read cannot be part of a badge."""
    raise BakingError("baking.svg_doctype")


def _tag_at(image: bytes, position: int) -> re.Match[bytes]:
    match = _TAG.match(image, position)
    if match is None:  # Expat has just seen a tag here; anything else would be our mistake.
        raise BakingError("baking.svg_malformed", line=0, column=position)
    return match


def _element(text: str, *, is_jwt: bool, declare: bool) -> str:
    """The badge as an element; `declare` binds the prefix here when the root uses it otherwise."""
    name = f"{_PREFIX}:credential"
    opening = f'{name} xmlns:{_PREFIX}="{NAMESPACE}"' if declare else name
    if is_jwt:
        return f'<{opening} verify="{text}"/>'
    return f"<{opening}><![CDATA[{_cdata(text)}]]></{name}>"


def _cdata(text: str) -> str:
    """`text` for a CDATA section that gives back the same characters (BAKE-07).

    `]]>` would end the section, and XML readers turn a raw carriage return into a line feed: both
    are cut out of the section, which is opened again after them.
    """
    return text.replace("]]>", "]]]]><![CDATA[>").replace("\r", "]]>&#13;<![CDATA[")


def _splice(image: bytes, root_start: int, element: str, *, declare: bool) -> bytes:
    """Put `element` right after the start tag of the root, and declare the prefix on it."""
    tag = _tag_at(image, root_start)
    name_end = tag.end(1)
    declaration = f' xmlns:{_PREFIX}="{NAMESPACE}"'.encode() if declare else b""
    attributes = image[name_end : tag.end()]
    closing = b""
    if attributes.endswith(b"/>"):
        attributes = attributes[:-2] + b">"
        closing = b"</" + tag.group(1) + b">"
    head = image[:name_end] + declaration + attributes
    return head + element.encode("utf-8") + closing + image[tag.end() :]
