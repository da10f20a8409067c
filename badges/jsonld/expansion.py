"""PyLD's expansion in safe mode: whatever it would drop in silence is refused, and located.

PyLD is used for reading contexts and expanding documents, never for making or naming RDF: its
serialisation and its canonicalisation depart from RDFC-1.0 (escapes, self-references, work limit).
The base is always null: PyLD's default would turn undefined types into IRIs that verify nowhere
else (SAFE-03).
"""

import re
from typing import Any, Final

from pyld.context_resolver import ContextResolver
from pyld.jsonld import JsonLdError, JsonLdProcessor

from badges.documents import JsonObject
from badges.errors import BadgeError, CanonicalisationTooCostly, LostTerm
from badges.jsonld.loader import CatalogueLoader
from badges.jsonld.names import is_bound, require_usual_name, require_usual_type, require_whole
from badges.jsonld.safety import Survey, child
from schemas.catalogue import Catalogue

ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\]*")
ActiveContext = dict[str, Any]

_CONTEXT_WORK_LIMIT: Final = 400_000
_URL_COST: Final = 200
# What PyLD raises on input that it did not foresee: it is written in the duck-typing style.
_UNFORESEEN = (KeyError, TypeError, ValueError, AttributeError, IndexError)


def is_absolute(iri: object) -> bool:
    """Whether `iri` is an absolute IRI that N-Quads can carry."""
    return isinstance(iri, str) and ABSOLUTE_IRI.fullmatch(iri) is not None


