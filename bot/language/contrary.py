"""What makes a message something else than asking for experience, in Dutch and English.

Practical matters, calls for hands, rules, opinions and reported questions take points from the sentence they
stand in; announcements, vacancies and jokes silence the whole message.
"""

from __future__ import annotations

from bot.language.phrases import TOLD, sign

NEVER = -99
"""Takes away whatever a sentence can bring."""

_BEFORE = r"\b(?:ooit|wel ?eens|al e?e?ns|eerder)\b"

CONTRARY = (
    # Things at hand, papers on the table, the working day
    sign(
        -3,
        r"\b(?:sleutels?|opladers?|lader|adapter|charger|pen|badge|toegangspas|bril|printer|lift|deur"
        r"|kantine|pantry"
        r"|lunch\w*|geluncht|koffie|thee|coffee|taart|gebak|broodjes|sandwiches|boodschappen|mok|sjaal|jas"
        r"|tas"
        r"|stoel|scherm|monitor|kabel|hdmi|toner|nietmachine|schaar|paraplu|laptop|muis|toetsenbord"
        r"|headset|beamer|telefoon(?:nummer)?|paracetamol|fiets|fietsenhok|parkeer(?:plaats|plek|kaart|pas)"
        r"|auto|trein|bus|carpool\w*|kerst)\b",
        r"\b(?:zaal|kamer|verdieping|receptie|gebouw|pand|airco|verwarming|vergader(?:ing|zaal|kamer|ruimte"
        r"|link)|meeting|(?:het|dit|ons|volgend|voor) overleg|de agenda|congres|catering|borrel|uitje"
        r"|ticket|kaartjes?|cadeau\w*|uitnodiging"
        r"|rooster|achterwacht|bhv\w*|uren|verlof|vakantie|weekend|dienst van)\b",
        r"\b(?:wifi\w*|wachtwoord|password|vpn|outlook|internet|inlog\w*|log in|account|link"
        r"|rechten (?:geven|op)|geen toegang"
        r"|storing\w*|helpdesk|notulen|minutes|verslag|aantekeningen|slides|memo|bestand|mailtje|de mail"
        r"|enquete|handtekening|declaratie|huisstijl|lettertype|logo|dial-in"
        r"|(?:code|nummer|adres) van)\b",
        r"\b(?:iemand|anyone|anybody|jullie) (?:nog )?(?:tijd|zin|trek|wensen|punten|vragen"
        r"|opmerkingen|bezwaar)\b",
        r"\b(?:te leen|bij de hand|meerijden|laatste versie|voor (?:me|mij)|meegenomen"
        r"|gevonden|kwijt|laten liggen|gezien|seen|gepikt|gestolen|found (?:my|the|an?))\b",
        r"\b(?:gelezen|gereageerd|gestemd|ingevuld|aangemeld|ontvangen|doorgestuurd|geinstalleerd|verstuurd)\b"
        r"(?=(?: \||$| \?))",
    ),
    sign(
        -2,
        r"\b(?:vandaag|vanmiddag|vanochtend|vanavond|morgen|straks|zometeen|today|tonight|this (?:afternoon"
        r"|morning)|tomorrow|gisteren|yesterday|(?:maan|dins|woens|donder|vrij|zater|zon)dag\w*"
        r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|\b\d+ uur\b|\bdeze week\b|\bthis week\b",
    ),
    # The one of its kind that both sides know: not something of another organisation
    sign(
        -2,
        r"\b(?:(?:heeft|hebben) (?:er )?(?:al )?(?:iemand|jullie)|wie (?:heeft|hebben)) (?:er |hier |nog "
        r"|al |ook )*"
        rf"(?:de|het|mijn|onze|deze|mij|me|geen)\b(?! (?:\w+ )?{TOLD})(?!.*{_BEFORE})",
        r"\bzoek(?:en)? (?:ik |we |wij )?(?:nog |even )?(?:de|het|die|mijn|onze)\b",
        r"\b(?:does|has|have) any(?:one|body) (?:have |seen |got )?(?:the|my)\b",
    ),
    sign(-1, r"\b(?:op|aan|naar|van|in) (?:ons|onze|mijn|my|our)\b"),
    # A call for hands, a rule, an opinion
    sign(
        -3,
        r"\b(?:iemand|mensen|collega'?s|vrijwilligers|people|someone) (?:\w+ ){0,4}(?:die|who)"
        r" (?!.*\b(?:vertellen|bijpraten|meedenken|bellen|op weg|verder|delen|over|share|tell|help)\b)"
        r".*\b(?:kan|kunnen|wil|willen|can|could)\b",
        r"\b(?:doen?|doet|ga|gaan|gaat) (?:\w+ ){0,3}mee\b",
        r"\b(?:(?<!met )vrijwilligers?|deelnemers?|kandidaten|invallen|meedoen|notuleren|voorzitten)\b",
        r"\b(?:akkoord|bezwaar|(?:vinden|denken) jullie|vind je|formulering)\b",
        r"\b(?:vallen|valt) (?:er )?onder\b|(?<!wie )\b(?:moet|moeten|mag) (?:ik|we|wij|een|het|de|je)\b",
        r"\bde meeste\b|\bhoe laat\b|\bdie weet (?:of|waar|wanneer)\b",
        r"\b(?:weet|weten) (?:iemand|jullie) (?:wanneer|waar|hoe laat|wat|waarom)\b",
    ),
    # One person
    sign(
        -3,
        r"\b(?:heb|ken|weet|kun|kan|zou|wil|had|ben) (?:jij|je)\b(?! of)(?<!of ken je)",
        r"\b(?:jij|you) (?:had|hebt|kent|weet|know|toch)\b",
    ),
    # Asked by others, told, or wondered aloud
    sign(
        NEVER,
        r"\b(?:vroeg|vroegen|vragen|mailde|zei|zeiden|schreef|riep|said|asked|asks|says|zegt|mailt)\b"
        r"(?! (?:me|mij|ik me|ons) )[^?]{0,60}?(?:\||\bof\b|\bwie\b|\bhoe\b|\bwhether\b|\bif\b)",
        r"\bvra(?:ag|gen) die (?:ik|we|wij)\b",
        r"\bvr(?:oeg|oegen|agen|aagt) (?:me|mij|ons) (?!af)",
        rf"\b(?:onze|mijn|our|my) (?:\w+ )?{TOLD}\b|\b(?:dank|bedankt|thanks|thank you|merci)\b",
        rf"\b(?:ik|wij|we) (?:hebben|heb|have) (?:\w+ ){{0,2}}{TOLD}\b|\bgeen ervaring\b",
        r"\bin (?:my|our) experience\b|(?<!anyone )(?<!anybody )(?<!someone )\bhappy to (?:talk|share"
        r"|help)\b|\bbel (?:maar|gerust)\b"
        r"|\bneem gerust\b",
        r"\bbedacht dat\b|\bnou nooit\b|\bniet allemaal\b|\bwie heeft er nou\b|\buberhaupt\b|\bwie had\b"
        r"|\basking for a friend\b",
    ),
)
"""Signs in the sentence that asks."""

