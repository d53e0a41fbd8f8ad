"""The home of each stage of a pairing."""

from collections.abc import Mapping

from domain.enums import Stage
from domain.pairing.stages import application, evaluation, gates, mentoring, midway_review, over
from domain.pairing.stages.stage import StageRules

STAGES: Mapping[Stage, StageRules] = {
    Stage.APPLICATION: application.APPLICATION,
    Stage.INDUCTION: gates.INDUCTION,
    Stage.TRAINING: gates.TRAINING,
    Stage.MENTORING: mentoring.MENTORING,
    Stage.MIDWAY_REVIEW: midway_review.MIDWAY_REVIEW,
    Stage.EVALUATION: evaluation.EVALUATION,
    Stage.COMPLETED: over.OVER,
    Stage.ENDED: over.OVER,
}
