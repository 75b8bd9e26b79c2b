"""What is asked for: experience, examples, people who did something before, how others do it.

A form of asking needs some of it before a message asks for experience. Each sign counts once in a sentence.
"""

from __future__ import annotations

from bot.language.phrases import ADVICE, BODIES, BODY, GROUP, PEOPLE, TOLD, sign

_MADE = (
    r"(?<!de )(?<!het )(?<!die )(?<!dat )(?<!onze )(?<!ons )\b(?:draaiboek|stappenplan|werkwijze|[\w-]*aanpak"
    r"|methode|[\w-]*vergelijking|business ?case|format|model|[\w-]*kader|protocol|convenant|handreiking"
    r"|beslisboom|beleid|plan van aanpak|bestek|dpia|standpunt|oplossing|manier|checklist|evaluatie)\b"
)
"""What one organisation made and another can use; with "de" before it, it is the paper on the table."""

_DONE = (
    r"\b(?:aangepakt|opgelost|geregeld|ingericht|(?:uit)?geprobeerd|ingevoerd|gewerkt|meegemaakt|ingezet"
    r"|gelukt"
    r"|opgezet|overgestapt|gebouwd|georganiseerd|opgedaan|gebruikt|aangelopen|belegd|uitgezocht|uitgevonden"
    r"|voorgegaan|begonnen|gestopt|getest|uitbesteed|ontwikkeld|aanbesteed|doorlopen|gedaan|omgegaan|gemeten"
    r"|meegewerkt|toegepast|geexperimenteerd|afgestapt|gestart|opgepakt|aangesloten|onderzocht|gemaakt"
    r"|getackeld|begeleid|nagedacht|uitgerold|vervangen|losgelaten|ontworpen|gekoppeld|herschreven|voorspeld"
    r"|(?!gere(?:a|ser)|genot|geinst|gepark)ge[a-z]+eerd)\b"
)
"""What an organisation may have done before: the verbs of a project, not of a working day."""

_PARTICIPLE = (
    r"\b(?:heeft|hebben|heb|had|hadden|is|zijn|werd|ooit)\b.*\b(?!gemeente|overhe|bericht|gebruiken|gesprek"
    r"|verander|vergader|[a-z]+ingen\b)(?:(?:ge|be|ver|ont|her|over|onder|door)[a-z]{2,}(?:d|t|en)"
    r"|(?:aan|af|bij|door|in|mee|na|om|op|over|toe|uit|voor|weg)ge[a-z]{2,}(?:d|t|en)|laten [a-z]+en)\b"
)

