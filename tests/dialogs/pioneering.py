"""What people say to become a pioneer, for the tests in which somebody is one."""

from __future__ import annotations

from tests.platforms.plaza import Town

QUESTION = "wie heeft ervaring met windmolens op zee?"
REACH = "p.voorbeeld@example.org"


async def declares(
    town: Town,
    who: str,
    contact: str = "direct",
    *,
    name: str = "P. Voorbeeld",
    about: str = "Windmolens op zee, loting",
    reach: str = REACH,
) -> str:
    """Let somebody fill in the form; return what they see back."""
    said = await town.says(who, "ik ben voorloper")
    for line in (
        name,
        about,
        "Provincie Voorbeeld",
        "Ik begeleidde bewoners bij windmolens.",
        contact,
        reach,
    ):
        said = await town.says(who, line)
    return said


async def is_found(town: Town, who: str, contact: str = "direct", **told: str) -> str:
    """Let somebody become a pioneer who can be found."""
    await declares(town, who, contact, **told)
    return await town.says(who, "vindbaar aan")
