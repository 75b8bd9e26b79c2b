"""Lines that are about the bot itself: who reads along, erasing, stopping, whether it is there, its language.

Whole short lines only, in Dutch and English, lower case and without the mark they end in; a question about
how others deal with privacy or data fits none of them.
"""

from __future__ import annotations

import re

_WHO = (
    r"(?:(?:mijn|m'n|de|onze|een|jullie) )?(?:baas|chef|leidinggevenden?|manager|werkgever|teamleider"
    r"|directeur|directie|collega(?:'?s)?|beheerders?|admins?|organisatie|gemeente|iemand|iedereen|anderen|mensen|ze"
    r"|zij)(?: anders)?"
)
_MINE = (
    r"(?:dit|dat|het|alles|mee|(?:al )?mijn (?:vra(?:ag|gen)|berichten?|gegevens|naam|chat|gesprek)"
    r"|(?:dat|wat) ik (?:hier |je |jou |aan je |aan jou )?(?:iets )?"
    r"(?:vraag|typ|zeg|deel|schrijf|vertel|gevraagd heb))"
)
_SEE = r"(?:zien|lezen|meelezen|inzien|terugzien|teruglezen|meekijken|bekijken)"
_THEY = (
    r"(?:my (?:boss|manager|employer|supervisor|team leader|colleagues?|organi[sz]ation)|the admins?|admins"
    r"|anyone|anybody|someone|somebody|everyone|everybody|others|other people|people|they)(?: else)?"
)
_SENT = (
    r"(?:this|that|it|everything|my (?:questions?|messages?|data|chat|name)|along"
    r"|what i(?:'m| am)? (?:ask(?:ed|ing)?|say|type|typed|write|share)(?: here| you)?)"
)

PRIVACY = (
    rf"(?:(?:kan|kunnen|mag|mogen|gaat|zal) {_WHO} (?:hier )?(?:{_MINE} )?(?:ook )?{_SEE}(?: {_MINE})?"
    rf"|(?:ziet|zien|leest|lezen) {_WHO} (?:hier )?(?:ook )?{_MINE}"
    rf"|wie (?:kan|kunnen|mag|mogen) (?:er )?(?:hier )?(?:allemaal )?(?:{_MINE} )?(?:allemaal )?"
    rf"{_SEE}(?: {_MINE})?"
    rf"|wie (?:ziet|zien|leest|lezen) (?:er |hier )?(?:allemaal )?{_MINE}|lees je mee|leest er iemand mee"
    r"|wat (?:weet|bewaar|onthoud) (?:je|jij|u)(?: allemaal)?(?: (?:van|over) (?:mij|me|ons))?"
    r"|(?:bewaar|onthoud) (?:je|jij|u) (?:al )?(?:dit|alles|mijn (?:vra(?:ag|gen)|gegevens|berichten?|naam))"
    r"|hoe ?lang bewaar (?:je|jij|u) (?:dit|dat|alles|mijn (?:vra(?:ag|gen)|gegevens|berichten?))"
    r"|wat (?:doe|doen) (?:je|jij|jullie|u) met mijn (?:gegevens|vra(?:ag|gen)|berichten?|data)"
    r"|welke gegevens (?:heb|bewaar) (?:je|jij|u) (?:van|over) (?:mij|me)"
    r"|(?:ben|blijf) ik (?:hier )?anoniem|is (?:dit|het|mijn vraag|dit gesprek)(?: hier)? "
    r"(?:anoniem|prive|privé|vertrouwelijk|geheim|openbaar)"
    rf"|(?:can|could|may|will|do|does|is) {_THEY} (?:able to )?(?:see|read|view)(?: {_SENT})?"
    rf"|who (?:else )?(?:can |may |could |will )?(?:see|sees|read|reads|view|views) {_SENT}"
    r"|what do you (?:know|keep|store|remember|save)(?: (?:about|of|on) (?:me|us))?"
    r"|do you (?:keep|store|save|remember) (?:this|everything|my (?:questions?|messages?|data|name))"
    r"|what (?:data )?do you (?:do with|have (?:on|about)) (?:me|my (?:data|questions?|messages?))"
    r"|how long do you (?:keep|store) (?:this|it|my (?:questions?|messages?|data))"
    r"|is (?:this|it|my question|this chat) (?:anonymous|private|confidential|public)|am i anonymous)"
)
"""What asks who can see what was asked, and what is kept."""