SUBSTANCE = (
    # Something to tell or to pass on
    sign(
        2,
        rf"\b{TOLD}\b",
        _MADE,
        rf"\b{ADVICE}\b",
        r"\b(?:verstand|kaas gegeten) van\b|\b(?:ervaren|bekend|thuis|bedreven|vertrouwd) (?:in|met)\b"
        r"|\bweet (?:er )?(?:meer|alles) (?:over|van)\b",
        r"\b(?:contact|contactpersoon|contacten|ingang) (?:bij|binnen|in)\b",
        r"\b(?:aanraden|aanbevelen|recommend)\b",
    ),
    sign(2, r"\bervaring(?:en)? (?:mee|met|over|rond|opgedaan)\b|\bexperience (?:with|of|in)\b"),
    # Elsewhere in government
    sign(
        2,
        rf"(?<!de )(?<!onze )(?<!deze )(?<!alle )\b{BODIES}\b",
        rf"\b(?:een|geen|andere?|welke?|welk|jullie|jouw|collega) (?!deel|van)(?:[\w-]+ )?{BODY}\b",
        r"\b(?:projecten|pilots|initiatieven|proeven) (?:waar|die|met|van)\b",
        rf"\b{GROUP}\b",
        r"\b(?:elders|ergens|anderen|anywhere|elsewhere|lotgenoten|vakgenoten|het land|een ander)\b",
        r"\bwie (?:er )?(?:(?:iets|wat) )?(?:bij|binnen|in) (?:de|het|een)\b|\bwie er (?:iets|wat|al)\b",
    ),
    # At work on it
    sign(
        2,
        r"\bbezig\b|\baan de slag\b|\bte maken\b|\bin gebruik\b|\btegenaan\b|\bzo ?ver\b|\bverder mee\b"
        r"|\bomgaan\b|\bdoorheen\b|\bachter de rug\b|\bvoor elkaar\b|\bin de praktijk\b"
        r"|\bbetrokken\b|\blive met\b",
        r"\b(?:werk(?:t|en|te|ten)|doe[nt]|deed|deden|experimenteer\w*|stoei\w*|worstel\w*) (?:\w+ ){0,3}"
        r"(?:met|aan|mee|zonder|via|rond)\b",
        r"(?<!kan )(?<!kunnen )(?<!te )\b(?:gebruik|gebruikt|gebruiken|gebruikte|inzetten|hanteren|inzet)\b",
        r"\biets (?:\w+ )?(?:doet|doen|gedaan|met|mee|rond)\b",
        r"\b(?:using|working (?:on|with)|building|dealt|dealing|rolled out|been through|struggling|tried"
        r"|run|ran|running|set up|migrat\w+|worked (?:with|on)|used|done|implement\w*|switched|moved"
        r"|replaced|published"
        r"|handle|automated|negotiated|built|launched|deployed|introduced|piloted|tested|trained|procured"
        r"|measured|evaluated|experimented|digiti[sz]ed|adopted|gone through)\b",
    ),
    sign(2, _DONE),
    sign(
        1,
        _PARTICIPLE,
        r"\b(?:anyone|anybody|others|who) (?:\w+ )?(?:has|had|have)\b|\bha(?:s|ve) \w+ (?:\w+ )?\w+ed\b",
    ),
    sign(2, r"\b(?:al e?e?ns|wel ?eens|eerder|al (?:vaker|langer)|anders ook|before|any(?:one|body) else)\b"),
    sign(
        1,
        r"\booit\b|\breeds\b|\brecent\b",
        r"\b(?:iemand|wie|er|jullie|gemeente\w*) (?:\w+ )?al\b|\bal (?:iemand|een|ervaring)\b",
        r"\biemand anders\b|\bnog (?:meer|andere)\b",
        r"\b(?:ever|already|previously|recently|lately|in the (?:last|past))\b",
    ),
    # A project, and how it went
    sign(
        1,
        r"\b(?:project(?:en)?|pilots?|proef|proeven|traject(?:en)?|experiment(?:en)?|initiatieven|uitrol)\b",
        r"\b(?:geslaagde?|mislukte?|succesvolle?|vergelijkbare?|soortgelijke?|werkende|bestaande?)\b",
    ),
    sign(
        1,
        r"\b(?:het|de) [a-z]+(?:en|ing|atie|inzet|gebruik|opzet|overstap|uitrol|keuze|omgang|aanbesteding)"
        r" (?:van|met|naar|in|bij|rond|over|op|door|aan)\b",
        r"\b(?:een|zo'n|zoiets) (?:[\w-]+ ){1,4}?(?:voor|over|van|waarmee|om|tegen)\b",
    ),
    # Talking about it
    sign(
        1,
        r"\b(?:delen|sparren|praten (?:met|over)|bijpraten|praat (?:me|mij|ons)|vertellen|meedenken"
        r"|uitwisselen|bundelen"
        r"|benaderen|(?:verder|op weg) helpen|in contact|wijzen op|spreken|intervisie\w*|inkijken|leren van"
        r"|learn|hear|share|compare notes|connect|point me|talk to)\b",
    ),
    sign(
        1,
        r"\bpraat (?:me|mij|ons)\b.*\bbij\b|\bwijzen op\b|\bdelen (?:hoe|wat|met (?:ons|mij))\b"
        r"|\bbijpraten\b",
        r"\bvertellen (?:over|of|hoe (?:dat|het|jullie|zij|een))\b|\bleren van\b",
        r"\b(?:die|dat) (?:ik|we|wij) (?:\w+ ){0,3}(?:mag|mogen)\b",
    ),
    # Whoever
    sign(1, r"\b(?:collega'?s|mensen) (?:\w+ ){0,3}(?:die|uit|met|van)\b|\bcollega die\b"),
    sign(
        1,
        rf"\b(?:iemand|{PEOPLE}) (?:(?:\w+ ){{0,3}}die|(?:hier |al )?(?:met|uit|van|bij))\b",
        r"\b(?:people|someone|anyone|anybody|colleagues|others) (?:here )?(?:who|with|that|from)\b",
    ),
)
"""Signs in the sentence that asks."""

AROUND = sign(
    1,
    r"\bbenieuwd\b|\bhoor(?: ik| wij)? (?:het )?graag\b|\bgraag (?:\w+ ){0,3}(?:bellen|horen|weten|leren"
    r"|zien)"
    r"|\bbeval(?:t|len)\b|\bvalkuilen\b|\bwil (?:er |hier )?(?:\w+ )?(?:van )?(?:leren|weten)\b"
    r"|\bervaring(?:en)?\b|\btips\b|\bvoorbeelden\b|\bhandig om\b|\blaat (?:het|t) (?:me|ons)\b",
    r"\bhoe (?:ging|lang duurde|doen|hebben|zijn|pakten) (?:het|dat|jullie)\b|\bwat doen jullie\b",
    r"\b(?:wij|we|ons|onze|ik) (?:\w+ ){0,2}(?:overweg\w*|start\w*|beginnen|onderzoek\w*|worstel\w*|twijfelen"
    r"|schrijf|bezig|lopen (?:vast|aan)|willen|gaan|zitten met|staan (?:\w+ ){0,2}aan het begin)\b"
    r"|\bbij ons\b",
    rf"\bandere {BODIES}\b|\b(?:ik|we|wij) (?:\w+ )?(?:een )?(?:lijstje|overzicht|verzameling)\b",
    r"\bhow did\b|\bcurious\b|\blove to\b|\bwe(?:'re| are) (?:struggling|about|starting|looking"
    r"|considering)\b",
)
"""What stands in another sentence and makes such a question more likely."""
