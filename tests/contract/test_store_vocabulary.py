"""What the store promises about words, themes and how people asked, over both databases."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.model import Theme, Visibility
from bot.domain.vocabulary import Phrasing, Phrasings, WordGroup, WordKind
from bot.ports.knowledge import Subject
from storage.store import SqlStore
from tests.contract.examples import BY_THE_PROGRAM, FULL_LESSON, FULL_PROJECT

ASKED = (Phrasing("nl", "wie weet iets van loting"), Phrasing("en", "who knows about lots"))


async def test_how_people_asked_is_kept_in_order(store: SqlStore) -> None:
    """Each change is a revision; the same again is none, and what leads here no more is in no state."""
    async with store.begin() as tx:
        await tx.entries.save(FULL_LESSON, BY_THE_PROGRAM)
        await tx.vocabulary.save_phrasings(FULL_LESSON.id, ASKED, BY_THE_PROGRAM)
        await tx.vocabulary.save_phrasings(FULL_LESSON.id, ASKED, BY_THE_PROGRAM)
        await tx.vocabulary.save_phrasings(FULL_LESSON.id, ASKED[1:], BY_THE_PROGRAM)
    async with store.read() as tx:
        found = await tx.vocabulary.phrasings([FULL_LESSON.id, FULL_PROJECT.id])
        revisions = [each for each in await tx.revisions.after(0, 10) if each.subject is Subject.PHRASING]
    assert found == {FULL_LESSON.id: ASKED[1:]}
    assert [each.key for each in revisions] == [str(FULL_LESSON.id)] * 2
    assert [each.after for each in revisions] == [
        Phrasings(FULL_LESSON.id, ASKED[1:]),
        Phrasings(FULL_LESSON.id, ASKED[1:]),
    ]


async def test_an_entry_that_is_saved_again_keeps_how_people_asked(store: SqlStore) -> None:
    """They belong to it, not to one state of it."""
    async with store.begin() as tx:
        await tx.entries.save(FULL_LESSON, BY_THE_PROGRAM)
        await tx.vocabulary.save_phrasings(FULL_LESSON.id, ASKED, BY_THE_PROGRAM)
        await tx.entries.save(replace(FULL_LESSON, organisation="Gemeente Ede"), BY_THE_PROGRAM)
        assert await tx.vocabulary.phrasings([FULL_LESSON.id]) == {FULL_LESSON.id: ASKED}


async def test_a_group_of_words_comes_and_goes(store: SqlStore) -> None:
    """Both are revisions; removing what is not there is none."""
    async with store.begin() as tx:
        group = await tx.vocabulary.add_group(WordKind.ABBREVIATION, ("BRP", "personen"), BY_THE_PROGRAM)
        assert await tx.vocabulary.groups() == (group,)
        assert group == WordGroup(group.id, WordKind.ABBREVIATION, ("BRP", "personen"))
        await tx.vocabulary.delete_group(group.id, BY_THE_PROGRAM)
        await tx.vocabulary.delete_group(group.id, BY_THE_PROGRAM)
        assert await tx.vocabulary.groups() == ()
        revisions = await tx.revisions.after(0, 10)
    assert [(each.before, each.after) for each in revisions] == [(None, group), (group, None)]


async def test_a_theme_gets_other_names(store: SqlStore) -> None:
    """With the names before and after in the feed."""
    async with store.begin() as tx:
        theme = await tx.entries.save_theme({"nl": "Afval", "en": "Waste"}, BY_THE_PROGRAM)
        renamed = await tx.themes.rename(theme, {"nl": "Milieu"}, BY_THE_PROGRAM)
        assert await tx.entries.themes() == (renamed,) == (Theme(theme.id, (("nl", "Milieu"),)),)
        last = (await tx.revisions.after(1, 1))[0]
    assert (last.before, last.after) == (theme, renamed)


async def test_two_themes_become_one(store: SqlStore) -> None:
    """Whatever had the first has the second, once and in its place; the first is gone."""
    async with store.begin() as tx:
        afval, milieu, wonen = [
            await tx.entries.save_theme({"nl": name}, BY_THE_PROGRAM) for name in ("afval", "milieu", "wonen")
        ]
        lesson = replace(FULL_LESSON, themes=(wonen.id, afval.id, milieu.id))
        await tx.entries.save(lesson, BY_THE_PROGRAM)
        await tx.entries.save(
            replace(FULL_PROJECT, visibility=Visibility.NETWORK, room=None, themes=(wonen.id,)),
            BY_THE_PROGRAM,
        )
        assert await tx.themes.having([afval.id]) == {lesson.id}
        assert await tx.themes.merge(afval, milieu, BY_THE_PROGRAM) == 1
        assert (await tx.entries.get([lesson.id]))[lesson.id].themes == (wonen.id, milieu.id)
        assert await tx.entries.themes() == (milieu, wonen)
        feed = await tx.revisions.after(await tx.revisions.last() - 2, 9)
    assert [(each.before, each.after) for each in feed] == [(afval, None), (milieu, milieu)]
