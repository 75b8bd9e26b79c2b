"""The words that say nothing about a subject, in Dutch and English, and those that say little.

Only the lists; `analysis.py` decides what they mean for a search. A word belongs here when it would say as
much in a question about dikes as in one about weddings. Both languages are dropped from every text:
questions mix them.
"""

from __future__ import annotations


def listed(*lines: str) -> frozenset[str]:
    """Return the words that stand in these lines, separated by spaces."""
    return frozenset(word for line in lines for word in line.split())


_DUTCH_GRAMMAR = listed(
    "de het een t n der den des ten ter te en of maar want dus doch noch als dan dat die dit deze ik jij",
    "je u hij zij ze wij we jullie mij me jou hem haar ons hen hun zich zichzelf elkaar elkaars mijn m'n",
    "jouw uw zijn z'n onze hunne mezelf jezelf onszelf zelf eigen wie wat waar wanneer waarom hoe welk",
    "welke hoeveel hoezo waarmee waarover waarvoor waaraan waarin waarop waarbij waarnaar waartoe waaruit",
    "waarvan waardoor waarheen wiens hier daar er ergens nergens overal daarmee daarover daarvoor daaraan",
    "daarin daarop daarbij daarna daarnaast daarom daaruit daarvan daardoor ermee erover ervoor eraan",
    "erin erop erbij erna eruit ervan erdoor hiermee hierover hiervoor hieraan hierin hierop hierbij",
    "hierna hierom hieruit hiervan hierdoor in op aan bij van voor met naar om uit tot over onder tegen",
    "door tussen zonder binnen buiten na via per sinds tijdens vanuit vanaf volgens wegens ondanks",
    "behalve langs rond rondom omtrent jegens richting af toe heen mee terug samen vooraf achteraf mede",
    "inzake omdat doordat zodat terwijl hoewel toen indien mits tenzij voordat nadat totdat zoals alsof",
    "waarna ofwel oftewel danwel evenals niet geen nooit niets niks niemand wel ja nee ook nog al alle",
    "allemaal alles allen iets iemand ieder iedere iedereen elk elke enkel enkele sommige veel vele meer",
    "meest meeste weinig minder minst aantal beide andere ander anders anderen zo zo'n zulke dergelijke",
    "zelfde hetzelfde dezelfde ene is ben bent was waren geweest wees zijnde word wordt worden werd",
    "werden geworden heb hebt heeft hebben had hadden gehad zal zult zullen zou zouden kan kun kunt",
    "kunnen kon konden gekund mag mogen mocht mochten moet moeten moest moesten hoef hoeft hoeven wil",
    "wilt willen wilde wilden wou ga gaat gaan ging gingen gegaan kom komt komen kwam kwamen gekomen doe",
    "doet doen deed deden gedaan laat laten liet lieten gelaten blijf blijft blijven bleef bleven",
    "gebleven lijkt lijken leek leken blijkt blijken bleek nu net pas straks later eerder eerst eerste",
    "laatst laatste vaak soms altijd meestal telkens steeds weer alweer opnieuw even eventjes alvast",
    "inmiddels ondertussen intussen momenteel tegenwoordig onlangs recent binnenkort ooit eens reeds",
    "meteen direct snel gauw lang langer kort vroeg vroeger heel erg zeer vrij nogal best beetje bijna",
    "ongeveer circa ca ruim slechts alleen vooral juist eigenlijk gewoon toch echt misschien wellicht",
    "mogelijk waarschijnlijk hopelijk natuurlijk uiteraard trouwens overigens immers namelijk bovendien",
    "verder daarentegen echter helaas gelukkig sowieso zelfs bijvoorbeeld bv bijv enz etc enzovoort zeg",
    "zogenaamd dusdanig keer keren maal",
)

