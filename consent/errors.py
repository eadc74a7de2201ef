"""What can go wrong with consent: a closed family, one type for each meaning.

A refusal is not here: it is a value with a reason (consent/decision.py).
"""


class ConsentError(Exception):
    """Root of the family; never raised itself."""


class IncompleteRequest(ConsentError):
    """Fields that the law demands are missing; `missing` maps each to its section."""

    def __init__(self, missing: dict[str, str]) -> None:
        self.missing = missing
        listed = ", ".join(f"{field} ({section})" for field, section in sorted(missing.items()))
        super().__init__(f"missing: {listed}")


class InvalidScope(ConsentError):
    """The scope is malformed, over a cap, or not of this extraction."""


class WrongState(ConsentError):
    """The thing is not in a state that allows this, as a second withdrawal."""


class StaleNotice(ConsentError):
    """The words changed since they were shown."""


class Held(ConsentError):
    """A court's hold stops erasure."""


class PolicyUnsound(ConsentError):
    """The policy model or a rule fails its own checks; everything is refused."""
