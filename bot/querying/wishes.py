"""What people wish of an answer in a whole line: who knows more, everything again, in the order of time."""

from __future__ import annotations

import re

PEOPLE = re.compile(
    r"wie(?: dan| zijn dat| nog meer| anders)?"
    r"|wie weet (?:(?:er|hier|daar|dit|het) )?(?:dan )?(?:meer|iets|wat)?"
    r"(?: (?:van|over|vanaf)(?: (?:dit|dat))?)?"
    r"|wie weet (?:hier|daar|er) (?:meer|iets) (?:van|over)|wie (?:weet|kent) (?:dit|dat)"
    r"|(?:(?:met|bij) )?wie kan ik (?:dan |hier |hierover |daarover |daar ){0,2}"
    r"(?:vragen|bellen|mailen|spreken|zijn|benaderen|terecht|praten|sparren)(?: hierover| daarover)?"
    r"|bij wie (?:moet|kan) ik (?:dan |hiervoor |daarvoor )?(?:zijn|terecht)"
    r"|aan wie kan ik (?:het|dat|dit) vragen"
    r"|(?:heb je|is er|weet je|ken je|wie is|wat is)(?: ook| hier| hiervoor| daarvoor| hierover)?"
    r"(?: een| de| het)? (?:contact|contactpersoon|contactpersonen|contactgegevens|aanspreekpunt)"
    r"|(?:do you have|is there|who is)(?: a| the)? contact(?: person)?"
    r"|who(?: then| else| is that| are they)?|who knows(?: more)?(?: about (?:this|that|it))?"
    r"|who (?:can|could|should) i (?:then )?(?:ask|call|talk to|contact|speak to|email)"
    r"(?: about (?:this|that|it))?"
    r"|who to (?:ask|contact)"
    r"|(?:kan|mag|kunnen) (?:ik|we) (?:die|deze|dat|hem|haar|hen|ze)"
    r"(?: (?:persoon|personen|mensen|collega(?:'?s)?|organisatie|gemeente))?"
    r" (?:ook |eens |even )?(?:spreken|bellen|mailen|vragen|benaderen|ontmoeten)"
    r"|hoe (?:kom|bereik) (?:ik|we) (?:met )?(?:ze|hen|hem|haar|die (?:mensen|persoon|collega'?s?|gemeente))"
    r"(?: in contact)?"
    r"|(?:heb je|is er|mag ik) (?:een |hun |zijn |haar |het )?(?:telefoonnummer|(?:e-?)?mailadres|nummer)"
    r"|(?:can|could|may) i (?:talk to|speak to|speak with|call|contact|reach|meet) "
    r"(?:them|him|her|that person|those people)|how (?:do|can) i (?:reach|contact) (?:them|him|her)"
)
"""The wish to know who knows more."""
ALL = re.compile(
    r"(?:toon |laat )?(?:weer |gewoon )?alles(?: weer)?(?: (?:zien|tonen))?"
    r"|(?:weer )?zonder filters?|geen filters?"
    r"|(?:show )?(?:me )?(?:everything|all|all of (?:it|them))(?: again)?|(?:without|no) filters?"
)
"""The wish to see what was asked without what narrows it."""

SORTED = re.compile(
    r"(?:kun je |kan je |can you )?(?:(?:sorteer|orden|rangschik|sort|order)"
    r"(?: (?:ze|het|dit|them|it|these))? (?:op|by) (?:het |the )?(?:jaar|jaartal|datum|year|date)"
    r"|(?:ze |het |dit )?op (?:jaar|jaartal|datum) (?:sorteren|gesorteerd|graag))"
    r"|(?:met )?(?:de |het |the )?"
    r"(?:nieuwste|recentste|meest recente|laatste|jongste|newest|latest|most recent)"
    r"(?: (?:ones?|projecten|lessen|projects|lessons))? (?:eerst|bovenaan|first|on top)(?: graag| please)?"
)
"""The wish to see what was found in the order of time."""
