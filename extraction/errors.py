"""What can go wrong from source to verified release: a closed family.

The edge turns each into a problem (docs/errors.md); nobody matches on the text.
"""


class ExtractionError(Exception):
    """Root of the family; never raised itself."""


class UnknownSource(ExtractionError):
    """No reader recognises the source."""


class LockedSource(ExtractionError):
    """A password is missing or wrong, or the report is protected."""


class CorruptSource(ExtractionError):
    """The source is damaged; the message says where and how far reading got."""


class AmbiguousSource(ExtractionError):
    """Two programs could see two contents in it."""


class ForbiddenXml(ExtractionError):
    """The XML declares a document type or an entity."""


class LimitExceeded(ExtractionError):
    """A size, depth, count or time limit was passed."""


class InvalidVisit(ExtractionError):
    """A visit form does not answer every point, or not as it should."""


class SelectionMismatch(ExtractionError):
    """What was filtered is not what the survivor saw."""


class UnfitBroker(ExtractionError):
    """The broker cannot be relied on, or lets this process do what it must not."""


class NotVerified(ExtractionError):
    """A numbered step of a verification failed (docs/formats/release.md)."""

    def __init__(self, step: int, detail: str) -> None:
        self.step = step
        self.detail = detail
        super().__init__(f"step {step}: {detail}")
