"""The library of ready badges: a place begins with one of these, changes it, and publishes it.

Each is tied to competencies of the referential of tiers-lieux. The words are ours, in French and in
English, and as free as the rest of this program.
"""

from issuer.demo.ready_making import MAKING
from issuer.demo.ready_words import ReadyBadge, ReadyWords

__all__ = ["READY_BADGES", "ReadyBadge", "ReadyWords"]

_LIVING_TOGETHER = (
    ReadyBadge(
        "accueillir",
        "Competency",
        "cup",
        (("TL-ACC-01", "N3"), ("TL-ACC-03", "N2")),
        ReadyWords(
            "Accueillir dans un lieu partagé",
            "La personne fait une place à chaque personne qui arrive et fait vivre les moments "
            "partagés du lieu.",
            (
                "Tenir l’accueil pendant au moins cinq permanences.",
                "Présenter le lieu et ses usages à trois personnes nouvelles.",
                "Préparer un moment partagé : un café, un repas, un jeu.",
                "Passer le relais quand une situation la dépasse.",
            ),
            "Le cahier de permanence, ou la parole d’une personne accueillie et d’un membre de "
            "l’équipe.",
        ),
        ReadyWords(
            "Welcoming people in a shared place",
            "The person makes room for everyone who arrives and keeps the shared moments alive.",
            (
                "Hold the welcome desk at least five times.",
                "Show the place and its habits to three people who come for the first time.",
                "Prepare a shared moment: a coffee, a meal, a game.",
                "Pass on what goes beyond them.",
            ),
            "The desk notebook, or the word of somebody welcomed and of a team member.",
        ),
    ),
    ReadyBadge(
        "aller-vers",
        "Competency",
        "megaphone",
        (("TL-ACC-02", "N2"),),
        ReadyWords(
            "Aller à la rencontre du voisinage",
            "La personne sort du lieu pour rencontrer celles et ceux qui n’y viennent pas, et noue "
            "un premier contact.",
            (
                "Choisir avec l’équipe un endroit où aller : un marché, un hall, un arrêt de car.",
                "Engager la conversation avec au moins cinq personnes.",
                "Dire simplement ce que le lieu propose.",
                "Raconter à l’équipe ce qui a été entendu, sans nommer personne.",
            ),
            "Un court récit, écrit ou parlé, de deux sorties.",
        ),
        ReadyWords(
            "Meeting the neighbourhood",
            "The person goes out to meet those who do not come, and makes a first contact.",
            (
                "Choose with the team where to go: a market, a hall, a bus stop.",
                "Start a conversation with at least five people.",
                "Say simply what the place offers.",
                "Tell the team what was heard, naming nobody.",
            ),
            "A short account, written or spoken, of two outings.",
        ),
    ),
    ReadyBadge(
        "animer-un-temps-collectif",
        "MicroCredential",
        "people",
        (("TL-COO-01", "N3"),),
        ReadyWords(
            "Animer un temps collectif",
            "La personne prépare et anime un temps de groupe où chacune et chacun prend la parole.",
            (
                "Écrire le but et le déroulé d’une séance.",
                "Animer la séance pour au moins six personnes.",
                "Faire circuler la parole, et garder l’heure.",
                "Finir par ce qui est décidé, relu par le groupe.",
            ),
            "Le déroulé et le relevé de décision, sans les noms.",
        ),
        ReadyWords(
            "Facilitating a group session",
            "The person prepares and facilitates a session in which everyone speaks.",
            (
                "Write the aim and the steps of a session.",
                "Facilitate it for at least six people.",
                "Let everyone speak, and keep the time.",
                "End with what is decided, read over by the group.",
            ),
            "The plan and the record of what was decided, without names.",
        ),
    ),
    ReadyBadge(
        "prendre-soin-du-lieu",
        "CommunityService",
        "house",
        (("TL-COO-05", "N2"), ("TL-PIL-07", "N1")),
        ReadyWords(
            "Prendre soin d’un lieu partagé",
            "La personne fait vivre les règles communes et prend sa part des tâches du lieu.",
            (
                "Ouvrir ou fermer le lieu seule, au moins trois fois.",
                "Prendre sa part du rangement et du ménage pendant un mois.",
                "Expliquer une règle commune à quelqu’un qui ne la connaît pas.",
                "Signaler ce qui casse ou ce qui manque.",
            ),
            "Le planning du lieu et la parole d’une personne de l’équipe.",
        ),
        ReadyWords(
            "Taking care of a shared place",
            "The person keeps the common rules alive and takes a share of the chores.",
            (
                "Open or close the place alone, at least three times.",
                "Take a share of tidying and cleaning for a month.",
                "Explain a common rule to somebody who does not know it.",
                "Report what breaks or runs out.",
            ),
            "The rota of the place and the word of a team member.",
        ),
    ),
    ReadyBadge(
        "aider-au-numerique",
        "Competency",
        "keyboard",
        (("TL-NUM-02", "N2"), ("TL-NUM-01", "N2")),
        ReadyWords(
            "Aider une personne avec le numérique",
            "La personne en aide une autre à faire ses démarches en ligne, sans faire à sa place.",
            (
                "Écouter la demande et la redire avec ses mots.",
                "Laisser les mains de l’autre sur le clavier.",
                "Protéger ses mots de passe et ses papiers.",
                "Vérifier que la personne saurait recommencer, ou qui appeler.",
            ),
            "Trois aides racontées sans nommer personne, relues avec l’équipe.",
        ),
        ReadyWords(
            "Helping somebody with digital tools",
            "The person helps another with online procedures, without doing it for them.",
            (
                "Listen to the request and say it again in their words.",
                "Leave the other's hands on the keyboard.",
                "Protect their passwords and papers.",
                "Make sure that they could do it again, or know whom to call.",
            ),
            "Three times told without naming anybody, read over with the team.",
        ),
    ),
    ReadyBadge(
        "transmettre-un-geste",
        "ext:PassingOn",
        "speech",
        (("TL-TRA-04", "N3"), ("TL-TRA-03", "N2")),
        ReadyWords(
            "Transmettre un geste",
            "La personne apprend à d’autres un geste qu’elle maîtrise, jusqu’à ce qu’elles le "
            "fassent seules.",
            (
                "Choisir un geste et le découper en étapes.",
                "Le montrer, puis laisser faire et refaire.",
                "Adapter ses mots à la personne qui apprend.",
                "Laisser une fiche, un dessin ou une vidéo pour la suite.",
            ),
            "La fiche, et la parole de deux personnes qui ont appris.",
        ),
        ReadyWords(
            "Passing on a skill of the hand",
            "The person teaches others something they master, until they do it alone.",
            (
                "Choose a gesture and cut it into steps.",
                "Show it, then let the others do it again and again.",
                "Choose words that suit the learner.",
                "Leave a sheet, a drawing or a video for later.",
            ),
            "The sheet, and the word of two people who learnt.",
        ),
    ),
    ReadyBadge(
        "mobiliser-des-benevoles",
        "CommunityService",
        "heart",
        (("TL-PIL-08", "N2"), ("TL-COO-02", "N3")),
        ReadyWords(
            "Mobiliser une équipe bénévole",
            "La personne réunit des bénévoles autour d’une action et leur donne envie de revenir.",
            (
                "Dire clairement ce qu’il y a à faire, et pour quoi.",
                "Trouver une place à chaque personne, selon ses envies.",
                "Tenir la journée : un accueil, des pauses, un merci.",
                "Demander ce qui est à changer la prochaine fois.",
            ),
            "L’annonce de l’action et trois retours de bénévoles.",
        ),
        ReadyWords(
            "Bringing volunteers together",
            "The person gathers volunteers around an action and makes them want to come back.",
            (
                "Say clearly what is to be done, and what for.",
                "Find a place for everyone, according to their wishes.",
                "Hold the day: a welcome, breaks, a thank-you.",
                "Ask what should change next time.",
            ),
            "The call for volunteers and three of their answers.",
        ),
    ),
    ReadyBadge(
        "chantier-participatif",
        "Badge",
        "sprout",
        (("TL-COO-02", "N1"),),
        ReadyWords(
            "Prendre part à un chantier participatif",
            "La personne a travaillé avec d’autres, une journée au moins, à une œuvre commune.",
            (
                "Venir une journée entière, ou deux demi-journées.",
                "Faire une tâche avec au moins deux autres personnes.",
                "Dire à la fin ce qu’elle a fait et ce qu’elle a appris.",
            ),
            "La feuille de présence du chantier et une phrase de la personne.",
        ),
        ReadyWords(
            "Taking part in a participatory work day",
            "The person worked with others, for a day at least, on something held in common.",
            (
                "Come for a whole day, or two half days.",
                "Do a task with at least two other people.",
                "Say at the end what they did and what they learnt.",
            ),
            "The attendance sheet and one sentence of the person.",
        ),
    ),
)

READY_BADGES = (*_LIVING_TOGETHER, *MAKING)
"""The badges of the library, in the order in which they are shown."""
