"""After a new edition of an official referential: bridges whose item changed are reviewed anew.

Why a bridge was reopened is kept as a word and what goes with it, since pages say it in the
language of their reader.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from badges.model.concepts import Scheme
from issuer.model import Bridge, KeptConcept
from issuer.ports import Office, UnitOfWork
from issuer.services.commons import releasing
from issuer.services.commons.bridge_records import journal, reopened
from issuer.services.commons.bridge_targets import written_name
from issuer.services.finding import find_framework
from issuer.services.people import Contributor

_RENAMED, _GONE = "renamed: ", "gone: "


@dataclass(frozen=True)
class Reopening:
    """Why an import reopened a bridge: `code` is that of a sentence, `what` its parameter.

    `bridge.reopened.renamed`: the item is now called `what`; `bridge.reopened.gone`: the edition
    `what` has it no more; `bridge.reopened.by_hand`: somebody asked, in the words `what`.
    """

    code: str
    what: str


def reopen_touched(
    office: Office, work: UnitOfWork, scheme: Scheme, *, actor: str
) -> tuple[Bridge, ...]:
    """Reopen the bridges to items that this edition calls otherwise or has no more.

    Called in the unit of work that imported `scheme`. Every bridge to it is compared with what is
    kept now, so nothing depends on how the changes were told; the same edition again touches none.
    The others take the number of the edition. Refused bridges stay as they are.
    """
    touched: list[Bridge] = []
    revised: set[str] = set()
    # Nobody reviews, edits or publishes meanwhile; always in one order, so that no ring waits.
    for slug in sorted({bridge.framework for bridge in _citing(work, scheme)}):
        work.frameworks.lock(slug)
    kinds = {kind for kind, _ in work.concepts.kinds(scheme.key)}
    for bridge in _citing(work, scheme):
        kept = work.concepts.get(scheme.key, bridge.code)
        # A file may hold a part of the referential: what it never had of a kind is not gone.
        if bridge.status == "refused" or (kept is None and bridge.kind not in kinds):
            continue
        changed = _compared(office, bridge, kept, scheme)
        if changed != bridge:
            work.bridges.replace(changed)
            revised.add(bridge.framework)
        if changed.round != bridge.round:
            touched.append(changed)
    _tell(office, work, (revised, touched), Contributor(actor, operator=True))
    return tuple(touched)


def _compared(office: Office, bridge: Bridge, kept: KeptConcept | None, scheme: Scheme) -> Bridge:
    """The bridge after a look at its item of this edition."""
    why = _why(bridge, kept, scheme)
    if why is None:
        uri = bridge.uri if kept is None else kept.concept.uri or bridge.uri
        return replace(bridge, version=scheme.version, uri=uri)
    return bridge if _is_known(bridge, why) else reopened(office, bridge, why)


def _is_known(bridge: Bridge, why: str) -> bool:
    """Whether the bridge is open for this reason already: an item stays gone in later editions."""
    note = bridge.note or ""
    both_gone = note.startswith(_GONE) and why.startswith(_GONE)
    return bridge.status == "reopened" and (note == why or both_gone)


def _tell(
    office: Office,
    work: UnitOfWork,
    about: tuple[set[str], list[Bridge]],
    by: Contributor,
) -> None:
    """Give the frameworks their next revision, and the journal a line for each bridge reopened."""
    revised, touched = about
    for slug in sorted(revised):
        record = releasing.touch(work, find_framework(work, slug))
        for bridge in touched:
            if bridge.framework == slug:
                journal(office, work, record, bridge, ("bridge.reopen", by, bridge.note))


def why_reopened(bridge: Bridge) -> Reopening | None:
    """Why a bridge is open again, to be said in the language of a reader; None when it is not."""
    if bridge.status != "reopened" or bridge.note is None:
        return None
    for start, code in ((_RENAMED, "renamed"), (_GONE, "gone")):
        if bridge.note.startswith(start):
            return Reopening(f"bridge.reopened.{code}", bridge.note.removeprefix(start))
    return Reopening("bridge.reopened.by_hand", bridge.note)


def _citing(work: UnitOfWork, scheme: Scheme) -> Iterator[Bridge]:
    """Bridges name a referential by its name or its key."""
    for name in dict.fromkeys((scheme.name.casefold(), written_name(scheme).casefold())):
        yield from work.bridges.citing(name)


def _why(bridge: Bridge, kept: KeptConcept | None, scheme: Scheme) -> str | None:
    if kept is None or kept.gone_in is not None:
        return _GONE + (scheme.version if kept is None else kept.gone_in or scheme.version)
    if _plain(kept.concept.label) != _plain(bridge.label):
        return _RENAMED + kept.concept.label
    return None


def _plain(label: str) -> str:
    """Labels differ in spaces and apostrophes from file to file of the same edition."""
    return " ".join(label.replace("’", "'").split())
