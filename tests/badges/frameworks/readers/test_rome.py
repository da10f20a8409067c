"""ROME 4.0: every kind of item under its own code, texts and notes beside, links by fiche."""

from pathlib import Path

import pytest

from badges.errors import FrameworkError
from badges.frameworks.readers import Options, read, rome
from badges.model.concepts import Link
from tests.badges.frameworks.readers.disk import official
from tests.badges.frameworks.readers.samples import ROME, concepts, links, problems, with_files

_SKILLS = "unix_referentiel_competence_v460_utf8.csv"


def test_the_edition_is_told_as_our_bridges_write_it() -> None:
    """Version, number and date of publication, with the line that the licence asks for."""
    scheme = read(ROME).scheme
    assert (scheme.key, scheme.name) == ("rome", "ROME")
    assert scheme.version == "4.0 v60 (18/09/2025)"
    assert scheme.published == "2025-09-18"
    assert "France Travail" in str(scheme.attribution)


def test_without_a_notice_the_names_of_the_files_tell_the_version() -> None:
    """`version.txt` is not needed, and an asked version wins."""
    bare = with_files(ROME, {"version.txt": None})
    assert read(bare).scheme.version == "4.0 v60"
    assert read(bare).scheme.published is None
    assert read(bare, version="4.0 v60 bis").scheme.version == "4.0 v60 bis"


def test_every_table_gives_its_kind_of_item() -> None:
    """Six kinds, each by its own code."""
    kinds = {code: item.kind for code, item in concepts(read(ROME)).items()}
    assert kinds == {
        "M1305": "fiche",
        "10200": "appellation",
        "509209": "competence",
        "300469": "macro-competence",
        "499406": "savoir",
        "23374": "contexte",
    }


def test_an_item_hangs_under_another_and_carries_its_notes() -> None:
    """A skill under its macro-competence, whose code it also bears; a title under its fiche."""
    items = concepts(read(ROME))
    assert items["509209"].broader == "300469"
    assert items["509209"].notes == {"category": "Savoir-faire", "origin": "PIX", "macro": "6A109"}
    assert items["300469"].broader is None
    assert items["300469"].definition == "Préparer et animer."
    assert items["10200"].broader == "M1305"
    assert items["10200"].other_labels == ("Animateur de fablab",)


def test_a_fiche_keeps_each_text_apart_and_its_definition_together() -> None:
    """Texts as published, but for the apostrophes that the export doubled."""
    sheet = concepts(read(ROME))["M1305"]
    assert sheet.definition == "Anime un lieu. Conseille."
    assert sheet.texts == ("Anime un lieu.", "Conseille.", "Accessible avec l'expérience.")
    assert str(sheet.uri).endswith("/metierscope/fiche-metier/M1305")
    assert sheet.notes["ecological_transition"] == "Emploi Blanc"


def test_the_core_of_an_occupation_is_essential() -> None:
    """Main and emerging items are essential, the others optional."""
    reading = read(ROME)
    concepts(reading)
    assert links(reading) == [
        Link("M1305", "essential", "509209"),
        Link("M1305", "essential", "499406"),
        Link("M1305", "optional", "23374"),
    ]


def test_the_tree_of_competences_names_the_branches_when_it_is_there() -> None:
    """Domain, stake and objective of a macro-competence, and of what is under it."""
    tree = (
        "code_domaine_competence,domaine_competence,code_enjeu,enjeu,objectif,"
        "code_macro_competence\n6,Coopération,A,Travailler ensemble,Animer,6A109\n"
    )
    wider = with_files(ROME, {"unix_arborescence_competences_v460_utf8.csv": tree})
    notes = concepts(read(wider))["509209"].notes
    named = {name: notes[name] for name in ("domain", "stake", "objective")}
    assert named == {
        "domain": "Coopération",
        "stake": "Travailler ensemble",
        "objective": "Animer",
    }


