"""A prompt in Slack: planned, posted, answered in its thread, kept as a lesson and found by asking."""

from __future__ import annotations

from tests.slack.bot import bot, field_of, of_bot
from tests.slack.standin.server import Slack

_ANSWER = "De sleutel ligt altijd bij een ander."
_STORY = {"action": "Sleutelkastje voor het buurthuis", "result": "De deur is open", "outcome": "success"}


async def test_from_a_prompt_to_a_lesson_that_is_found(slack: Slack, sqlite_url: str) -> None:
    """Its author is asked in a direct message, and what they make of it answers the next question."""
    cora, anna = slack.person("cora"), slack.person("anna")
    hall = slack.place("hal", cora, anna)
    async with bot(slack, sqlite_url, admins=(cora,)) as voorloper:
        mode = cora.says(hall, "@voorloper kanaal modus luister")
        await slack.until(lambda: bool(of_bot(cora, hall, mode)))
        for line, reply in (
            ("prikkel plan elke dag 23:59 check-in", "Klopt dit?"),
            ("prikkel ja", "Gepland: K1."),
            ("prikkel nu K1", "Klaar: K1 staat"),
        ):
            cora.says(hall, f"@voorloper {line}")
            await cora.reads_aside(hall, reply)
        prompt = await anna.reads(hall, "Waar loop je deze week tegenaan?")
        await voorloper.settled()  # nobody answers before it is noted where the prompt stands
        answer = anna.says(hall, _ANSWER, thread=prompt)
        asked = await anna.reads(anna.direct(), "Maak er dan een les van")
        await slack.until(lambda: "eyes" in answer.reactions)
        await voorloper.settled()
        assert _ANSWER not in voorloper.remembers()
        assert not [each for each in of_bot(anna, hall, prompt) if each is not prompt]
        await anna.clicks(asked, "er een les van maken")
        view = await anna.gets_view("Wat probeerden jullie?")
        assert field_of(view, "action")["initial_value"] == _ANSWER
        await voorloper.settled()
        assert _ANSWER not in voorloper.remembers()
        await anna.submits(**_STORY)
        await anna.reads(anna.direct(), "bewaard als concept")
        await slack.until(lambda: "white_check_mark" in answer.reactions)
        cora.says(cora.direct(), "publiceer L1")
        await anna.reads(anna.direct(), "gepubliceerd")
        anna.says(anna.direct(), "wie heeft ervaring met een sleutelkastje bij een buurthuis?")
        await anna.reads(anna.direct(), "Dit vond ik: een les.")
