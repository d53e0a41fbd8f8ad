"""Whose lives are on the server. A server, or a namespace of it, is of one store."""

from domain.errors import OfAnother
from reconciliation.asking import answering, is_of_another, running
from reconciliation.place import Place


async def check_server(place: Place) -> None:
    """Raises OfAnother if lives run there and not one is of this store: it is the wrong one of the two.

    Where some are, the strays among them are no reason to stand still: nothing is done for those. Mostly it
    is one question, as the first that is listed is ours. Raises Unreachable.
    """
    store, stray = await place.store(), None
    async with answering():
        async for found in running(place.client, None):
            if not is_of_another(found, store):
                return
            stray = found.life
    if stray:
        raise OfAnother(f"What runs on this Temporal server, such as {stray}, belongs")
