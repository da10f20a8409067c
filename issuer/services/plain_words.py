"""The 1,024 words of cards, posters and requests: plain French that anybody can write down.

Each is a thing of everyday life, 4 to 8 letters from a to z without accent, and no two begin with
the same four letters or are one typing error apart. The list is for ever: words printed on paper
follow from its order.
"""

WORDS: tuple[str, ...] = tuple(
    """
    abeille ablette abricot acajou acier acrobate adresse affiche agenda agneau agrafe agrume
    aide aigrette aiguille aimant airelle album algue alpage amandier amarre amphore ampoule
    ananas angle animal annuaire anorak antenne aquarium arcade ardoise argile armoire arrosoir
    artisan asperge assiette astre atelier atlas atome aurore autobus autruche auvent averse
    aviron avoine avril babouche bagage bague baignade bain balai baleine ballon baluchon bambou
    banane bandeau banjo banquet baobab barbe barrette bascule basilic basket bassin bateau
    batterie baudrier bavoir beignet belette bengali berceau berger bermuda besace beurre
    biberon biche bigoudi bijou billet biplan biscuit bison bistrot bitume bivouac blouson
    bobine bocal boisson bolide bonbon bonnet bordure borne bosquet bouchon boudin bougie
    bouillon boulon boussole boutique bracelet branche brasero brebis bretelle bricole brioche
    brique brochet broderie bronze brosse brouette brugnon brume buffle bulbe bungalow burin
    buvard buvette cabas cabine cabri cacao cactus caddie cadran cahier caillou caisse calanque
    calepin calisson camarade cambuse camion campeur canari cannelle cantine canyon capot
    capsule capuche caravane carillon carnet carotte carpe carreau cartable cascade casque
    cassis castor cercle cerfeuil chaise chalet chamois chanson chapeau charade chaton chausson
    chemin chenille cheval chicon chien chiffon chocolat chorale chouette cidre cigale cigogne
    ciment cintre circuit cirque ciseau citerne citron civet clairon classeur clavier cloche
    clou clown club cobaye cochon cocotier coffre coiffeur colibri collier colombe colza
    comptoir concert confetti copeau copie coquille corail corbeau cormoran corsage cosmos
    costume coton coucou coude couleur coupole courge coussin couteau coyote crabe crampon
    crapaud cravate crayon cresson criquet cristal croquis cruche cuisine cuivre cyclone
    cylindre cymbale dactylo dahlia dalle damier danse dauphin dentelle dessert dialogue diamant
    diapason digue dindon disque divan dizaine doigt dolmen domino donjon dorade dortoir dossier
    douche doudou dragon drap dune duvet dynamo ellipse enclume enfant entresol envol escargot
    escrime espadon essaim essieu estampe estrade fable facteur faisan falaise famille fanfare
    fanion faucon fauteuil fauvette fenouil ferme festin feuille feutre fiacre ficelle ficus
    fifre filature fillette film filtre flambeau flanelle flaque fleur flipper flocon flotte
    foire folklore fondue fontaine football forge fossile fouine foulque fourmi foyer fraise
    frein frelon frigo frite fromage fruit furet fusain futaille gadget galaxie galoche gambade
    gant garage gardien garrigue gaufre gazelle gazon gerboise geste gibbon gibier gigot girafe
    girofle givre glace glaise glisse globe glycine gnou gobelet golf gomme gondole gorille
    gouache goudron goujon gourmand goutte goyave gradin graine grange grappe graveur grelot
    grenade griffe grillade grimace grive grotte guichet guidon guignol guimauve guitare gymnase
    hachis haddock hamac hameau hamster hanche hangar hanneton haricot harnais havre herbe
    hermine heure hexagone hibiscus hibou histoire hiver hochet homard horaire horizon horloge
    houblon houlette housse hublot huile hutte iceberg igloo igname iguane image immeuble impala
    indigo infusion insecte iris ivoire jacinthe jacquard jade jaguar jambon jaquette jardin
    jarre jasmin jauge javelot jersey jeton jeudi jockey jonc jongleur jouet jour joyau judo
    juillet juin jumelle jungle jupe jury kaki karting kayak kebab kermesse ketchup kimono
    kiosque kiwi koala label labrador lacet lagune laitue lama lambris lamelle lampion lanterne
    lapin laser lasso laurier lavande lecture lentille lessive lettre levain levier levure liane
    lichen licorne lierre lilas limace limonade linotte liseron liste litchi loir loriot losange
    lotion lotus loupe loutre lucarne luciole luge lundi lustre lutin luzerne lyre macaron
    machine madrier magasin magnolia maillot maison mammouth manchot mandarin mangue manoir
    marabout marbre marche mardi margelle marmite marron mars marteau mascotte massue matelas
    melon menhir menthe menu merise merlu message meuble miel miette mimosa minute mitaine
    mixeur mobile mocassin moineau moka molaire mollet monde montagne moquette morceau morse
    moteur motif moto mouchoir moufle moulure mouton muffin muguet mulot muraille murmure muscat
    museau musique mustang myosotis myrtille nacelle nacre nageur nappe narine narval naseau
    natte nautile navette navire nectar neige nichoir noce noisette noix nombril notice nougat
    nouille nourrice nouveau novembre nuage nuit nylon oasis objet ocarina ocelot octave octobre
    ogre oignon oisillon olive ombre omelette oncle opale opticien oranger orbite oreiller orgue
    ormeau ornement orteil ortie oseille osier otarie ouistiti ourlet ours outil ouvrage paille
    palais palette palmier palombe panache pancarte panda pangolin panier pantalon paprika
    papyrus paquet paravent parc parfum parking parterre pastel patate patin paume pavage
    pavillon paysan peigne peinture pelage pelouse peluche pendule pente perceuse perdrix perle
    perron persil peuplier phare phoque photo phrase piano pichet pied pieuvre pigeon pilier
    pilote pinceau pingouin pinson pintade pioche piolet pion pipette pirate pirogue piscine
    pistil pivert pivoine pizza placard plafond planche plateau plinthe plombier plongeur pluie
    plumeau podium poignet poireau poivre polka pollen polochon pommeau pompe poncho poney pont
    popcorn porche portrait potage poterie potiron poubelle poudre poulpe poupon pourpre prairie
    praline primeur prince prisme promesse proue province prunelle puce pull puma pupitre puzzle
    pyjama pyramide quai quartier question quetsche quiche quille quinoa racine raclette radar
    radio rafale rail rainette raisin rallye ramage rambarde ramette rampe ranch rapace rapide
    rasoir ravioli rayure rebord recette reflet refrain refuge relief remous renard renne repas
    reptile requin rhubarbe ricochet rideau rissole rivage robe robinet robot rocaille rocher
    romarin rondin rosace roseau rotin rotonde rotule ruban rubis rugby ruisseau rumba rustine
    rythme sabayon sabot sachet sacoche safari safran saladier salsifis salut samba samedi
    sandwich sanglier saphir sardine saucier saule saumon sauna sauteur savane savon saxo
    scooter scout secret seigle semaine semelle semoule sentier serpent serrure service short
    sieste sifflet sillon silo silure singe siphon sirop skieur socle soda soleil sombrero
    sonnette soprano sorbier souffle soulier soupape source souvenir spatule spirale sprint
    square stade station store studio stylet sucre sureau surprise sycomore tablier tabouret
    tailleur talisman talon talus tambour tamis tandem tangram tapioca tarot tartine tasse
    tatami taureau taverne taxi teckel tenaille tennis terrasse thermos tibia ticket tigre
    tilleul timbale tipi tirelire tiroir tisane tissu toast toboggan toile toit tomate tombola
    tonneau topaze torchon tornade torrent tortue totem toucan toupie tournoi tracteur train
    trajet tramway travail treillis tremplin tresse treuil triangle tribord tricot trident trio
    trolley trombone tronc tropique trottoir troupeau truelle truffe truite tuba tuilerie tulipe
    tunique tunnel turbine tuteur tuyau tympan uniforme usine vache valet valise vanille vanneau
    vapeur varan vase vedette velours vendange ventre verglas vernis verrou verveine viaduc
    viande vigie vignoble village vinaigre violon virgule visage visite vitamine vitrine voilier
    voisin voiture volcan volley volute voyage voyelle vrille wagon wigwam yaourt yoga yourte
    yoyo zibeline zigzag zinnia zone zoom
    """.split()  # noqa: SIM905 - a thousand words are read in columns, not one a line
)