class SafeProcessor(JsonLdProcessor):  # type: ignore[misc]  # PyLD has no types
    """One expansion of one document: PyLD's algorithm, with a refusal wherever it drops something.

    The methods that are overridden are PyLD's own steps; each calls the original. Processed
    contexts are remembered for the length of the run, which saves half of the time.
    """

    def __init__(
        self, catalogue: Catalogue, *, work_limit: int | None = _CONTEXT_WORK_LIMIT
    ) -> None:
        super().__init__(on_property_dropped=self._refuse_dropped)
        loader = CatalogueLoader(catalogue)
        self.settings = {
            "base": None,
            "isFrame": False,
            "keepFreeFloatingNodes": False,
            "processingMode": "json-ld-1.1",
            "documentLoader": loader,
            "contextResolver": ContextResolver({}, loader),
        }
        self._survey = Survey({})
        self._entered: list[JsonObject] = []
        self._open: list[tuple[ActiveContext, JsonObject]] = []
        self._work = 0
        self._work_limit = work_limit
        self._memory: dict[tuple[Any, ...], tuple[ActiveContext, Any, ActiveContext]] = {}

    def root_context(self, contexts: Any) -> ActiveContext:
        """The active context that a list of contexts sets up.

        Raises:
            JsonLdError: the contexts are unknown or contradict each other.
        """
        try:
            active: ActiveContext = self._process_context(
                self._get_initial_context(self.settings), contexts, self.settings
            )
        except (JsonLdError, *_UNFORESEEN) as error:
            raise as_ours(error) from error
        return active

    def nested_context(
        self, active_ctx: ActiveContext, element: JsonObject
    ) -> tuple[ActiveContext, str | None, ActiveContext]:
        """The context inside a node, the name of its type member, and the context of its types.

        Raises:
            BadgeError: a type-scoped context does not fit.
        """
        try:
            nested: tuple[ActiveContext, str | None, ActiveContext] = self._prepare_nested_context(
                active_ctx, element, self.settings
            )
        except (JsonLdError, *_UNFORESEEN) as error:
            raise as_ours(error) from error
        return nested

    def term_contexts(
        self, active_ctx: ActiveContext, name: str
    ) -> tuple[ActiveContext, ActiveContext]:
        """The context in which a term's values are read, and the one that its nodes start from.

        A node reverts to the context before the type-scoped one, then the term's own scoped
        context applies (JSON-LD 1.1 API, section 5.1.2, steps 7 and 8).

        Raises:
            BadgeError: the term's scoped context does not fit.
        """
        context = child = active_ctx
        try:
            scoped = self.definition(active_ctx, name, "@context")
            if scoped is not None:
                context = self._process_context(
                    active_ctx, scoped, self.settings, propagate=True, override_protected=True
                )
            child = self._revert_to_previous_context(context)
            scoped = self.definition(context, name, "@context")
            if scoped is not None:
                child = self._process_context(child, scoped, self.settings, override_protected=True)
        except (JsonLdError, *_UNFORESEEN) as error:
            raise as_ours(error) from error
        return context, child

    def iri(self, active_ctx: ActiveContext, name: str) -> str | None:
        """What a member name, type or word expands to."""
        expanded: str | None = self._expand_iri(active_ctx, name, vocab=True)
        return expanded

    def definition(self, active_ctx: ActiveContext, name: str, keyword: str) -> Any:
        """One entry of the definition of a term."""
        return self.get_context_value(active_ctx, name, keyword)

    def expand_safely(
        self, document: JsonObject, survey: Survey, root: ActiveContext | None = None
    ) -> list[JsonObject]:
        """The expanded form of `document`, which is then known to have lost nothing.

        Args:
            document: the document.
            survey: where its parts are.
            root: what the document's own contexts set up, when that is known already.

        Raises:
            UnknownContext: a context that the catalogue does not hold.
            LostTerm: something that JSON-LD would drop, or that is not JSON-LD.
            CanonicalisationTooCostly: too many contexts to process.
        """
        self._survey = survey
        if root is None:
            root = self._get_initial_context(self.settings)
        else:
            document = {name: value for name, value in document.items() if name != "@context"}
        try:
            expanded = self._expand(root, None, document, self.settings)
        except (JsonLdError, *_UNFORESEEN) as error:
            raise as_ours(error, pointer=self._here()) from error
        if isinstance(expanded, dict) and list(expanded) == ["@graph"]:
            expanded = expanded["@graph"]
        return expanded if isinstance(expanded, list) else [expanded]

    def _here(self) -> str:
        return self._survey.pointer(self._entered[-1]) if self._entered else ""

    def _process_context(
        self, active_ctx: ActiveContext, local_ctx: Any, options: Any, *more: Any, **named: Any
    ) -> ActiveContext:
        # A call with `cycles` is PyLD checking a scoped context; its result is thrown away.
        key = (
            (id(active_ctx), id(local_ctx), tuple(sorted(named.items())))
            if not (more or "cycles" in named)
            else None
        )
        if key in self._memory:
            return self._memory[key][2]
        self._work += len(active_ctx["mappings"]) + _URL_COST
        if self._work_limit is not None and self._work > self._work_limit:
            raise CanonicalisationTooCostly("jsonld.too_costly", limit=self._work_limit)
        processed: ActiveContext = super()._process_context(
            active_ctx, local_ctx, options, *more, **named
        )
        if key is not None:
            # Both arguments are kept alive, so that their identity stays theirs.
            self._memory[key] = (active_ctx, local_ctx, processed)
        return processed

    def _expand(
        self,
        active_ctx: ActiveContext,
        active_property: Any,
        element: Any,
        *more: Any,
        **named: Any,
    ) -> Any:
        is_object = isinstance(element, dict)
        if is_object:
            self._entered.append(element)
        expanded = super()._expand(active_ctx, active_property, element, *more, **named)
        if expanded is None and element is not None:
            raise LostTerm("jsonld.empty_node", pointer=self._here())
        if is_object:
            self._entered.pop()
        return expanded

    def _expand_object(
        self,
        active_ctx: ActiveContext,
        active_property: Any,
        expanded_active_property: Any,
        element: JsonObject,
        expanded_parent: JsonObject,
        *more: Any,
        **named: Any,
    ) -> None:
        self._open.append((active_ctx, element))
        super()._expand_object(
            active_ctx,
            active_property,
            expanded_active_property,
            element,
            expanded_parent,
            *more,
            **named,
        )
        self._require_kept(active_ctx, element, expanded_parent)
        self._open.pop()

    def _require_kept(
        self, active_ctx: ActiveContext, element: JsonObject, expanded: JsonObject
    ) -> None:
        """Refuse names of this object that RDF would leave out."""
        pointer = self._survey.pointer(element)
        for keyword in ("@index", "@direction"):
            if keyword in expanded:
                raise LostTerm("jsonld.unsigned_keyword", pointer=pointer, term=keyword)
        if "@id" in expanded:
            where = child(pointer, self._member(active_ctx, element, "@id"))
            _require_name(expanded["@id"], where)
        types = expanded.get("@type", [])
        for kind in types if isinstance(types, list) else [types]:
            if (
                kind != "@json"
                and not is_absolute(kind)
                and not (kind is None and "@value" in expanded)
            ):
                where = child(pointer, self._member(active_ctx, element, "@type"))
                raise LostTerm("jsonld.undefined_type", pointer=where, type=str(kind))
        if is_bound(active_ctx["mappings"]):
            self._require_usual(active_ctx, element, expanded)

    def _require_usual(
        self, active_ctx: ActiveContext, element: JsonObject, expanded: JsonObject
    ) -> None:
        """Refuse what readers of the JSON would not see under the name that they look for."""
        pointer = self._survey.pointer(element)
        in_value = "@value" in expanded
        for name in element:
            iri = self._expand_iri(active_ctx, name, vocab=True)
            require_usual_name(name, iri, child(pointer, name), in_value=in_value)
        if "id" in element:
            require_whole(element["id"], expanded["@id"], child(pointer, "id"))
        if "type" in element and not in_value:
            kinds = zip(_listed(element["type"]), _listed(expanded["@type"]), strict=True)
            for word, kind in kinds:
                require_usual_type(word, kind, child(pointer, "type"))

    def _expand_value(
        self, active_ctx: ActiveContext, active_property: Any, value: Any, *more: Any
    ) -> Any:
        expanded = super()._expand_value(active_ctx, active_property, value, *more)
        if isinstance(expanded, dict) and "@direction" in expanded:
            raise LostTerm("jsonld.unsigned_keyword", pointer=self._here(), term="@direction")
        if isinstance(expanded, dict) and "@id" in expanded:
            where = child(self._here(), str(active_property))
            _require_name(expanded["@id"], where)
            if is_bound(active_ctx["mappings"]):
                is_vocab = self.definition(active_ctx, active_property, "@type") == "@vocab"
                require_whole(value, expanded["@id"], where, may_be_word=is_vocab)
        return expanded

    def _member(self, active_ctx: ActiveContext, element: JsonObject, keyword: str) -> str:
        """The name under which `element` writes a keyword."""
        names = (n for n in element if self._expand_iri(active_ctx, n, vocab=True) == keyword)
        return next(names, keyword)

    def _refuse_dropped(self, expanded: str | None) -> None:
        """PyLD tells what the dropped member expands to; find which one it is."""
        active_ctx, element = self._open[-1]
        pointer = self._survey.pointer(element)
        kept: list[str] = []
        dropped: list[str] = []
        for name in sorted(element):
            iri = self._expand_iri(active_ctx, name, vocab=True)
            (dropped if iri == expanded or not _is_kept(iri) else kept).append(name)
        if len(self._open) > 1 and not kept:
            # Typical of a language map: every member goes, an empty node stays (SAFE-04).
            raise LostTerm("jsonld.empty_node", pointer=pointer)
        term = dropped[0] if dropped else str(expanded)
        raise LostTerm("jsonld.undefined_term", pointer=child(pointer, term), term=term)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_kept(iri: Any) -> bool:
    return isinstance(iri, str) and (iri.startswith("@") or ":" in iri)


def _require_name(iri: Any, pointer: str) -> None:
    if isinstance(iri, str) and iri.startswith("_:"):
        raise LostTerm("jsonld.blank_identifier", pointer=pointer, value=iri)
    if not is_absolute(iri):
        raise LostTerm("jsonld.relative_iri", pointer=pointer, value=str(iri))


def as_ours(error: BaseException, pointer: str = "") -> BadgeError:
    """Our error for one of PyLD's: the one that it wraps, or a lost term with its reason."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, BadgeError):
            return cause
        innermost, cause = cause, cause.__cause__
    reason = str(getattr(innermost, "code", None) or type(innermost).__name__)
    if reason in {"protected term redefinition", "invalid context nullification"}:
        return LostTerm("jsonld.protected_term", pointer=pointer)
    return LostTerm("jsonld.invalid", pointer=pointer, reason=reason)
