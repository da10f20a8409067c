"""Small sets of files in the forms that publishers use, written by hand for these tests.

ROME, ESCO, DigComp and CASE follow the official files beside the checkout. No export of France
compétences is there: the columns of RNCP are those that its users document (the `Standard` table in
the repository cpesr/RFC, Siren/RNCP.md, and in the import of the mission Apprentissage, whose types
name every column of `Standard`, `Rome` and `Blocs_De_Compétences`); its rows are made up.
"""

from badges.frameworks.readers import MemoryFolder
from badges.model.concepts import Concept, Link, Reading, RowProblem


def folder(**files: str | bytes) -> MemoryFolder:
    """Files by name; `__` stands for the point before the suffix."""
    return MemoryFolder(
        {
            name.replace("__", "."): text if isinstance(text, bytes) else text.encode()
            for name, text in files.items()
        }
    )


def with_files(base: MemoryFolder, changes: dict[str, str | None]) -> MemoryFolder:
    """A folder with other contents for some names; None takes a file away."""
    texts = {name: text.encode() for name, text in changes.items() if text is not None}
    kept = {name: held for name, held in base.contents.items() if name not in changes}
    return MemoryFolder(kept | texts)


def concepts(reading: Reading) -> dict[str, Concept]:
    """The concepts by code; asserts that no row is bad."""
    read = list(reading.concepts)
    bad = [item for item in read if isinstance(item, RowProblem)]
    assert not bad
    return {item.code: item for item in read if isinstance(item, Concept)}


def problems(reading: Reading) -> list[tuple[str, int | None, str]]:
    """File, line and code of every problem, those of the concepts first."""
    read = [*reading.concepts, *reading.links]
    return [(p.file, p.line, p.code) for p in read if isinstance(p, RowProblem)]


def links(reading: Reading) -> list[Link]:
    """The links, once the concepts were read."""
    return [item for item in reading.links if isinstance(item, Link)]


def _rome(**tables: str) -> MemoryFolder:
    named = {f"unix_{name}_v460_utf8.csv": text.encode() for name, text in tables.items()}
    notice = "Numero de version : 60\n\nDate de publication : 18/09/2025\n"
    return MemoryFolder({**named, "version.txt": notice.encode()})


ROME = _rome(
    referentiel_code_rome='"code_rome","code_ogr","libelle_rome","transition_eco"\n'
    '"M1305","488","Fablab Manager","Emploi Blanc"\n',
    referentiel_appellation='"code_ogr","libelle_appellation_long","libelle_appellation_court",'
    '"code_rome","peu_usite"\n'
    '"10200","Animateur / Animatrice de fablab","Animateur de fablab","M1305","N"\n',
    referentiel_competence='"code_ogr","libelle_competence","definition","code_ogr_macro_comp",'
    '"code_macro_comp","cat_comp","libelle_origine"\n'
    '"509209","Faciliter l\'accès aux outils","","300469","","Savoir-faire","PIX"\n'
    '"300469","Animer un atelier","Préparer et animer.","","6A109","Savoir-faire",""\n',
    referentiel_savoir='"code_ogr_savoir","libelle_savoir","categorie_savoir"\n'
    '"499406","Fabrication numérique","Techniques"\n',
    referentiel_contexte_travail='"code_ogr","libelle_cont_travail","libelle_type_cont_trav"\n'
    '"23374","Travail le samedi","Horaires"\n',
    texte='"code_rome","libelle_type_texte","libelle_texte"\n'
    '"M1305","definition","Anime un lieu."\n"M1305","definition","Conseille."\n'
    '"M1305","acces_metier","Accessible avec l\'\'expérience."\n',
    coherence_item='"code_rome","code_ogr","coeur_metier"\n'
    '"M1305","509209","Principale"\n"M1305","499406","Émergente"\n"M1305","23374",""\n',
)

_ESCO = "http://data.europa.eu/esco/"

ESCO = folder(
    skills_fr__csv="conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,"
    "hiddenLabels,status,scopeNote,definition,description\n"
    f'KnowledgeSkillCompetence,{_ESCO}skill/aaa,skill/competence,cross-sector,coudre,"faire de la'
    ' couture\ncoudre à la main",,released,À la main.,,Assembler du tissu.\n'
    f"KnowledgeSkillCompetence,{_ESCO}skill/bbb,knowledge,,textile,,,released,,Les tissus.,\n",
    occupations_fr__csv="conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description,"
    "code\n"
    f"Occupation,{_ESCO}occupation/ooo,7531,couturier/couturière,,Coud.,7531.1\n",
    skillGroups_fr__csv="conceptType,conceptUri,preferredLabel,altLabels,code\n"
    f"SkillGroup,{_ESCO}skill/S6,fabriquer,,S6\n",
    ISCOGroups_fr__csv="conceptType,conceptUri,code,preferredLabel,altLabels,description\n"
    f"ISCOGroup,{_ESCO}isco/C7531,7531,Tailleurs et couturiers,,\n",
    broaderRelationsSkillPillar_fr__csv="conceptType,conceptUri,broaderType,broaderUri\n"
    f"KnowledgeSkillCompetence,{_ESCO}skill/aaa,KnowledgeSkillCompetence,{_ESCO}skill/bbb\n"
    f"KnowledgeSkillCompetence,{_ESCO}skill/aaa,SkillGroup,{_ESCO}skill/S6\n",
    broaderRelationsOccPillar_fr__csv="conceptType,conceptUri,broaderType,broaderUri\n"
    f"Occupation,{_ESCO}occupation/ooo,ISCOGroup,{_ESCO}isco/C7531\n",
    occupationSkillRelations_fr__csv="occupationUri,relationType,skillType,skillUri\n"
    f"{_ESCO}occupation/ooo,essential,skill/competence,{_ESCO}skill/aaa\n"
    f"{_ESCO}occupation/ooo,optional,knowledge,{_ESCO}skill/bbb\n",
)

_STANDARD = (
    "Id_Fiche;Numero_Fiche;Intitule;Abrege_Libelle;Abrege_Intitule;Nomenclature_Europe_Niveau;"
    "Nomenclature_Europe_Intitule;Accessible_Nouvelle_Caledonie;Accessible_Polynesie_Francaise;"
    "Date_dernier_jo;Date_Decision;Date_Fin_Enregistrement;Date_Effet;Type_Enregistrement;"
    "Validation_Partielle;Actif\n"
)

RNCP = MemoryFolder(
    {
        "export_fiches_CSV_Standard_2026_08_29.csv": (
            _STANDARD + '1;RNCP90001;"Médiation\nnumérique";TP;Titre professionnel;NIV5;niveau 5;'
            "Non;Non;;20/05/2025;01/09/2030;;Enregistrement de droit;;ACTIVE\n"
            '2;RS95142;"Piloter un ""tiers-lieu""";;;;;Non;Non;;;15/12/2024;;'
            "Enregistrement sur demande;;INACTIVE\n"
        ).encode(),
        # The accent as archives made on a Mac write it, in two characters.
        "export_fiches_CSV_Blocs_De_Compe\u0301tences_2026_08_29.csv": (
            "Numero_Fiche;Bloc_Competences_Code;Bloc_Competences_Libelle\n"
            "RNCP90001;RNCP90001BC01;Accompagner différents publics\n"
        ).encode(),
        "export_fiches_CSV_Rome_2026_08_29.csv": (
            "Numero_Fiche;Codes_Rome_Code;Codes_Rome_Libelle\n"
            "RNCP90001;K1204;Médiation sociale\nRNCP90001;G1202;Animation\n"
        ).encode(),
    }
)
