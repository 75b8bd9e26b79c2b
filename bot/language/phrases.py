"""Ways of asking a group who did something, in Dutch and English, and ways of asking something else.

Only patterns over lower-cased sentences; `intent.py` decides with them. They are general forms of speech:
what is asked about plays no part.
"""

from __future__ import annotations

import re


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


_BODY = (
    r"(?:\w*(?:gemeentes?|gemeenten|regio'?s?|diensten|dienst|organisaties?|schap|schappen|beheerders?"
    r"|kantoren)"
    r"|provincies?|ministeries?|departement(?:en)?|overheid|overheden|\w*uitvoerders?|inspecties?"
    r"|corporaties?"
    r"|instellingen|scholen|stad|steden|ggd(?:'?en)?|teams?|afdelingen|uitvoeringsorganisaties?)"
)
"""A body of government, or a part of one."""

_PEOPLE = (
    r"(?:collega'?s?|mensen|lotgenoten|vakgenoten|anderen|iemand|gebruikers|een van jullie|jij of \w+ \w+)"
)

_OTHERS = rf"(?:jullie|anderen|(?:een )?andere? {_BODY}|jullie {_BODY})"

_TOLD = (
    r"(?:\w*ervaring(?:en)?|tips?|\w*voorbeeld(?:en)?|best practices?|adviezen|lessen|valkuilen"
    r"|\w*casus(?:sen)?"
    r"|referenties?|aanraders?|ideeen|draaiboek|stappenplan|werkwijze|\w*aanpak|\w*vergelijking|verstand"
    r" van"
    r"|contactpersoon|(?:goed|mooi|leuk) (?:verhaal|format|model))"
)
"""What can be told or passed on about having done something."""

_BEFORE = r"(?:al eens|ooit|weleens|wel eens|eerder|al|ook|inmiddels|reeds|echt)"

_DONE = r"(?:(?:be|ge|ver|ont|her|er|voor|over|onder)\w{2,}(?:d|t|n)|\w+ge\w{2,}(?:d|t|n))"
"""The look of a Dutch past participle, also of a separable verb (aangepakt)."""

_HAS = r"(?:heeft|hebben|heb|had|hadden)"
_SMALL = r"(?:er |hier |al |ook |toevallig |misschien |nog )*"
_WHO = r"wie (?:oh? wie )?(?:van jullie )?"
_THE = r"(?:de|het|mijn|onze|jouw|jullie|dit|deze|die)"
_SOMEBODY = rf"(?:{_PEOPLE}|jullie|(?:een )?(?:andere? )?{_BODY})"

