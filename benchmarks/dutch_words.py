"""Small lists of Dutch words, written for this benchmark; `synthetic.py` makes a large vocabulary of them."""

from __future__ import annotations

NOUNS = """
aanbesteding aanvraag adres advies afspraak afval akkoord ambtenaar apparaat arbeid archief armoede balie
bedrijf beeld begeleiding begroting beheer beleid belang belasting berging bericht besluit bestuur betaling
bewaking bewoner bibliotheek bijeenkomst bijstand binnenstad blad blok bodem boek boerderij boete boom bouw
brand brief brug buurt camera campagne capaciteit casus centrum cijfer coach college compost contract
controle corporatie crisis cultuur dak dashboard datum deel depot dienst dijk document dorp drempel druk
eenzaamheid eigenaar eiland energie erfgoed evaluatie fase feest fiets figuur fonds formulier fout gebied
gebouw gebruiker geluid gemaal gemeente geschil gesprek getal gevel gezin gezondheid glas goed grens groen
grond groep haven heffing hek helling herstel hof hond horeca huis huur idee indicatie informatie ingang
initiatief inkomen inkoop inwoner jaar jeugd jongere kaart kabel kade kamer kanaal kans kantoor kern keten
keuken keuze kind klacht klas klimaat knooppunt kost kracht kring kunst kwaliteit laadpaal land leerling
leiding leven licht lijst loket loods loon lucht maat machine maatregel markt materiaal meester melding mens
meting milieu model moestuin monitor museum muur nacht natuur net norm nota object oever omgeving onderhoud
onderwijs ondernemer ontwerp opgave opleiding opslag opvang organisatie ouder oven overlast overleg paal
pacht pand park partij pas peil pension perceel personeel plaag plaats plan plein ploeg polder poort post
praktijk prijs proces project protocol provincie punt raad raam rapport recht regel regio register rekening
rente reserve risico riool rivier rooster route ruimte samenwerking schade schema school schuld sector sein
sensor sloop sloot snelheid spel spoor sport stad station steen stem stook storm straat stroom structuur
subsidie systeem taal tafel taak tarief team techniek terrein terras test toegang toets toezicht tuin tunnel
uitgave uitvoering veen veiligheid veld verbruik vereniging vergadering vergunning verkeer verkiezing
verslag vervoer verzekering vijver vink vlak voedsel voertuig volk voorraad voorziening vorm vracht waarde
wacht wagen wal water weg weide werf wet wijk wind winkel winst woning wortel zaak zaal zand zee zorg
zuivering zwembad
""".split()

VERBS = """
aanleg aanpas afstem bemiddel bereken bespaar bestel bevraag bezorg bundel combineer controleer deel draag
evalueer financier gebruik graaf herbruik herstel inricht investeer kies koppel lever loot maai meet meld
monitor ondersteun ontwikkel oogst opruim organiseer overleg plaats plant publiceer registreer reken
renoveer ruim scan schenk schrijf selecteer signaleer sluit sorteer splits spoel stem stimuleer stuur
subsidieer taxeer tel test toets trek uitnodig veiling verbeter verdeel vergelijk verhuur verkoop verminder
vernieuw verplaats versterk verwerk voorspel vul was weeg weiger wijzig zaai zoek zuiver
""".split()

ADJECTIVES = """
actief blauw breed circulair compact dagelijks digitaal duurzaam eenvoudig eerlijk elektrisch financieel
flexibel gedeeld gemengd geschikt gezond goedkoop groot historisch houten inclusief jong klein kostbaar
landelijk leeg lokaal maatschappelijk mobiel nat openbaar oud particulier regionaal ruim rustig schoon
sociaal stedelijk steil stil tijdelijk toegankelijk traag veilig vertraagd vochtig vrijwillig wekelijks
zelfstandig zichtbaar zuinig zwaar
""".split()

LITTLE = """
de het een van in en op met voor te dat is aan door om bij als ook uit er niet die tot over onder naar zijn
was werd worden heeft hebben kan kunnen moet we ze dit deze daarna maar omdat zodat eerst toen nog meer
""".split()
"""Words without content, as they stand between the others."""

STARTS = "Oost West Noord Zuid Hoge Lage Nieuw Oude Boven Neder Groot Klein Midden Achter".split()
ENDS = "broek dijk donk gaarde geest heide horst kerke laak meer oord rade sluis terp veld wijk woude".split()
OWNERS = "Gemeente Gemeente Gemeente Provincie Waterschap Veiligheidsregio Omgevingsdienst Stichting".split()

ONSETS = (
    "b bl br d dr f fl fr g gl gr h j k kl kn kr l m n p pl pr r s sch sl sn sp st str t tr v w z zw".split()
)
NUCLEI = "a aa au e ee ei eu i ie ij o oe oo ou u uu ui".split()
CODAS = "b d f ft g k kt l ld lm lp m mp n nd ng nk nt p r rd rg rk rm rn rp s sk sp st t".split()
"""What further words are made of: three parts make a syllable that could be Dutch."""

ENGLISH = """
water waste housing city council permit energy street school youth care debt traffic sensor camera register
library garden neighbourhood resident owner service plan budget pilot contract building bridge canal storm
climate health safety noise market park planning repair report result reuse rental saving scheme sorting
support survey target team test training transport village volunteer weather workshop
""".split()

SCENES = (
    "hoi allemaal, ik werk sinds kort bij {owner} en ben nog aan het zoeken",
    "goedemorgen! wij zijn hier met een klein team en krijgen er steeds meer mails over",
    "vorig jaar is een eerste poging gestrand en de wethouder wil nu toch verder",
    "we hebben al offertes gevraagd, maar niemand kan zeggen hoe het in de praktijk gaat",
    "in de vergadering van gisteren kwam het weer ter sprake en toen bleef het stil",
)
"""What people tell before they ask."""

ASKS = (
    "heeft iemand ervaring met {words}?",
    "wie heeft dit eerder gedaan: {words}",
    "hoe pakken jullie {words} aan?",
    "ik zoek voorbeelden van {words}",
    "{words}",
)