ELSEWHERE = sign(
    NEVER,
    # A vacancy
    r"\bvacatures?\b|\bsolliciteer|\bsalarisschaal\b|\bschaal \d|\b(?:aantoonbare|relevante"
    r"|jaar) (?:werk)?ervaring\b|\bvacancy\b|\bjob opening\b|\bwe(?:'re| are) hiring\b",
    r"\b(?:zoek|zoeken|gezocht) (?:\| )?(?:per direct |een |nog |ervaren |junior |senior ){0,4}(?:[\w-]+ )?"
    r"[\w-]*(?:medewerk(?:er|ster)|adviseur|leider|manager|tester|ontwikkelaar|developer|designer|analist"
    r"|jurist|architect|stagiair|stagiaire|trainee|secretaris|engineer|ambtenaar)\b",
    r"\b(?:zoek|zoeken|gezocht) (?:\| )?(?:een |nog een )?nieuwe (?:collega|teamgenoot)|\biets voor jou\b",
    # An announcement or an offer
    r"\baanmelden\b|\binschrijv\w+|\bschrijf je in\b|\bmeldt? je\b|\bgeef je op\b|\bsign up\b"
    r"|\bregister (?:now"
    r"|here|before)\b|\bsave the date\b|\binloop\b|\bop het programma\b|\bjoin us\b",
    r"\b(?:webinar|workshop|lunchlezing|brown bag|podcast|(?:kennis)?sessie)\b.*\b(?:vertelt|vertellen|delen"
    r"|share|over|hoe)\b",
    r"(?:^|[?|] )(?:lees|kijk|bekijk|kom|ga|check|read|join|come) (?:het|dan|naar|meer|verder|hier|in|op"
    r"|mee|je) ",
    r"^benieuwd\b[^?]{0,80}\?.",
    # Not meant as a question
    r"\bdacht het niet\b|\bik niet\b|\bhaha|\blol\b|\bdidn't think so\b|\boh wacht\b|(?:^|[?|] )precies\b",
)
"""Signs anywhere in the message."""