DUTCH_QUESTIONS = _compiled(
    rf"{_WHO}{_HAS}\b.*\b{_TOLD}\b",
    rf"{_WHO}{_HAS}\b.*\b{_BEFORE}\b.*\b{_DONE}\b",
    rf"{_WHO}{_HAS} (?!{_THE} ).*\b{_DONE}\b",
    rf"{_WHO}{_HAS} {_SMALL}(?:een|zo'n) .*\b(?:voor|over|van|met|waarmee|die|dat|om)\b",
    rf"{_WHO}{_HAS} hier (?:eerder|ervaring)",
    rf"{_WHO}(?:gebruikt|gebruiken|werkt|werkte|werken|kent|doet|deed|deden|doen) {_SMALL}(?!mee (?:met"
    r"|aan) de)"
    r"(?:iets|wat|met|een|dit|dat|het|de|ook|mee|\w+s)\b",
    rf"{_WHO}(?:controleert|meet|voorspelt|bepaalt|berekent|publiceert|experimenteert|combineert|betrekt"
    r"|past"
    r"|verleent|laat)\b.*\w{5}",
    rf"{_WHO}(?:is|zijn) {_SMALL}(?:meer )?(?:mee )?(?:bezig|al door|tevreden|bij een|ervaren|ons"
    r" voorgegaan|ons voor)\b",
    rf"{_WHO}(?:weet|weten) (?:er |daar )?(?:meer|wie|iets|wat|hoe (?:je|andere|jullie))\b",
    rf"{_WHO}(?:kan|wil|durft|mag|kunnen|willen)\b.*\b(?:helpen (?:met|aan)|wijzen op|wijzen|bijpraten"
    r"|meedenken"
    r"|delen|sparren|vertellen|benaderen|spreken|in contact brengen|bellen over)\b",
    rf"{_WHO}(?:praat|helpt|tipt|ging) (?:me|mij|ons)\b",
    rf"{_WHO}doet {_SMALL}mee aan\b.*\bintervisie",
    rf"{_HAS} {_SMALL}{_SOMEBODY}\b.*\b{_TOLD}\b",
    rf"{_HAS} {_SMALL}{_SOMEBODY}\b.*\b{_DONE}\b",
    rf"{_HAS} {_SMALL}{_SOMEBODY} {_SMALL}(?!{_THE} )(?:zoiets|zo'n|(?:een )?(?:\w+ )+(?:die|dat|voor|om"
    r"|tegen|waarmee|van|in"
    r" gebruik))\b",
    rf"(?:gebruikt|gebruiken|doet|doen|werkt|werken) {_SMALL}{_SOMEBODY}\b(?! {_THE} )",
    rf"(?:zijn|bestaan) (?:er|hier) (?:[\w-]+ ){{0,4}}(?:{_BODY}|{_PEOPLE})\b.*\b(?:die|waar|met|al"
    r"|hiermee)\b",
    rf"is (?:er|hier) (?:[\w-]+ ){{0,3}}(?:{_BODY}|{_PEOPLE})\b.*\b(?:die|waar|met|mee|al)\b",
    rf"(?:bestaat|bestaan|is|zijn) (?:er|zoiets|dat|dit) (?:\w+ ){{0,3}}(?:{_TOLD}|ergens)\b",
    r"is (?:er )?iemand (?:hier )?(?:ons voorgegaan|ons voor|al eens|wel eens|weleens|ooit)\b",
    rf"(?:ken|kent|kennen) (?:iemand|jullie|u)\b.*\b(?:{_BODY}|{_PEOPLE}|{_TOLD})\b",
    r"(?:weet|weten) (?:iemand|jullie) (?:een (?!naam|nummer|datum)|hoe (?:je|andere|jullie)|of er|wie er"
    r"|meer)",
    rf"welke? (?:andere |sociale )?{_BODY} (?!moet|moeten|mag|mogen|kan|kunnen|val|valt|vallen|gaat|gaan"
    r"|(?:is|zijn)(?! (?:daar|hier|er|al|bezig|gestopt|begonnen|overgestapt|afgestapt)\b)|hoort"
    r"|horen|krijg|krijgt|krijgen|betekent|wordt|worden)",
    rf"(?:zou|zouden|kan|kun|wil|kunnen|willen) (?:iemand|een collega|{_OTHERS})\b.*\b(?:aanraden"
    r"|aanbevelen|adviseren"
    rf"|vertellen (?:of|hoe)|meedenken|delen met ons|met ons delen|sparren|{_TOLD})\b",
    rf"iemand (?:hier |die |bekend |al )*(?:\w+ ){{0,3}}(?:{_TOLD}|mee bezig|verstand|met|gebruikt)\b",
    rf"hoe (?:gaan|gaat) {_OTHERS}\b.*\bom(?:gaan)?\b",
    rf"hoe (?!gaan|gaat|laat|lang|vaak|veel)\w+(?:en|t) {_OTHERS}\b",
    rf"(?:wat|welke|waarmee|(?:met|op|via) (?:welke?|wat voor)) (?:\w+ ){{0,3}}(?:gebruiken|gebruikt|doen"
    r"|werken|maken|betrekken"
    rf"|rekenen|hanteren|bepalen|hebben|kiezen|meten) {_OTHERS}\b",
    rf"met (?:welke?|wat voor) (?:\w+ ){{1,2}}\w+en {_OTHERS}\b",
    r"(?:wat|hoe) (?:zijn|is|waren) (?:jullie|de) (?:ervaring(?:en)?|valkuilen|lessen)\b",
    r"met wie (?:kan|mag) (?:ik|ik hierover|wij|we)\b",
    rf"{_WHO}{_HAS} (?:het|dit|dat) (?:\w+ )?(?:meegemaakt|gedaan|geprobeerd)\b",
    rf"iemand die {_BEFORE}\b",
    r"hoe (?:bevalt|bevallen|beviel)\b",
    r"wat werk(?:t|te|en|ten) (?:\w+ )?bij (?:jullie|anderen)\b",
    r"waar (?:liepen|lopen|zijn) (?:jullie|anderen) (?:tegenaan|mee begonnen|begonnen)\b",
)
"""Ways to ask the group, in Dutch."""

