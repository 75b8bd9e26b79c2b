"""A message of one's own: keeping it, also by a form that is shown at once, is a wish like any other."""

from __future__ import annotations

from bot.messages.form import FormView
from bot.messages.incoming import FormSubmitted, Message
from tests.dialogs.wishing import ANNA, BRAM, REST, WORDS, says_all, wished, writes
from tests.platforms.plaza import Town, direct


async def shown_at_once(empty_town: Town, written: Message) -> FormView:
    """Open the form with a message of Anna's own, as a shortcut on it does where there are windows."""
    which = f"{written.origin.room} {written.origin.message}"
    given = {"message": which, "action": written.text}
    form = await empty_town.program.form(empty_town.origin(ANNA, None), "deel", given)
    assert form
    return form


async def hands_in(empty_town: Town, form: FormView, **values: str) -> str:
    """Let Anna hand in what was shown, with these values over it."""
    shown = {field.name: field.value for field in form.fields} | dict(form.presets)
    filled = {"result": "De buurt praat erover.", "outcome": "success", **values}
    origin = empty_town.origin(ANNA, None)
    return await empty_town.happens(FormSubmitted(origin, form.name, tuple({**shown, **filled}.items())))


async def test_about_ones_own_message_nobody_is_asked_any_more(empty_town: Town) -> None:
    """Not while it is being saved, nor after it was: each mark is there once."""
    written = await writes(empty_town, ANNA)
    await wished(empty_town, written, ANNA)
    assert [each.text for each in empty_town.chat.shown].count("saving") == 1
    await wished(empty_town, written, BRAM)
    assert "bewaard als concept" in await says_all(empty_town, ANNA, "ok", *REST)
    told = len([each for each in empty_town.chat.shown if each.conversation == direct(ANNA)])
    assert "Ik heb het gevraagd" in await wished(empty_town, written, BRAM)
    assert len([each for each in empty_town.chat.shown if each.conversation == direct(ANNA)]) == told
    shown = [each.text for each in empty_town.chat.shown]
    assert (shown.count("saving"), shown.count("saved")) == (1, 1)


async def test_a_form_with_ones_own_message_marks_it_once_it_is_handed_in(empty_town: Town) -> None:
    """Not when it is only opened; then nobody asks about it, and what is taken back is open again."""
    written = await writes(empty_town, ANNA)
    form = await shown_at_once(empty_town, written)
    assert form.fields[0].value == WORDS
    assert empty_town.chat.shown == []
    assert "bewaard als concept" in await hands_in(empty_town, form)
    marked = [each for each in empty_town.chat.shown if each.text in {"saving", "saved"}]
    assert [(each.text, each.conversation.room) for each in marked] == [
        ("saving", written.origin.room),
        ("saved", written.origin.room),
    ]
    told = len([each for each in empty_town.chat.shown if each.conversation == direct(ANNA)])
    assert "Ik heb het gevraagd" in await wished(empty_town, written, BRAM)
    assert len([each for each in empty_town.chat.shown if each.conversation == direct(ANNA)]) == told
    assert "Met `deel W1` maak je er alsnog een les" in await empty_town.says(ANNA, "ongedaan")
    assert "saved" not in [each.text for each in empty_town.chat.shown]


async def test_one_that_is_asked_about_first_is_marked_step_by_step(empty_town: Town) -> None:
    """It is being saved from then on, and saved once it is; also when its words are changed in between."""
    written = await writes(empty_town, ANNA, "Bel 06-12345678 voor het bijenhotel.")
    assert "06-12345678" in await hands_in(empty_town, await shown_at_once(empty_town, written))
    assert [each.text for each in empty_town.chat.shown if each.text in {"saving", "saved"}] == ["saving"]
    await says_all(empty_town, ANNA, "wijzig", "stop")
    form = await empty_town.program.form(empty_town.origin(ANNA, None), "deel")
    assert form
    assert "bewaard als concept" in await hands_in(empty_town, form, action="Een bijenhotel.")
    shown = [each.text for each in empty_town.chat.shown]
    assert (shown.count("saving"), shown.count("saved")) == (1, 1)


async def test_one_that_somebody_wished_already_is_that_wish(empty_town: Town) -> None:
    """Each mark is there once, and its author is not asked any more."""
    written = await writes(empty_town, ANNA)
    await wished(empty_town, written, BRAM)
    assert "bewaard als concept" in await hands_in(empty_town, await shown_at_once(empty_town, written))
    shown = [each.text for each in empty_town.chat.shown]
    assert (shown.count("saving"), shown.count("saved")) == (1, 1)
    assert (await empty_town.says(ANNA, "deel W1")).startswith("Ik kan niet (meer) bij wat je")
