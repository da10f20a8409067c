"""The 1,024 words of cards, posters and requests: plain French that anybody can write down.

Each is a word of everyday life, 4 to 8 letters from a to z without accent, and no two begin with
the same four letters or are one typing error apart. None would hurt beside a name on a card: no
animal, vegetable or thing that people call each other. The list is for ever: words printed on paper
follow from its order.
"""

WORDS: tuple[str, ...] = tuple(
    """
    abeille ablette abricot acajou accord acier acrobate adresse affiche agenda agneau agrafe
    agrume aide aigrette aiguille aimant airelle album algue alpage amandier amarre amphore
    ampoule ananas ancre angle animal annuaire anorak antenne appui aquarium arcade ardoise
    argent argile armoire arrosoir artisan asperge assiette astre atelier atlas atome auberge
    aurore autobus autruche auvent averse aviron avocat avoine avril azur babouche bagage bague
    baignade bain balai ballon baluchon bambou bandeau banjo banquet baobab barbe barrette
    bascule basilic basket bassin bateau batterie baudrier bavoir beignet belette berceau berger
    bermuda besace beurre biberon biche bigoudi bijou billet biplan biscuit bison bistrot bitume
    bivouac blanc bleu blouson bobine bocal boisson bolide bonbon bonheur bonnet bordure borne
    bouchon bougie bouillon boulon bouquet boussole boutique bracelet branche brasero brebis
    bretelle bricole brioche brique brochet broderie bronze brosse brouette brugnon brume buffle
    bulle bungalow bureau burin buvard buvette cabas cabine cabri cacao cactus caddie cadeau
    cadran cahier caillou caisse calanque calcul calepin calisson calme camarade cambuse camion
    campeur canari cannelle cantine canyon capot capsule capuche caravane carillon carnet
    carotte carpe carreau cartable cascade casque cassis castor cercle cerfeuil cerise chaise
    chalet chamois chanson chapeau charade chaton chausson chemin chenille cheval chicon chien
    chiffon chocolat chorale chouette cidre cigale cigogne ciment cintre circuit cirque ciseau
    citerne citron clairon classeur clavier clou club cocotier coffre coiffeur colibri collier
    colombe colza comptoir concert confetti conte copeau copie coquille corail corbeau cormoran
    corsage cosmos costume coton coucou coude couleur coupole course coussin couteau coyote
    crabe crampon cravate crayon cresson criquet cristal croquis cuisine cuivre cyclone cylindre
    cymbale dactylo dahlia dalle damier danse dauphin demain dentelle dessert devoir dialogue
    diamant diapason digue dimanche disque divan dizaine doigt dolmen domino donjon dorade
    dortoir dossier douche doudou dragon drap droit dune duvet dynamo effort ellipse emploi
    enclume enfant entresol envie envol escargot escrime espace essaim essieu estampe estrade
    fable facile facteur faisan falaise famille fanfare fanion farine faucon fauteuil fauvette
    fenouil ferme festin feuille feutre ficelle ficus fifre filature film filtre flambeau
    flanelle flaque fleur flipper flocon flotte foire folklore fondue fontaine football forge
    fossile fouine foulard fourmi foyer fraise frein frelon frigo frite fromage fruit furet
    fusain futur gadget galaxie galet galoche gambade gant garage gardien garrigue gaufre
    gazelle gazon gerboise geste gibier gigot girafe girofle givre glace glaise glisse globe
    glycine gobelet golf gomme gondole gouache goudron goujon gourmand goutte goyave gradin
    graine grange grappe graveur grelot griffe grillade grimace grive grotte groupe guichet
    guidon guimauve guitare gymnase habit hachis haddock hamac hameau hamster hanche hangar
    hanneton haricot harnais herbe hermine heure hexagone hibiscus hibou histoire hiver hochet
    homard horaire horizon horloge houblon houlette housse hublot huile humour hutte iceberg
    igloo iguane image immeuble impala indigo infusion insecte iris ivoire jacinthe jacquard
    jade jaguar jambon janvier jaquette jardin jarre jasmin jauge javelot jersey jeton jeudi
    jockey jonc jongleur jouet jour joyau judo juillet juin jumelle jungle jupe jury juste kaki
    karting kayak kebab kermesse ketchup kimono kiosque kiwi koala label labrador lacet lagune
    laitue lama lambris lamelle lampion lanterne lapin laser lasso laurier lavande lecture
    lentille lessive lettre levain levier levure liane libre lichen licorne lierre lilas
    limonade linotte liseron liste litchi loir loriot losange lotion lotus loupe loutre lucarne
    luciole luge lundi lustre lutin luzerne lyre macaron machine madrier magasin magnolia
    maillot mairie maison manchot mangue manoir marbre marche mardi margelle marmite marron mars
    marteau mascotte matelas melon menhir menthe menu merci merlu message mesure meuble midi
    miel miette mimosa minute mitaine mixeur mobile mocassin moineau moka molaire mollet monde
    montagne moquette morceau moteur motif moto mouchoir moufle moulin mouton muffin muguet
    mulot muraille murmure muscat museau musique mustang myosotis myrtille nacelle nacre nageur
    nappe narval naseau natte nautile navette navire nectar neige nichoir noce noisette noix
    nord notice nougat nourrice nouveau novembre nuage nuit nylon oasis objet ocarina ocelot
    octave octobre ogre oignon oisillon olive ombre omelette oncle onze opale opticien orage
    oranger orbite oreiller orgue ormeau ornement orteil ortie oseille osier otarie ourlet ours
    outil ouvrage paille palais palette palmier palombe panache pancarte panda pangolin panier
    pantalon paprika papyrus paquet paravent parc parfum parking parterre pastel patin paume
    pavage pavillon paysan peigne peinture pelouse peluche pendule pente perceuse perdrix perle
    perron persil peuplier phare phoque photo phrase piano pichet pied pieuvre pilier pilote
    pinceau pingouin pinson pioche piolet pion pipette pirate pirogue piscine pistil pivert
    pivoine pizza placard plafond plage planche plateau plinthe plombier plongeur pluie plumeau
    podium poignet poireau poivre polka pollen polochon pommeau pompe poncho poney pont popcorn
    porche portrait potage poterie potiron poudre poulpe pourpre prairie praline primeur prince
    prisme promesse proue province prunelle puce puits pull puma pupitre puzzle pyjama pyramide
    quai quartier quatre question quetsche quille quinoa racine raclette radar radio rafale rail
    rainette raisin rallye ramage rambarde ramette rampe ranch rapace rapide rasoir ravioli
    rayure rebord recette reflet refrain refuge relief remous renard renne repas reptile requin
    rhubarbe ricochet rideau rissole rivage robe robinet robot rocaille rocher romarin rondin
    rosace roseau rotin rotonde rotule route ruban rubis rugby ruisseau rumba rustine rythme
    sabayon sabot sachet sacoche safari safran saladier salsifis salut samba samedi sandwich
    sanglier saphir sardine saucier saule saumon sauna sauteur savane savon saxo scooter scout
    secret seigle semaine semelle semoule sentier serpent serrure service short sieste sifflet
    signal sillon silo siphon sirop skieur socle soda soleil sombrero sommet sonnette soprano
    sorbier souffle soulier soupape source souvenir spatule spirale sprint square stade station
    store studio stylo sucre surprise sycomore tablier tabouret tailleur talisman talon talus
    tambour tandem tangram tapis tarot tartine tasse tatami taureau taverne taxi teckel tenaille
    tennis terrasse texte thermos ticket tigre tilleul timbale tipi tirelire tiroir tisane tissu
    toast toboggan toile toit tomate tombola tonneau topaze torchon tornade torrent tortue totem
    toucan toupie tournoi tracteur train trajet tramway travail treillis tremplin trente tresse
    treuil triangle tribord tricot trident trio trois trolley trombone tronc tropique trottoir
    troupeau truelle truite tuba tuilerie tulipe tunique tunnel turbine tuteur tuyau tympan
    uniforme usine utile valise vanille vapeur vase vedette velours vendange ventre vernis
    verrou verveine viaduc viande vigie vignoble village vinaigre vingt violon virgule visage
    visite vitamine vitrine voilier voisin voiture volcan volley volute voyage voyelle vrille
    wagon wigwam yaourt yoga yourte yoyo zibeline zigzag zinnia zone zoom
    """.split()  # noqa: SIM905 - a thousand words are read in columns, not one a line
)