DUTCH_REQUESTS = _compiled(
    rf"\b(?:zoek|zoeken|op zoek naar)\b(?: [\w-]+){{0,3}} (?:{_BODY}|{_PEOPLE}|{_TOLD}|projecten)\b",
    rf"\bbenieuwd (?:of|naar|hoe)\b.*\b(?:iemand|ergens|{_OTHERS}|{_TOLD})\b",
    rf"\b(?:leren van|horen van|sparren met|in contact (?:komen )?met|kom ik in contact met|contact met)"
    rf" (?:\w+ ){{0,2}}(?:{_BODY}|{_PEOPLE})\b",
    r"\b(?:graag|welkom)\b.*\b(?:eigen ervaringen|jullie ervaringen|ervaringen van anderen|voorbeelden"
    r" van)\b",
    rf"\b(?:hoor|horen|weten) (?:we |wij |ik )?(?:\w+ )?(?:graag )?(?:hoe|wat|van) {_OTHERS}\b(?! of\b)",
    r"\b(?:hoor|horen) (?:we |wij |ik )?graag van (?!jullie of\b)",
    rf"\b(?:alle |jullie )?{_TOLD} (?:zijn |is )?(?:\w+ )?welkom\b",
)
"""Ways to ask without a question, in Dutch."""

_GROUP = (
    r"(?:municipalit(?:y|ies)|agenc(?:y|ies)|ministr(?:y|ies)|councils?|cities|city|provinces?|departments?"
    r"|organi[sz]ations?|(?:\w+ )?orgs?|governments?|teams|regions?|water authorit(?:y|ies)|countries)"
)

_ADVICE = (
    r"(?:experiences?|tips?|examples?|advice|pointers?|lessons|recommendations?|case studies|best"
    r" practices?"
    r"|(?:reference|use) cases?|success stories)"
)

ENGLISH_QUESTIONS = _compiled(
    r"(?:has|have|did|does|do|is|are) (?:\w+ )?(?:any(?:one|body)|someone|people|others|(?:other|another"
    rf"|any) {_GROUP})"
    rf"(?: \w+)* (?:{_ADVICE}|know (?:of )?(?:an?|any) (?:\w+ )?{_GROUP}|\w{{2,}}ed|using|done|working"
    r"|building|built|been|dealt|run|familiar|doing|struggling"
    r"|set up|know of)\b",
    rf"(?:any(?:one|body)|someone|any {_GROUP}) (?:here |else |already )*(?:who|(?:have|with) (?:\w+"
    rf" )?{_ADVICE}|tried|using"
    r"|doing|working on|willing|happy to)\b",
    rf"any (?:\w+ )?{_ADVICE}\b",
    rf"who (?:here )?(?:has|have|else|is|are|already|uses|knows)\b.*\b(?:{_ADVICE}|done|tried|worked|using"
    r"|working on"
    r"|used|before|built|similar)\b",
    rf"which (?:other )?{_GROUP} (?!must|may|should|can|owns?|falls?|is\b)",
    rf"(?:are|is) there (?:\w+ ){{0,3}}(?:{_GROUP}|people|anyone|anybody|someone|colleagues|{_ADVICE})\b",
    rf"how (?:do|did|are|have) (?:you all|you folks|others|other {_GROUP}|your {_GROUP})\b",
    r"(?:can|could) (?:any(?:one|body)|someone) (?:recommend|point|share)\b",
    rf"do you know (?:of )?(?:any|an|a) (?:\w+ )?(?:{_GROUP}|{_ADVICE})\b",
    r"what (?:worked|works|did you end up|has worked)\b",
)

