"""Every domain value: what is wrong with one is told without its content."""

import pytest
from pydantic import ValidationError

from domain.application.form import ApplicationForm

pytestmark = pytest.mark.unit


def test_what_is_wrong_is_told_without_the_value() -> None:
    with pytest.raises(ValidationError) as wrong:
        ApplicationForm.model_validate({"name": ["canary"], "email": "canary@uni.example"})

    assert "name" in str(wrong.value)
    assert "canary" not in str(wrong.value)
