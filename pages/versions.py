"""Which answer a form was made from, so that a page that has stood open undoes nothing that was said since.

The form carries a digest of what stood when it was shown. Where something else stands by now nothing is
written: both are shown, and what is sent from there is meant.
"""

import json
from collections.abc import Sequence
from hashlib import sha256

from pages.inputs import VERSION, Form

CHANGED = (
    "This has changed since you opened the page, and what you sent is not recorded yet. {stands} "
    "If yours is what should stand, send it again."
)
_BELOW, _NOTHING = "What stands now is said below.", "What was said before stands no more."


def version_of(stands: Form) -> str:
    """A digest of what stands."""
    said = sorted((name, list(values)) for name, values in stands.items())
    return f"v-{sha256(json.dumps(said).encode()).hexdigest()[:16]}"


def is_outdated(form: Form, stands: Form) -> bool:
    """Whether this form was made when something else stood."""
    return VERSION in form and form[VERSION][-1] != version_of(stands)


def kept(form: Form, stands: Form) -> Sequence[tuple[str, str]]:
    """The field that goes along: as it came, as long as its sender has not seen what stands."""
    return [(VERSION, form[VERSION][-1] if VERSION in form else version_of(stands))]


def seen(form: Form) -> Form:
    """The same form, by somebody who is shown what stands."""
    return {name: values for name, values in form.items() if name != VERSION}


def sentence(is_said: bool) -> str:
    """`is_said`: whether what stands is on the page."""
    return CHANGED.format(stands=_BELOW if is_said else _NOTHING)
