"""The model of a framework, tried on the referential of tiers-lieux."""

import pytest

from badges.errors import FrameworkError
from badges.frameworks import load_tiers_lieux
from badges.model.framework import DEFAULT_LEVELS, Framework, Words
from tests.badges.frameworks import worlds


@pytest.fixture
def framework() -> Framework:
    """The referential that the program carries."""
    return load_tiers_lieux()


def test_words_fall_back_to_french_then_to_what_there_is() -> None:
    """A text is said in the language asked, else in French, else in any; never an error."""
    both = Words({"en": "Sewing", "fr": "Coudre"})
    assert both.say("en") == "Sewing"
    assert both.say("es") == "Coudre"
    assert Words({"en": "Sewing"}).say("es") == "Sewing"
    assert Words({}).say("fr") == ""


def test_words_are_values() -> None:
    """Two texts that say the same are equal, and can be kept in a set."""
    assert {Words({"fr": "a", "en": "b"}), Words({"en": "b", "fr": "a"})} == {
        Words({"fr": "a", "en": "b"})
    }
    assert dict(Words({"fr": "a"})) == {"fr": "a"}
    assert repr(Words({"fr": "a"})) == "Words({'fr': 'a'})"


def test_words_do_not_change_with_their_source() -> None:
    """The mapping that was given can change afterwards without effect."""
    source = {"fr": "avant"}
    text = Words(source)
    source["fr"] = "après"
    assert text.say("fr") == "avant"


def test_a_competency_is_found_by_each_of_its_names(framework: Framework) -> None:
    """Notation, slug and UUID lead to the same competency."""
    item = framework.find("TL-COO-01")
    assert framework.find("intelligence-collective") is item
    assert framework.find(str(item.uuid)) is item


@pytest.mark.parametrize("name", ["TL-COO-99", "", "tl-coo-01", "levels"])
def test_an_unknown_competency_is_told_by_its_name(framework: Framework, name: str) -> None:
    """Nobody is returned in place of an unknown name."""
    with pytest.raises(FrameworkError) as caught:
        framework.find(name)
    assert caught.value.code == "framework.competency_unknown"
    assert caught.value.params == {"name": name}


def test_levels_are_the_same_four_everywhere(framework: Framework) -> None:
    """Every competency describes the levels of the common scale, under the same words."""
    assert [level.code for level in framework.levels] == ["N1", "N2", "N3", "N4"]
    for item in framework.competencies:
        for level in item.levels:
            assert level.label == framework.level(level.code).label
            assert level.descriptor != framework.level(level.code).descriptor
    assert framework.find("TL-FAB-05").level("N1").descriptor.say("en") == (
        "Sews a straight line with help"
    )


def test_an_unknown_level_is_refused(framework: Framework) -> None:
    """N5 is no level, of the scale or of a competency."""
    for holder in (framework, framework.find("TL-FAB-05")):
        with pytest.raises(FrameworkError, match=r"framework\.level_unknown"):
            holder.level("N5")


def test_domains_share_out_the_competencies(framework: Framework) -> None:
    """Each competency is in exactly one domain."""
    parts = [framework.of_domain(domain.code) for domain in framework.domains]
    assert [len(part) for part in parts] == [6, 7, 9, 4, 6, 8]
    assert sum(parts, ()) == framework.competencies


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("intelligence collective", "TL-COO-01"),
        ("REPARER DES VELOS", "TL-FAB-07"),
        ("réparer un vélo", "TL-FAB-07"),
        ("coutures", "TL-FAB-05"),
        ("sewing", "TL-FAB-05"),
        ("bénévole", "TL-PIL-08"),
        ("benevoles", "TL-PIL-08"),
        ("découpe laser", "TL-FAB-02"),
        ("l’accueil", "TL-ACC-01"),
        ("demander aide", "TL-COO-03"),
        ("tl-pil-01", "TL-PIL-01"),
        ("menuisier", "TL-FAB-04"),
        ("consortium de structures", "TL-PIL-01"),
        ("réparation", "TL-FAB-07"),
        ("couturière", "TL-FAB-05"),
        ("cuisinier", "TL-FAB-09"),
        ("accueillent", "TL-ACC-01"),
    ],
)
def test_the_search_puts_the_obvious_first(framework: Framework, text: str, first: str) -> None:
    """What a facilitator types in a hurry leads to the competency that was meant."""
    assert framework.search(text)[0].notation == first


def test_a_label_counts_more_than_an_indicator(framework: Framework) -> None:
    """What a competency is called leads; what it only mentions follows."""
    found = [item.notation for item in framework.search("confiance")]
    assert found[0] == "TL-ACC-03"
    assert "TL-ACC-01" in found[1:]
    badge = [item.notation for item in framework.search("licence")]
    assert set(badge) >= {"TL-FAB-03", "TL-TRA-03"}


