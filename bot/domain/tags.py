"""The tag sets from the network's literature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class GovernmentRole(StrEnum):
    """The four roles of government (NSOB and PBL, “Leren door doen”)."""

    LAWFUL = "lawful"
    PERFORMING = "performing"
    NETWORKING = "networking"
    PARTICIPATING = "participating"


class Barrier(StrEnum):
    """The five barriers inside government (NSOB and PBL, “Leren door doen”)."""

    VESTED_INTERESTS = "vested_interests"
    RISK_AVERSION = "risk_aversion"
    OWN_ORGANISATION = "own_organisation"
    UNWRITTEN_RULES = "unwritten_rules"
    SCEPTICISM = "scepticism"


class Steering(StrEnum):
    """The four elements of steering on energy in society (NSOB and PBL)."""

    AMBITION = "ambition"
    SYSTEM_INTERVENTION = "system_intervention"
    CHOICE_ARCHITECTURE = "choice_architecture"
    CONTINUOUS_ADJUSTMENT = "continuous_adjustment"


class Instrument(StrEnum):
    """The five instruments of the energetic society (PBL, “De energieke samenleving”)."""

    INSPIRING_STORY = "inspiring_story"
    INFRASTRUCTURE = "infrastructure"
    DYNAMIC_REGULATION = "dynamic_regulation"
    FINANCIAL_INCENTIVE = "financial_incentive"
    MONITORING_FEEDBACK = "monitoring_feedback"


class Vantage(StrEnum):
    """From where in government it is told."""

    EXECUTION = "execution"
    POLICY = "policy"
    ADMINISTRATION = "administration"
    OVERSIGHT = "oversight"


class Initiative(StrEnum):
    """Who began."""

    BOTTOM_UP = "bottom_up"
    TOP_DOWN = "top_down"
    TOGETHER = "together"


@dataclass(frozen=True)
class Tags:
    """The tag sets of the network's literature; each tuple sorted, without repeats."""

    role: tuple[GovernmentRole, ...] = ()
    barrier: tuple[Barrier, ...] = ()
    steering: tuple[Steering, ...] = ()
    instrument: tuple[Instrument, ...] = ()
    vantage: tuple[Vantage, ...] = ()
    initiative: tuple[Initiative, ...] = ()


TAG_SETS: Final[Mapping[str, type[StrEnum]]] = MappingProxyType(
    {
        "role": GovernmentRole,
        "barrier": Barrier,
        "steering": Steering,
        "instrument": Instrument,
        "vantage": Vantage,
        "initiative": Initiative,
    }
)
"""The values of each tag set, by the field of `Tags` that holds them."""
