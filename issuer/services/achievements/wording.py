"""What had to be done, and what shows it: two questions of the form, one text of the standard.

OB 3.0 has one member for both (`criteria.narrative`, ISS-15). The expected evidence is its last
part, under a line of its own, so that an edit finds the two texts again.
"""

_EVIDENCE = {"fr": "**Preuves attendues**", "en": "**Expected evidence**"}
_GAP = "\n\n"


def join_criteria(criteria: str, evidence: str, language: str) -> str:
    """The criteria followed by the expected evidence, if any."""
    if not evidence.strip():
        return criteria.strip()
    line = _EVIDENCE.get(language.partition("-")[0], _EVIDENCE["en"])
    return _GAP.join((criteria.strip(), line, evidence.strip()))


def split_criteria(text: str) -> tuple[str, str]:
    """The criteria, and the expected evidence after its line; empty when there is no such line."""
    for line in _EVIDENCE.values():
        before, found, after = text.rpartition(f"{_GAP}{line}{_GAP}")
        if found:
            return before.strip(), after.strip()
    return text, ""