_DUTCH_QUESTION = listed(
    "ervaring ervaringen ervaren ervaart tip tips advies adviezen voorbeeld voorbeelden vraag vragen",
    "vraagje gevraagd antwoord antwoorden weet weten wist wisten ken kent kennen kende bekend onbekend",
    "verstand zoek zoekt zoeken zocht gezocht zoektocht vind vindt vinden vond vonden gevonden hoor hoort",
    "horen hoorde gehoord lees zie ziet zien zag zagen gezien kijk kijkt kijken keek bekijken merk merkt",
    "merken merkte help helpt helpen hielp hulp geholpen benieuwd nieuwsgierig graag liefst deel delen",
    "gedeeld meedenken contact sparren overleggen bellen vertel vertelt vertellen verteld leg uitleggen",
    "denk denkt denken dacht gedacht snap snapt snappen begrijp begrijpt begrijpen bezig meegemaakt",
    "gebruik gebruikt gebruiken gebruikte pak pakt pakken aanpak aanpakken aangepakt werk werkt werken",
    "werkte gewerkt werkend werkende inzet inzetten ingezet maak maakt maken maakte gemaakt probeer",
    "probeert proberen geprobeerd begin begint beginnen begon begonnen start starten gestart gebeurt",
    "gebeuren regel regelt regelen geregeld bestaat bestaan staat staan stond zit zitten zat geef geeft",
    "geven gaf gegeven krijg krijgt krijgen kreeg gekregen neem neemt nemen nam genomen brengt houd houdt",
    "houden hield zet zetten gezet stel stelt stellen gesteld praat praten loopt lopen liep nodig handig",
    "handige goed goede beter beste slecht leuk leuke mooi mooie fijn fijne slim slimme nieuw nieuwe oud",
    "oude groot grote groter klein kleine hoog hoge laag concreet concrete geschikt geschikte manier",
    "manieren wijze ding dingen zaken soort soorten vorm idee ideeen mogelijkheid mogelijkheden",
    "alternatief oplossing oplossingen geval gevallen moment situatie kwestie probleem problemen praktijk",
    "praktisch theorie lukt lukken lukte gelukt mislukt werkbaar succesvol geslaagd proef proefje pilot",
    "pilots trekker aanrader wiel uitvinden uitgevonden lessen les geleerd leren valkuil valkuilen",
    "voorloper voorlopers pionier pioniers pioneer pioneers project projecten projects",
)

_DUTCH_CHAT = listed(
    "hoi hallo hey he ha dag goedemorgen goedemiddag goedenavond goedendag moin geachte lieve collega",
    "collegas mensen mens lui jongens dames heren team groep kanaal groet groeten groetjes mvg bedankt",
    "dank dankjewel dankje merci thanks thx pls plz svp aub sorry oeps haha hihi ok oke prima super top",
    "weekend tja nou joh vandaag gisteren morgen ochtend middag avond nacht dagen week weken maand",
    "maanden jaar jaren jaarlijks uur uren minuut minuten maandag dinsdag woensdag donderdag vrijdag",
    "zaterdag zondag vorig vorige volgend volgende komend komende afgelopen januari februari maart april",
    "mei juni juli augustus september oktober november december zomer winter voorjaar najaar kwartaal",
    "twee drie vier vijf zes zeven acht negen tien twintig dertig veertig vijftig honderd duizend halve",
    "helft procent stuk stuks paar plek plaats",
)

_ENGLISH = listed(
    "the a an and or but nor if then than that this these those there here to on at by for from with",
    "without into onto under about against between through during before after above below up down out",
    "off again further once as until while because since though although whether so such both each few",
    "more most other another others some any anyone anybody anything someone somebody something everyone",
    "everybody everything nobody nothing none no not only own same too very just also already ever never",
    "always often sometimes now soon yet still rather quite really maybe perhaps probably actually",
    "basically well i my mine myself us our ours ourselves you your yours yourself him his she her hers",
    "it its they them their theirs themselves who whom whose which what when where why how am are were be",
    "been being have has having do does did doing done can could shall should will would may might must",
    "ought need needs i'm i've i'd we've we're don't doesn't isn't can't won't experience experiences",
    "experienced example examples advice question questions answer know knows knew known look looks",
    "looking looked search seeking seek find finds found hear heard see seen tell told share sharing",
    "shared helping helped curious wondering wonder love like wants wanted get got getting make makes",
    "made making use uses used using try tries tried trying work works worked working go goes going went",
    "gone come came take took give gave keep put let way ways thing things kind sort case good better bad",
    "great nice new old big small lot lots many much several colleague colleagues people person folks",
    "guys hi hello dear all morning afternoon thank please cheers regards today yesterday tomorrow month",
    "year years day days else anywhere somewhere ago one two three four five six seven eight nine first",
    "last next",
)