ENGLISH_REQUESTS = _compiled(
    rf"\blooking for (?:\w+ ){{0,3}}(?:people|colleagues|someone|anyone|others|peers|{_GROUP}|{_ADVICE})\b",
    rf"\b(?:need|seeking) (?:\w+ ){{0,2}}(?:{_ADVICE}|people who|someone who)\b",
    rf"\b(?:curious|wondering) (?:whether|if|how|about)\b.*\b(?:any(?:one|body)|others|other {_GROUP}"
    rf"|{_ADVICE})\b",
    rf"\b(?:love|like|happy|keen) to (?:hear|learn|talk)\b.*\b(?:from|how (?:you|others)|{_ADVICE})\b",
    rf"\bany {_ADVICE}\b",
    r"\b(?:talk|speak) (?:to|with) (?:someone|people|anyone) who\b",
)

NOT_ASKING = _compiled(
    # An announcement, an offer, a vacancy, a call for hands
    r"\bvacatures?\b|\bsolliciteer|\bsalarisschaal\b|\bschaal \d|\bvacancy\b|\bjob opening\b",
    r"\baanmelden\b|\binschrijv\w+|\bschrijf je in\b|\bmeld je aan\b|\bsign up\b|\bregister (?:now|here"
    r"|before)\b",
    r"\b(?:webinar|workshop|lunchlezing|brown bag)\b.*\b(?:vertelt|delen|share|over)\b",
    # Not meant as a question
    r"\bhaha|\blol\b|\N{FACE WITH TEARS OF JOY}|\N{FACE WITH ROLLING EYES}|\bprecies\.$",
    r"\bwie heeft er nou\b|\bnou nooit\b|\bniet allemaal\b",
)

PRACTICAL = _compiled(
    # Things at hand, papers on the table, the working day
    r"\b(?:sleutels?|oplader|lader|adapter|charger|pen|paracetamol|printer|lift|kantine|lunch\w*|geluncht"
    r"|koffie\w*"
    r"|taart|broodjes|sandwiches|mok|sjaal|jas|badge|fiets|parkeerplaats|vergader(?:ing|zaal|kamer|ruimte"
    r"|link)\w*|meeting|wifi\w*|wachtwoord|password"
    r"|rooster|notulen|minutes|slides|link|uitnodiging|achterwacht|telefoonnummer|paraplu|laptop|muis"
    r"|beamer|borrel"
    r"|kerst|vakantie|congres|catering|ticket|pand)\b",
    r"\b(?:vanmiddag|vanochtend|vanavond|tonight|this afternoon|te leen|bij de hand|meerijden|laatste"
    r" versie|voor mij)\b",
    r"\b(?:iemand|anyone|anybody) (?:mijn|my|our|tijd|zin)\b",
    r"\b(?:gelezen|gereageerd|gestemd|ingevuld|aangemeld|ontvangen|doorgestuurd)\b|\b(?:de|het|mijn) \w+"
    r" .*\bgezien\b",
    r"\b(?:wie|iemand|jullie) (?:\w+ ){0,2}(?:morgen|vandaag|straks|volgende week|deze week)\b",
    r"\bde meeste\b|\bhoe laat\b|\bdie weet (?:of|waar|wanneer)\b|\bdenken jullie\b|\b(?:weekend"
    r"|geslapen)\b",
    r"\b(?:maan|dins|woens|donder|vrij|zater|zon|mon|tues|wednes|thurs|fri|satur|sun)da[gy]\b",
    # A call for hands
    r"\b(?:iemand|mensen|collega's|people|someone) (?:die|who) (?!.*(?:vertellen|op weg|verder|share|tell))"
    r".*\b(?:kan|kunnen|wil|willen|can|could)\b",
)

QUESTIONS = (*DUTCH_QUESTIONS, *ENGLISH_QUESTIONS)
REQUESTS = (*DUTCH_REQUESTS, *ENGLISH_REQUESTS)
