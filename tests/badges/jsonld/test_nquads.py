"""Reading and writing N-Quads, and canonicalising datasets."""

import itertools

import pytest

from badges.errors import CanonicalisationTooCostly, Malformed
from badges.jsonld import canonicalize_nquads
from tests.properties.oracle import canonical_nquads


def _require_agreement(text: str) -> str:
    """Our canonical text, which pyoxigraph must agree with."""
    ours = canonicalize_nquads(text)
    assert ours == canonical_nquads(text)
    return ours


def test_spaces_comments_and_blank_lines_are_dropped() -> None:
    """One canonical line for each statement, in code point order, each once."""
    text = """# commentaire
    <urn:b>\t<urn:p> <urn:o> . # fin\r
\r
<urn:a><urn:p>"x"@fr.
<urn:a> <urn:p> "x"@fr .
<urn:b> <urn:p> <urn:o> <urn:g>."""
    assert _require_agreement(text) == (
        '<urn:a> <urn:p> "x"@fr .\n<urn:b> <urn:p> <urn:o> .\n<urn:b> <urn:p> <urn:o> <urn:g> .\n'
    )


@pytest.mark.requirement("TRAP-23")
def test_escapes_are_read_and_written_in_their_canonical_form() -> None:
    """Every escape is read; only those that RDFC-1.0 asks for are written back."""
    text = r'<urn:\u00e9> <urn:p> "\t\b\n\r\f\"\'\\\u0000\u007f\u00E9\U0001F3C5/" .' + "\n"
    expected = '<urn:é> <urn:p> "\\t\\b\\n\\r\\f\\"\'\\\\\\u0000\\u007Fé\U0001f3c5/" .\n'
    assert _require_agreement(text) == expected


def test_noncharacters_are_escaped() -> None:
    """U+FFFE and U+FFFF are no characters of XML 1.1, so RDFC-1.0 escapes them."""
    assert (
        _require_agreement('<urn:a> <urn:p> "\ufffe\\uFFFF" .\n')
        == '<urn:a> <urn:p> "\\uFFFE\\uFFFF" .\n'
    )


def test_the_datatype_string_is_left_out() -> None:
    """A literal typed xsd:string is the plain literal; other datatypes stay."""
    xsd = "http://www.w3.org/2001/XMLSchema#"
    text = f'<urn:a> <urn:p> "x"^^<{xsd}string> .\n<urn:a> <urn:p> "x"^^<{xsd}token> .\n'
    assert (
        _require_agreement(text) == f'<urn:a> <urn:p> "x" .\n<urn:a> <urn:p> "x"^^<{xsd}token> .\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<urn:a> <urn:p> <urn:o>",
        "<urn:a> _:p <urn:o> .",
        '"a" <urn:p> <urn:o> .',
        '<urn:a> <urn:p> "a" "b" .',
        '<urn:a> <urn:p> "a\nb" .',
        r'<urn:a> <urn:p> "\x" .',
        r'<urn:a> <urn:p> "\uD800" .',
        r'<urn:a> <urn:p> "\U00110000" .',
        "<urn:a b> <urn:p> <urn:o> .",
        "<urn:a> <urn:p> <urn:o> . .",
        "_: <urn:p> <urn:o> .",
        "_:a. <urn:p> <urn:o> .",
        '<urn:a> <urn:p> "x"@ .',
        "(((",
    ],
)
def test_what_is_not_a_statement_is_refused(text: str) -> None:
    """The line is named; nothing is guessed."""
    with pytest.raises(Malformed) as caught:
        canonicalize_nquads("<urn:a> <urn:p> <urn:o> .\n" + text)
    assert caught.value.code == "nquads.malformed"
    assert caught.value.params["line"] >= 2


def test_a_hostile_line_is_refused_in_time() -> None:
    """Long unfinished terms are read once, not over and over."""
    for text in ('<urn:a> <urn:p> "' + "\\t" * 50_000, "_:" + "a." * 50_000, "<" + "a" * 100_000):
        with pytest.raises(Malformed):
            canonicalize_nquads(text)