def test_every_word_must_be_there_when_one_competency_has_them_all(framework: Framework) -> None:
    """A second word narrows the list instead of widening it."""
    assert len(framework.search("groupe")) > len(framework.search("groupe cuisiner"))
    assert [item.notation for item in framework.search("groupe cuisiner")] == ["TL-FAB-09"]


def test_a_word_that_nobody_has_does_not_hide_the_others(framework: Framework) -> None:
    """When no competency has every word, those with the most words come first."""
    assert framework.search("couture zzzz")[0].notation == "TL-FAB-05"


@pytest.mark.parametrize("text", ["", "  ", "de la les", "zzzz", "!!!"])
def test_nothing_is_found_for_nothing(framework: Framework, text: str) -> None:
    """An empty or unknown search gives an empty list, not the whole referential."""
    assert framework.search(text) == ()


def test_a_very_long_search_is_cut(framework: Framework) -> None:
    """Only the first two hundred characters are read, whatever is pasted."""
    assert framework.search("couture " + "zz " * 100_000)[0].notation == "TL-FAB-05"
    assert framework.search("zz " * 100 + "couture") == ()


def test_citations_tell_who_cites_an_official_item(framework: Framework) -> None:
    """An official item leads back to the competencies that refer to it, and how."""
    cited = framework.citations("rome", "300361")
    assert [(item.notation, match.relation) for item, match in cited] == [
        ("TL-ACC-01", "broadMatch"),
        ("TL-PIL-07", "relatedMatch"),
    ]


def test_an_item_that_nobody_cites_is_refused(framework: Framework) -> None:
    """We do not pretend to publish the whole of ROME."""
    with pytest.raises(FrameworkError) as caught:
        framework.citations("rome", "1")
    assert caught.value.params == {"framework": "rome", "item": "1"}


def test_the_edition_names_title_and_version(framework: Framework) -> None:
    """A badge says which version of the referential it refers to."""
    assert framework.edition("fr") == "Référentiel des compétences de tiers-lieux 1.0.0"
    assert framework.edition("en") == "Competence framework of tiers-lieux 1.0.0"


def test_the_scale_that_is_lent_is_that_of_tiers_lieux(framework: Framework) -> None:
    """A framework that brings no scale has the four levels that everybody knows."""
    assert framework.levels == DEFAULT_LEVELS


def test_a_light_competency_looks_as_the_scale_says() -> None:
    """Its own words come first; where it has none, those of the common scale stand in."""
    full = worlds.full()
    rich, light, *_ = full.competencies
    assert full.level_of(rich, "N1").descriptor.say("fr") == "Avec quelqu’un"
    assert full.level_of(rich, "N2") == DEFAULT_LEVELS[1]
    assert full.level_of(light, "N3") == DEFAULT_LEVELS[2]
    with pytest.raises(FrameworkError, match=r"framework\.level_unknown"):
        light.level("N1")
    with pytest.raises(FrameworkError, match=r"framework\.level_unknown"):
        full.level_of(light, "N9")


def test_bridges_are_put_on_a_copy(framework: Framework) -> None:
    """Today's bridges replace those of the frozen text; the framework itself does not change."""
    item = framework.competencies[3]
    match = worlds.bridge()
    copy = framework.with_matches({item.uuid: (match,)})
    assert copy.find(item.slug).matches == (match,)
    assert sum(len(one.matches) for one in copy.competencies) == 1
    assert len(framework.find(item.slug).matches) > 1
    assert copy.find("TL-COO-01").matches == ()


def test_a_prefix_that_is_told_is_the_prefix(framework: Framework) -> None:
    """A new framework without competency has its prefix already; ours is read from its codes."""
    assert framework.notation_prefix == "TL"
    assert worlds.light(0).notation_prefix == "ATL"


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        ("ROME", "rome"),
        ("DigComp", "digcomp"),
        ("a.b_c-d", "a.b_c-d"),
        ("Métiers d’art (v2)", "metiers-d-art-v2"),
        ("日本", "scheme-"),
    ],
)
def test_a_referential_has_a_key_for_addresses(name: str, scheme: str) -> None:
    """Whatever an imported referential is called, its items have an address here."""
    key = worlds.bridge(framework=name).scheme
    assert key.startswith(scheme)
    assert key.isascii()
    assert worlds.bridge(framework=name).scheme == key


def test_a_cited_item_is_found_by_the_key_of_its_referential() -> None:
    """The address of an item of an imported referential leads to who cites it."""
    framework = worlds.full()
    (cited,) = framework.citations("foo-bar", "a/b")
    assert cited[0] == framework.competencies[0]
    assert framework.citations("Foo Bar", "a/b") == (cited,)
