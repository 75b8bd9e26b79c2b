"""Who is asked, and how: the forms of a question or a request to a group, in Dutch and English.

Without one of these a sentence asks the group nothing. How many points a form brings says how much it tells
by itself: "kan iemand" may ask for anything, "heeft iemand" for a thing or for experience, "kent iemand" for
people, and "hoe doen jullie" for nothing but experience.
"""

from __future__ import annotations

from bot.language.phrases import (
    ADVICE,
    BODY,
    GROUP,
    OTHERS,
    PEOPLE,
    SMALL,
    SOMEBODY,
    SOMEONE,
    TOLD,
    opening,
    sign,
)

_WHO = r"wie (?:oh? wie )?(?:(?:van (?:jullie|u|de \w+)|hier|anders|nog|onder jullie) )*"
_VERB = (
    r"(?!(?:komt?|komen|gaat?|gaan|zit|zitten|moet|moeten|kunt|kunnen|kan|kun|wil|willen|mag|mogen|zou"
    r"|zouden|vindt?|vinden|denkt?|denken|zien|ziet|hoort?|horen|eten|eet|staat?|staan|blijft|krijgen|krijgt"
    r"|weten|weet|wordt?|worden|meldt?|neemt|nemen|brengt|rijdt|schuift|levert|leest|wint|betaalt|lust|mist"
    r"|belt|bent|heet|heten|laat"
    # Words that only look like a verb
    r"|niet|met|van|aan|in|en|dat|want|een|veel|vanuit|uit|tot|sinds|het|dit|wat|vragen|zich|meer|er"
    r"|[a-z]+ingen) )[a-z]+(?:t|en|n|te|de)"
)
"""The look of a finite verb, but for those of a working day."""

_DUTCH_QUESTIONS = (
    opening(
        0,
        rf"{_WHO}(?:kan|wil|durft|mag|kunnen|willen|zou|helpt|praat|tipt|gaat|gaan|komt)\b",
        rf"(?:zou|zouden|kan|kun|kunnen|wil|willen|gaat|gaan) {SMALL}{SOMEBODY}",
    ),
    opening(
        1,
        rf"{_WHO}(?:kan|wil|durft|kunnen|willen) (?:\w+ ){{0,3}}(?:vertellen|bijpraten|delen|sparren)\b",
        rf"{_WHO}(?:is|zijn|was|waren|weet|weten|doet|doen|ging|gingen)\b",
        rf"{_WHO}{_VERB} ",
        rf"(?:heeft|hebben|heb|had|hadden|weet|weten) {SMALL}{SOMEBODY}",
        rf"{_VERB} {SMALL}{SOMEBODY}",
        r"(?:is|zijn|was|waren|zou|zouden|bestaa[nt]|bestaan|loopt|lopen|zit|zitten|ligt|liggen)"
        r" (?:er|hier|daar|zoiets|dat|dit|het|die|iemand)\b",
        r"(?:met|bij|aan|van) wie (?:kan|mag|kunnen|moet|zou|zouden)\b",
        r"wie (?:zou|mag|kan|moet|kunnen|mogen) (?:ik|we|wij)\b",
        r"(?:zijn|ben) (?:we|wij|ik) (?:\w+ )?de (?:enigen?|eersten?)\b",
        rf"welke? (?:andere |\w+e )?{BODY} (?!is|zijn (?:de|dat)|moet|mag|mogen|kan|kunnen|val|gaat?"
        rf"|gaan (?:er )?over|hoor|horen|krijg|beteken|word|zit)",
        r"waar (?:in|binnen) (?:het land|nederland|vlaanderen|de)\b|waar (?:zijn|is|wordt|worden) (?:al"
        r"|ooit)\b",
        rf"hoeveel van jullie\b|waar vind(?:en)? (?:ik|we|wij)\b|welke (?:\w+ )?{TOLD} (?:zijn|bestaan"
        rf"|hebben)\b",
    ),
    sign(
        1,
        r"(?<!voor )\bwie (?:heeft|hebben)\b",
        r"\bheeft (?:\w+ )?iemand\b",
        # Not after "of", which makes it no question of one's own
        r"(?:^|\| |\b(?:hoi|hallo|hi|hey|dag|allemaal|collega'?s|all) )(?:nog |ooit |hier |al )?iemand\b"
        r"(?! (?:heeft|is|moet|had|zei|vroeg|anders (?:heeft|is)))",
    ),
    opening(
        2,
        rf"{_WHO}(?:kent|kennen)\b",
        rf"(?:ken|kent|kennen) {SMALL}{SOMEBODY}",
        rf"(?:wat|welke?|waar|waarmee|(?:met|op|via|tegen|in"
        rf"|aan) [a-z]+)\b(?: [\w'-]+){{0,6}}? {_VERB} {OTHERS}",
    ),
    opening(
        3,
        r"hoe (?!laat|lang|vaak|veel|gaan|gaat|was|waren|komen|heten|vinden|oud|ging|gingen)[a-z]+"
        rf" {SMALL}{OTHERS}",
        rf"hoe (?:gaan|gingen) {SMALL}{OTHERS}.*\bom(?:gaan)?\b",
        r"(?:hoe (?:gaat|ging|loopt|werkt|verloopt|zit|is)|wat werk(?:t|te|en|ten))\b.{0,30}"
        r"\bbij (?:jullie|anderen)\b",
        r"hoe (?:bevalt|bevallen|beviel)\b",
        rf"(?:met|op|via) welke? .{{0,40}}\b{_VERB} {OTHERS}",
        rf"(?:wat|welke?) .{{0,40}}\b(?:gebruiken|gebruikt|hanteren|kiezen|maken) {OTHERS}",
        rf"(?:wat|hoe) (?:is|zijn|waren) jullie (?:\w+ )?{TOLD}",
        r"wat (?:doen|deden) (?:jullie|anderen|andere)\b",
        r"waar (?:liepen|lopen|zijn) (?:jullie|anderen)\b.*\b(?:tegenaan|begonnen)\b",
    ),
)