HOLDS = (
    r"(?:hoeveel (?:lessen|projecten|voorlopers|ervaringen)(?: en (?:lessen|projecten|voorlopers))? "
    r"(?:zijn er|heb je|ken je|weet je|staan er|zitten er)(?: hier| nu| in| in de kennisbank| in totaal)?"
    r"|hoe groot is (?:de|je|jouw) kennisbank|wat (?:staat|zit) er (?:allemaal )?in (?:de|je|jouw) kennisbank"
    r"|how many (?:lessons|projects|pioneers)(?: and (?:lessons|projects|pioneers))? "
    r"(?:are there|do you (?:have|know))(?: now| here| in total)?|how (?:big|large) is the base"
    r"|(?:ben|bent) (?:je|jij|u) (?:echt )?(?:een )?(?:bot|robot|mens|computer|ai|chatgpt|chatbot)"
    r"|waar (?:komt|haal je|heb je) (?:(?:je|jouw|deze|al die) )?(?:informatie|kennis|antwoorden|data|dit)"
    r"(?: allemaal)? vandaan|hoe weet (?:je|jij) (?:dit|dat) allemaal"
    r"|hoe (?:recent|actueel|betrouwbaar) (?:is|zijn) (?:je|jouw) "
    r"(?:informatie|kennis|antwoorden|gegevens|data)"
    r"|verzin (?:je|jij) (?:dit|dat|dingen|iets)(?: zelf)?|gebruik (?:je|jij) (?:ai|chatgpt)"
    r"|are you (?:a |an )?(?:bot|robot|human|ai|chatgpt)|how do you know all (?:this|that)"
    r"|where do you get (?:this|your|that) (?:information|knowledge)?(?: from)?"
    r"|where does (?:this|your) (?:information|knowledge) come from|do you make (?:this|things|it) up)"
)
"""What asks how much there is in the base, what the bot is, and how it knows."""

_OWN = (
    r"(?:(?:al(?:le)?|deze|de) )?(?:mijn |m'n )(?:persoons)?(?:gegevens|data|vraag|vragen|berichten?|account"
    r"|informatie|info|naam|antwoorden|geschiedenis|chat|gesprek)|(?:alles|dingen) (?:van|over) (?:mij|me)"
    r"|mij"
)
_AWAY = r"(?:verwijderen|wissen|vergeten|weghalen|weggooien|(?:verwijderd|gewist) (?:worden|hebben))"
_SOON = r"(?:(?:nu|graag|alsjeblieft|svp|aub|even|weer|direct|ook|dan|laten)[ ,]+)*"
_MY = (
    r"(?:all )?(?:of )?(?:my (?:personal )?(?:data|information|info|questions?|messages?|account|history"
    r"|name|chat)|everything (?:about|of) me|me)"
)
_ERASING = re.compile(
    rf"{_SOON}(?:verwijder|wis|delete|vergeet) {_SOON}(?:{_OWN}|alles|mijn)(?: weer)?"
    r"(?:[ ,]+(?:graag|alsjeblieft|svp|aub|nu))?"
    rf"|(?:kun|kan|wil|zou|mag|kunt|wilt|mogen) (?:je|jij|ik|u|jullie) {_SOON}(?:{_OWN}|alles) {_SOON}{_AWAY}"
    rf"|ik wil (?:graag )?(?:dat (?:je|jij|u) )?(?:{_OWN}) {_SOON}(?:{_AWAY}|verwijdert|wist)"
    rf"|hoe (?:kan|laat) ik (?:{_OWN}) {_SOON}{_AWAY}|hoe (?:verwijder|wis) ik (?:{_OWN})"
    rf"|(?:please |can you |could you |will you |would you |i want (?:you )?to |how (?:do|can) i )?"
    rf"(?:please )?(?:delete|erase|remove|forget|wipe) {_MY}(?:,? please)?"
)
_STOPPING = re.compile(
    r"(?:stop|stoppen|stop maar|annuleer|annuleren|cancel|quit|exit)(?:[ ,]+(?:graag|please|aub))?"
)
_OF_A_FORM = re.compile(r"(?:overslaan|sla over|klaar|terug|skip|done|back)(?:[ ,]+(?:graag|please|aub))?")
_TRYING = re.compile(
    r"(?:hoi|hallo|hello)?[ ,]*(?:test|testen|testje|testing|ping|dit is een test|this is a test|even testen"
    r"|(?:test )+[0-9 ]*|(?:test )?1 2 3|ben je (?:er|daar)(?: nog)?|werkt (?:dit|het|deze bot)"
    r"|doe je het(?: nog)?"
    r"|mag ik (?:je|jou|u) (?:even )?(?:iets|wat) vragen|ik heb een vraag(?:je)?"
    r"|ik wil (?:graag )?iets vragen"
    r"|(?:can|may) i ask (?:you )?something|i have a question"
    r"|are you (?:there|alive|still there)|does this work|is this working)"
)
_TONGUE = r"(?:het )?(?:engels|nederlands|english|dutch)"
_LANGUAGE = re.compile(
    r"(?:(?:(?:en|of|and) )?(?:(?:is|zijn) er(?: ook)?(?: iets| wat)?"
    r"|heb je(?: dat| dit| het)?(?: ook)?(?: iets)?"
    r"|(?:kan|mag) (?:dat|dit|het|je)(?: ook)?|kun je(?: dat| het)?(?: ook)?"
    r"|(?:spreek|praat) (?:je|jij)(?: ook)?"
    r"|graag|liever|ook|do you (?:speak|have (?:it|this|that|anything))|is there (?:anything|something)"
    r"|(?:can|could) (?:you|i)(?: have| get)?(?: speak| answer)?(?: it| this)?|speak|answer)? ?)?"
    rf"(?:in )?{_TONGUE}(?: (?:graag|please|svp|aub|antwoorden|vertellen|praten|spreken))*"
    r"|(?:(?:kun|kan|kunt|wil) (?:je|jij|u) )?(?:dat|dit|het) (?:(?:ook|even|eens|voor me) )*"
    rf"(?:naar {_TONGUE} )?vertalen"
    rf"|vertaal (?:dat|dit|het)(?: (?:eens|even|maar))?(?: naar {_TONGUE})?"
    rf"|(?:(?:can|could) you )?translate (?:this|that|it)(?: (?:in)?to {_TONGUE})?(?: please)?"
)
_PUZZLED = re.compile(
    r"(?:wat|hoe) bedoel (?:je|jij)(?: (?:precies|daarmee|hiermee))?"
    r"|ik (?:snap|begrijp) (?:het|dit|dat|je|er|je antwoord) (?:niets van|niks van|niet)(?: helemaal)?"
    r"|(?:dat|dit) (?:snap|begrijp) ik niet|what do you mean"
    r"|i (?:don't|do not) (?:understand|get)(?: (?:it|this))?"
)
_DROPPING = re.compile(
    r"(?:(?:oh|o|sorry|oeps|ok|oke|nee)[ ,]+)*(?:verkeerde vraag|laat maar(?: zitten)?|foutje"
    r"|vergeet (?:het|maar)(?: maar)?|(?:het |dat )?(?:hoeft niet|is niet nodig|niet nodig)(?: meer| hoor)*"
    r"|never ?mind|nvm|wrong question|forget it)"
)
_OF_MINE = (
    r"(?:iets|wat|dat|(?:mijn|onze|ons|een) (?:eigen )?(?:ervaring(?:en)?|project|les|verhaal|mislukking))"
)
_TELLING = r"(?:toevoegen|kwijt|vertellen|invoeren|bijdragen)"
_SHARING = re.compile(
    rf"(?:(?:mijn|ons) project is mislukt,? )?(?:(?:hoe|waar) )?(?:kan|mag|kunnen) (?:ik|we) "
    rf"(?:(?:hier|ook|zelf) )*{_OF_MINE} (?:(?:hier|ook|zelf) )*{_TELLING}"
    rf"|waar (?:kan|mag|kunnen) (?:ik|we) (?:hier )?{_OF_MINE} (?:hier )?delen"
    rf"|hoe (?:vertel|voeg) (?:ik|we) (?:(?:hier|zelf) )*{_OF_MINE}(?: toe)?"
    r"|(?:(?:how|where) )?(?:can|do) (?:i|we) (?:add|tell) (?:something|(?:my|our|an?) "
    r"(?:own )?(?:experience|project|lesson|story|failure))(?: here)?"
)
_LONGEST = 80