WEIGHTLESS = _DUTCH_GRAMMAR | _DUTCH_QUESTION | _DUTCH_CHAT | _ENGLISH
"""Words that carry no content at all: grammar, the frame of a question, courtesy, time of day."""

_SCENERY = listed(
    "gemeente gemeenten gemeentes gemeentelijk gemeentelijke provincie provincies provinciaal provinciale",
    "waterschap waterschappen rijk rijksoverheid overheid overheden overheids ministerie ministeries",
    "regio dienst diensten organisatie organisaties instantie instanties afdeling afdelingen bestuur stad",
    "steden dorp dorpen ambtenaar ambtenaren wethouder wethouders medewerker medewerkers inwoner inwoners",
    "burger burgers bewoner bewoners systeem systemen tool tools toepassing toepassingen applicatie",
    "applicaties software programma pakket methode methodes methoden instrument instrumenten techniek",
    "technieken technologie plan plannen beleid proces processen traject",
    "trajecten onderzoek model modellen algoritme algoritmes algoritmen data gegevens informatie digitaal",
    "digitale automatisch automatische automatiseren online computer website app apps platform ai",
    "verschillend verschillende bepaald bepaalde belangrijk belangrijke extra mogelijke duidelijk",
    "duidelijke doel rol resultaat resultaten effect gevolg reden kosten geld tijd euro bedrijf bedrijven",
    "partij partijen municipality municipalities government council city cities province ministry",
    "department organisation organisations organization organizations agency agencies system systems",
    "method methods approach plans policy process information digital automatic automatically",
    "citizen citizens resident residents",
)
_ACTIONS = listed(
    "voorspellen voorspelt voorspeld voorspelling voorspellingen herkennen herkent herkend herkenning",
    "controleren controleert controle controles bepalen bepaalt bepaling berekenen berekent berekening",
    "berekeningen uitrekenen optimaliseren optimalisatie planning inplannen inroosteren dashboard",
    "dashboards monitor monitoren monitoring inzicht inzichtelijk overzicht selecteren selectie",
    "signaleren signaal signalen verwerken verwerkt verwerking beoordelen beoordeelt beoordeling",
    "analyseren analyse analyses registreren registratie ondersteunen ondersteuning verbeteren",
    "verbetering verdelen verdeling koppelen gekoppeld combineren vergelijken vergelijking opsporen",
    "opspoort detecteren detectie bijhouden meten meet metingen meting tellen geteld inschatten",
    "inschatting schatten waarschuwen waarschuwing checken check indelen sorteren ordenen rangschikken",
    "prioriteren prioriteit zichtbaar tonen weergeven invullen vullen ingevuld aanvragen aanvraag",
    "behandelen behandeling afhandelen afhandeling toekennen toewijzen kiezen keuze keuzes voorkomen",
    "vaststellen uitvoeren uitvoering inrichten ingericht opzetten opgezet ontwikkelen ontwikkeld",
    "ontwikkeling bouwen gebouwd organiseren georganiseerd invoeren ingevoerd invoering testen getest",
    "sturen gestuurd stuurt versturen ontvangen vanzelf automatisering geautomatiseerd handmatig sneller",
    "hulpmiddel predict prediction detect detection calculate optimise optimize optimization insight",
    "select analyze analysis register support improve track tracking measure measuring warn rank",
    "automated smart",
)

LIGHT = _SCENERY | _ACTIONS
"""Words that count less: those in nearly every question and entry of civil servants, and what can be done
with any subject (predict, detect, plan): it says how but not what."""