_DUTCH_REQUESTS = (
    sign(
        1,
        r"\b(?:ik|we|wij) (?:\w+ ){0,2}zoek(?:en)?\b|\bzoek(?:en)? (?:ik|we|wij)\b|(?:^|\| "
        r"|\ben )zoek(?:en)?\b",
        r"\b(?:ben|zijn|is) (?:\w+ ){0,3}op zoek naar\b|^op zoek naar\b",
        r"\b(?:gezocht|gevraagd|oproep)\b",
        r"\b(?:ik|we|wij) (?:\w+ )?(?:verzamel|inventariseer)(?:en)?\b|\b(?:verzamel"
        r"|inventariseer)(?:en)? (?:ik|we|wij)\b",
        r"\bbenieuwd\b|\bvr(?:aag|oeg) (?:ik )?(?:me|mij) (?:ik )?(?:\w+ )?af\b",
        r"\b(?:hoor|horen|leer|leren|weten|verneem|zie|zien|ontvang|ontvangen)\b.{0,20}\bgraag\b",
        r"\bgraag\b.{0,40}\b(?:horen|leren|weten|zien|ontvangen|spreken|contact|gesprek)\b",
        rf"\bgraag (?:jullie|eigen|wat|een|alle|ook|{TOLD})\b",
        r"\bwelkom\b|\bhou(?:d|den)? (?:me|mij|ons|ik me|we ons) aanbevolen\b",
        r"\b(?:als|mocht|indien) (?:er )?iemand\b.*\b(?:hoor|horen|laat|mail|graag)\b",
        rf"^(?!welke?|wat|waar|wie|de |deze |die |het )(?:\w+ ){{0,2}}{TOLD}\b(?! \|)(?=.*(?:\?"
        rf"|\b(?:welkom|gezocht|gevraagd|graag|anyone|iemand|hoor)\b))",
    ),
    sign(
        2,
        r"\b(?:contact|gesprek|sparren|kennismaken|uitwisselen|praten) (?:\w+ )?met (?:\w+ ){0,2}"
        rf"(?:{BODY}|{PEOPLE}|iemand)\b",
        r"\b(?:ik|we|wij|graag)\b.{0,40}\b(?:leren|horen|hoor|weten) (?:\w+ ){0,2}(?:van|hoe|wat|of)"
        rf" (?:\w+ ){{0,2}}(?:{OTHERS}|{BODY}|{PEOPLE})(?! (?:of|nog|ook|al|er|aanvullingen|vragen"
        rf"|wensen)\b)",
        rf"\bbenieuwd (?:of|hoe|wat|welke|naar) (?:\w+ ){{0,3}}(?:iemand|andere \w+|{BODY}|{PEOPLE})\b"
        r"|\bbenieuwd (?:hoe|wat|welke) jullie\b",
    ),
)

_ENGLISH_QUESTIONS = (
    opening(0, rf"(?:can|could|would|will) (?:\w+ )?{SOMEONE}\b", r"who (?:can|could|would|will|wants)\b"),
    opening(
        1,
        rf"(?:has|have|had|did|does|do|is|are|were|was) (?:there )?{SOMEONE}\b",
        r"(?:any(?:one|body)?|someone)\b",
        r"who (?:here |else |already |in \w+ )*(?:has|have|had|is|are|knows|uses|used|did|does|runs|ran)\b",
        r"(?:is|are) there\b|(?:has|is) (?:this|that|it)\b",
    ),
    opening(
        2,
        r"(?:has|have|did|does|do|is|are) any of you\b",
        r"(?:are|do|did|have) (?:you|your \w+) (?:all |guys |folks )?(?:us|do|did|have|ha|tr|deal"
        r"|manag)\w*\b",
        rf"do(?:es)? (?:you|any(?:one|body)|someone) know (?:of )?(?:any|an?) (?:\w+ ){{0,2}}{GROUP}\b",
        rf"wh(?:ich|at) (?:other )?(?:\w+ ){{0,2}}?{GROUP} (?!must|may|should|can|owns?|falls?|is\b)",
    ),
    opening(
        3,
        r"how (?:do|does|did|are|have|has) (?:you all|you folks|others|other|your|everyone)\b",
        r"how did (?:you|that|it)\b",
        r"what (?:worked|works|did you end up|has worked|tools? do you|would you do differently)\b",
    ),
)

_ENGLISH_REQUESTS = (
    sign(
        1,
        r"\blooking (?:for|to (?:learn|hear|talk|connect))\b|\b(?:need|seeking|searching for)\b",
        r"\b(?:curious|wondering|interested)\b|\bwelcome\b|\bappreciated?\b",
        r"\b(?:love|like|happy|keen|great) to (?:hear|learn|talk|connect|know|speak|see)\b",
        r"\bplease (?:share|let (?:me|us) know|reach out|point)\b",
        rf"^(?:\w+ )?{ADVICE}\b(?=.*(?:\?|\bwelcome\b|\banyone\b))",
    ),
)

REQUESTS = (*_DUTCH_REQUESTS, *_ENGLISH_REQUESTS)
"""Forms that ask without being a question."""

FORMS = (*_DUTCH_QUESTIONS, *_ENGLISH_QUESTIONS, *REQUESTS)
