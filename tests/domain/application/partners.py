"""Applicants who have partners, and how it ended."""

from domain.application.events import Confirm
from domain.enums import ApplicationEndReason, ApplicationStage
from tests.applying import OPEN, WITHOUT_A_PARTNER, Applying
from tests.every import every

CARRIED, COMPLETED, DECLINED = ApplicationStage.CARRIED, ApplicationStage.COMPLETED, ApplicationStage.DECLINED
IN_ORDER, PAIRED, RESERVE = ApplicationStage.IN_ORDER, ApplicationStage.PAIRED, ApplicationStage.RESERVE
WITHDRAWN = ApplicationStage.WITHDRAWN
YES = Confirm(condition="manager")
stages = every("stage", OPEN)
without_a_partner = every("stage", WITHOUT_A_PARTNER)


def how_it_ended(entity: Applying) -> tuple[ApplicationStage, ApplicationEndReason | None]:
    return entity.stage, entity.entity.reason
