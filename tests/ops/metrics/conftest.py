"""One real worker, watched in every way that there is while it works."""

from collections.abc import AsyncIterator

import pytest

from tests.ops.metrics.watched import Watched, watch


@pytest.fixture(scope="session")
async def watched(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Watched]:
    async with watch(tmp_path_factory.mktemp("watched")) as found:
        yield found