def test_bad_rows_are_told_with_file_and_line() -> None:
    """An empty label, an unknown parent, a code used twice, a row cut short: the rest is read."""
    skills = (
        "code_ogr,libelle_competence,code_ogr_macro_comp,code_macro_comp\n"
        "1,,2,\n"
        "2,Animer,,6A109\n"
        "3,Coudre,404,\n"
        "3,Broder,2,\n"
        "4,Tisser\n"
        "5,Filer,2,\n"
    )
    spoiled = with_files(ROME, {_SKILLS: skills})
    told = [problem for problem in problems(read(spoiled)) if problem[0] == _SKILLS]
    assert told == [
        (_SKILLS, 2, "reader.cell_missing"),
        (_SKILLS, 4, "reader.parent_unknown"),
        (_SKILLS, 5, "reader.code_again"),
        (_SKILLS, 6, "reader.cells"),
    ]
    kept = {item.code for item in read(spoiled).concepts if hasattr(item, "label")}
    assert {"2", "3", "5"} <= kept


def test_a_link_to_nothing_is_told() -> None:
    """Both ends of a link must have come through."""
    file = "unix_coherence_item_v460_utf8.csv"
    spoiled = with_files(ROME, {file: "code_rome,code_ogr,coeur_metier\nM1305,404,\n"})
    assert problems(read(spoiled)) == [(file, 2, "reader.link_unknown")]


def test_a_text_of_an_unknown_fiche_is_told() -> None:
    """A text must belong to a fiche."""
    file = "unix_texte_v460_utf8.csv"
    text = "code_rome,libelle_type_texte,libelle_texte\nZ9999,definition,Rien.\n"
    assert problems(read(with_files(ROME, {file: text}))) == [(file, 2, "reader.link_unknown")]


def test_a_missing_table_of_items_is_fatal_and_one_of_texts_is_not() -> None:
    """Without its table, a whole kind of items would look gone; texts can come later."""
    with pytest.raises(FrameworkError) as caught:
        read(with_files(ROME, {_SKILLS: None}), "rome")
    assert caught.value.params["file"] == _SKILLS
    without = with_files(ROME, {"unix_texte_v460_utf8.csv": None})
    assert problems(read(without)) == [("texte", None, "reader.table_missing")]


def test_a_table_of_another_shape_is_fatal() -> None:
    """The column that is missing is named."""
    with pytest.raises(FrameworkError) as caught:
        read(with_files(ROME, {_SKILLS: "code_ogr,libelle\n1,x\n"}))
    assert caught.value.code == "reader.columns"


def test_the_newest_edition_of_a_folder_is_read() -> None:
    """Tables of an older edition beside it are not mixed in."""
    older = {name.replace("v460", "v459"): "code_ogr\n" for name in ROME.contents if "v460" in name}
    assert len(concepts(read(with_files(ROME, {**older})))) == len(concepts(read(ROME)))


def test_a_folder_without_any_table_is_refused() -> None:
    """Asked by name, the reader says what it looks for."""
    with pytest.raises(FrameworkError) as caught:
        rome.READER.open(with_files(ROME, dict.fromkeys(ROME.contents)), Options())
    assert caught.value.code == "reader.file_missing"


@pytest.mark.shared
def test_the_official_set_is_read_without_a_problem(shared: Path) -> None:
    """Version 60 as published: every item, every link, nothing refused."""
    reading = read(official(shared, "rome-4.0-v60"))
    items = concepts(reading)
    assert len(items) == 17_810 + 507 + 15_354 + 1_584 + 13_120 + 179
    assert items["300469"].kind == "macro-competence"
    assert items["300469"].notes["macro"] == "6A109"
    assert items["509209"].label == "Faciliter l'accès aux outils de fabrication numérique"
    assert sum(item.notes.get("origin") == "PIX" for item in items.values()) == 16
    assert len(links(reading)) == 104_219
    assert reading.expected is not None
    assert reading.expected >= len(items)