def is_erasing(text: str) -> bool:
    """Say whether a line wants what is the asker's own erased."""
    return _ERASING.fullmatch(_bare(text)) is not None


def is_stopping(text: str) -> bool:
    """Say whether a line wants something that runs to stop."""
    return _STOPPING.fullmatch(_bare(text)) is not None


def is_of_a_form(text: str) -> bool:
    """Say whether a line is nothing but a word that goes on with a form, or ends it."""
    return _OF_A_FORM.fullmatch(_bare(text)) is not None


def is_trying(text: str) -> bool:
    """Say whether somebody tries whether the bot is there."""
    return _TRYING.fullmatch(_bare(text)) is not None


def is_about_language(text: str) -> bool:
    """Say whether a line asks for an answer in Dutch or English, or for a translation of one."""
    return _LANGUAGE.fullmatch(_bare(text)) is not None


def is_about_sharing(text: str) -> bool:
    """Say whether a line asks how one can tell something oneself."""
    return _SHARING.fullmatch(_bare(text)) is not None


def is_puzzled(text: str) -> bool:
    """Say whether somebody does not understand what the bot said."""
    return _PUZZLED.fullmatch(_bare(text)) is not None


def is_dropping(text: str) -> bool:
    """Say whether somebody wants nothing more of what they asked."""
    return _DROPPING.fullmatch(_bare(text)) is not None


def _bare(text: str) -> str:
    line = " ".join(text[: 2 * _LONGEST].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    return line.casefold().strip("/` ?!.…") if len(line) <= _LONGEST else ""
