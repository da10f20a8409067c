"""Ready badges of workshops and kitchens: what is made, repaired, sewn and cooked."""

from issuer.demo.ready_words import ReadyBadge, ReadyWords

MAKING = (
    ReadyBadge(
        "atelier-en-securite",
        "Competency",
        "lock",
        (("TL-FAB-01", "N2"),),
        ReadyWords(
            "Travailler en sécurité à l’atelier",
            "La personne travaille dans l’atelier partagé sans se mettre en danger, ni les autres.",
            (
                "Porter les protections qui conviennent, sans qu’on le rappelle.",
                "Montrer l’arrêt d’urgence, l’extincteur et la trousse de secours.",
                "Vérifier un outil avant de s’en servir.",
                "Laisser un poste propre et débranché.",
            ),
            "Une grille remplie par la personne référente de l’atelier. Ce badge ne remplace pas "
            "l’autorisation d’un employeur.",
        ),
        ReadyWords(
            "Working safely in the workshop",
            "The person works in the shared workshop without endangering anybody.",
            (
                "Wear the right protection without being reminded.",
                "Show the emergency stop, the extinguisher and the first-aid kit.",
                "Check a tool before using it.",
                "Leave the bench clean and unplugged.",
            ),
            "A checklist filled in by whoever is in charge of the workshop. This badge does not "
            "replace the permission of an employer.",
        ),
    ),
    ReadyBadge(
        "fabriquer-avec-une-machine-numerique",
        "Competency",
        "printer",
        (("TL-FAB-02", "N2"), ("TL-FAB-03", "N1")),
        ReadyWords(
            "Fabriquer avec une machine numérique",
            "La personne fabrique un objet utile avec une imprimante 3D ou une découpe laser.",
            (
                "Trouver ou dessiner un modèle, et dire d’où il vient.",
                "Préparer le fichier et régler la machine avec une fiche.",
                "Lancer la fabrication et surveiller la machine jusqu’au bout.",
                "Corriger un défaut et recommencer.",
            ),
            "Une photo de l’objet, sans visage, et la fiche de réglages.",
        ),
        ReadyWords(
            "Making with a digital machine",
            "The person makes a useful object with a 3D printer or a laser cutter.",
            (
                "Find or draw a model, and say where it comes from.",
                "Prepare the file and set the machine up from a sheet.",
                "Start the machine and watch it to the end.",
                "Correct a defect and try again.",
            ),
            "A photo of the object, without faces, and the sheet of settings.",
        ),
    ),
    ReadyBadge(
        "fabriquer-en-bois",
        "Competency",
        "saw",
        (("TL-FAB-04", "N2"), ("TL-FAB-01", "N2")),
        ReadyWords(
            "Fabriquer un objet en bois",
            "La personne trace, coupe et assemble un objet simple en bois, solide et fini.",
            (
                "Faire un plan coté et une liste de matières.",
                "Tracer et couper en sécurité.",
                "Assembler d’équerre.",
                "Poncer, finir, et ranger le poste.",
            ),
            "L’objet ou sa photo, avec le plan.",
        ),
        ReadyWords(
            "Making something out of wood",
            "The person marks, cuts and joins a simple wooden object, sturdy and finished.",
            (
                "Draw a plan with sizes and list the materials.",
                "Mark and cut safely.",
                "Join it square.",
                "Sand, finish, and tidy the bench.",
            ),
            "The object or its photo, with the plan.",
        ),
    ),
    ReadyBadge(
        "coudre-et-transformer",
        "Competency",
        "needle",
        (("TL-FAB-05", "N2"), ("TL-FAB-08", "N1")),
        ReadyWords(
            "Coudre et transformer un textile",
            "La personne donne une nouvelle vie à un vêtement ou à un tissu, à la main ou à la "
            "machine.",
            (
                "Choisir un textile à réemployer et dire ce qu’il va devenir.",
                "Régler et enfiler la machine à coudre.",
                "Coudre des coutures droites et solides.",
                "Montrer l’objet fini et ses défauts.",
            ),
            "L’objet ou une photo avant et après.",
        ),
        ReadyWords(
            "Sewing and transforming textiles",
            "The person gives clothes or cloth a new life, by hand or with a machine.",
            (
                "Choose a textile to reuse and say what it will become.",
                "Set up and thread the sewing machine.",
                "Sew straight, sturdy seams.",
                "Show the finished object and its flaws.",
            ),
            "The object, or a photo before and after.",
        ),
    ),
    ReadyBadge(
        "reparer",
        "Competency",
        "bicycle",
        (("TL-FAB-07", "N2"),),
        ReadyWords(
            "Réparer un vélo ou un objet courant",
            "La personne cherche une panne avec méthode et remet en marche un vélo ou un objet de "
            "tous les jours.",
            (
                "Dire ce qui ne marche pas, et ce qui marche.",
                "Chercher la panne pas à pas, en sécurité.",
                "Réparer avec une pièce neuve ou de réemploi.",
                "Essayer, puis expliquer la réparation à la personne qui a apporté l’objet.",
            ),
            "La fiche de réparation, ou la parole de la personne aidée.",
        ),
        ReadyWords(
            "Repairing a bicycle or an everyday object",
            "The person looks for a fault with method and gets a bicycle or an object going again.",
            (
                "Say what does not work, and what does.",
                "Look for the fault step by step, safely.",
                "Repair it with a new or a reused part.",
                "Try it, then explain the repair to whoever brought it.",
            ),
            "The repair sheet, or the word of the person helped.",
        ),
    ),
    ReadyBadge(
        "cuisiner-pour-un-groupe",
        "MicroCredential",
        "pot",
        (("TL-FAB-09", "N2"),),
        ReadyWords(
            "Cuisiner pour un groupe",
            "La personne prépare un repas partagé avec des produits d’ici, proprement.",
            (
                "Composer un menu selon la saison, les régimes et le budget.",
                "Préparer le repas pour au moins dix personnes.",
                "Tenir la chaîne du froid et le plan de travail propre.",
                "Ranger, et dire ce qui reste et ce qu’on en fait.",
            ),
            "Le menu avec son coût, et une photo des plats.",
        ),
        ReadyWords(
            "Cooking for a group",
            "The person prepares a shared meal with local produce, keeping to food hygiene.",
            (
                "Compose a menu from the season, the diets and the budget.",
                "Prepare the meal for at least ten people.",
                "Keep food cold and the worktop clean.",
                "Tidy up, and say what is left and what becomes of it.",
            ),
            "The menu with its cost, and a photo of the dishes.",
        ),
    ),
)
"""The badges of making, in the order in which they are shown."""
