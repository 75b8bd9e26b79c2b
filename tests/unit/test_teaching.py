"""What search learns from use is measured through the running program: `koppel`, and nothing besides."""

from __future__ import annotations

import asyncio

from benchmarks.retrieval import Collection
from benchmarks.teaching import taught

_TOLD = {
    "a": "Vrijwilligers houden samen de bomenrij bij.",
    "b": "Een chatbot beantwoordt vragen over paspoorten.",
    "c": "Het risico op brand in de hei.",
}
_ASKED = (
    ("t1", "kort", "wie snoeit knotwilgen?"),
    ("t1", "chat", "Hoi! Bij ons staan knotwilgen die te groot worden. Wie heeft daar iets op gevonden?"),
    ("t2", "kort", "wie heeft een digitale balie?"),
    ("t2", "chat", "Onze digitale balie loopt vol. Hoe doen jullie dat?"),
)


def test_what_is_linked_is_found_in_other_words() -> None:
    """Of two topics one is taught; the other style finds it, and the other topic stays as it was."""
    collection = Collection(
        name="small",
        documents=tuple({"id": id_, "title": "", "text": text} for id_, text in _TOLD.items()),
        questions=tuple(
            {"id": f"{topic}-{style}", "topic": topic, "style": style, "text": text, "answerable": True}
            for topic, style, text in _ASKED
        ),
        grades={"t1": {"a": 2}, "t2": {"b": 2}},
    )
    report = asyncio.run(taught(collection, "kort", seed=1))
    assert report["linked"] == report["planned"] == 1
    chat = report["chat"]
    assert isinstance(chat, dict)
    assert chat["linked ndcg@10"]["before"] == 0
    assert chat["linked ndcg@10"]["after"] == 1
    assert chat["unlinked ndcg@10"]["change"] == 0