def test_an_empty_dataset_is_an_empty_text() -> None:
    """Nothing in, nothing out."""
    assert canonicalize_nquads("") == ""
    assert canonicalize_nquads("# rien\n") == ""


def test_a_self_reference_is_one_mention() -> None:
    """A quad that names a blank node twice is counted once in its hash."""
    for text in (
        "_:x <urn:p> _:x .\n_:y <urn:p> _:z .\n",
        "_:x <urn:p> _:x .\n_:x <urn:q> _:y .\n_:y <urn:p> _:y .\n",
        "_:x <urn:p> _:x _:x .\n_:y <urn:p> _:x _:x .\n",
    ):
        _require_agreement(text)


def test_names_do_not_depend_on_order_or_labels() -> None:
    """Whatever the order of lines and the labels, the canonical text is one."""
    rows = [
        "_:a <urn:p> _:b .",
        "_:b <urn:p> _:c .",
        "_:c <urn:p> _:a .",
        "_:a <urn:q> _:d <urn:g> .",
    ]
    texts = {
        canonicalize_nquads(
            "\n".join(order).translate(str.maketrans("abcd", "".join(names))).replace("_:", "_:n")
        )
        for order in itertools.permutations(rows)
        for names in itertools.permutations("abcd")
        if "urn" not in names
    }
    assert len(texts) == 1


@pytest.mark.parametrize(
    "text",
    [
        # A diamond, two cycles of three, a double circle, and a cycle through graph names.
        "_:a <urn:p> _:b .\n_:a <urn:p> _:c .\n_:b <urn:p> _:d .\n_:c <urn:p> _:d .\n",
        "".join(
            f"_:a{i} <urn:p> _:a{(i + 1) % 3} .\n_:b{i} <urn:p> _:b{(i + 1) % 3} .\n"
            for i in range(3)
        ),
        "".join(
            f"_:a{i} <urn:p> _:a{(i + 1) % 6} .\n_:a{(i + 1) % 6} <urn:q> _:a{i} .\n"
            for i in range(6)
        ),
        "".join(
            f"<urn:s> <urn:p> <urn:o> _:{a} .\n_:{a} <urn:p> _:{b} .\n" for a, b in ("gh", "hg")
        ),
        "_:a <urn:p> <urn:o> _:g .\n_:a <urn:p> <urn:o> <urn:g> .\n_:b <urn:p> <urn:o> _:g .\n",
        "".join(
            f"_:{a} <urn:p> _:{b} _:g{a} .\n_:g{a} <urn:q> _:g{b} .\n" for a, b in ("ab", "ba")
        ),
    ],
)
def test_symmetric_datasets_are_named_as_elsewhere(text: str) -> None:
    """Where hashes of the first degree are equal, the paths between nodes decide."""
    _require_agreement(text)


def test_the_hash_can_be_sha_384() -> None:
    """Another hash gives another numbering of the same statements."""
    text = "".join(f'_:n{number} <urn:p> "{number}" .\n' for number in range(6))
    assert canonicalize_nquads(text, hash_algorithm="sha384") != canonicalize_nquads(text)


@pytest.mark.requirement("SAFE-07", "TRAP-24")
@pytest.mark.parametrize("size", [9, 12, 40])
def test_a_poison_graph_is_refused(size: int) -> None:
    """A clique of alike blank nodes would take ages; the work is counted and stops."""
    pairs = itertools.permutations(range(size), 2)
    text = "".join(f"_:n{a} <urn:p> _:n{b} .\n" for a, b in pairs)
    with pytest.raises(CanonicalisationTooCostly) as caught:
        canonicalize_nquads(text)
    assert caught.value.code == "jsonld.too_costly"


@pytest.mark.requirement("SAFE-07", "TRAP-24")
def test_a_long_chain_of_alike_nodes_is_refused_or_named() -> None:
    """A ring of five thousand equal nodes ends in our error, not in a traceback."""
    text = "".join(f"_:n{i} <urn:p> _:n{(i + 1) % 5000} .\n" for i in range(5000))
    with pytest.raises(CanonicalisationTooCostly):
        canonicalize_nquads(text)
