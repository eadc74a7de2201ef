"""What can go wrong in the log: a closed family, one type for each meaning.

The edge turns each into a problem (docs/errors.md); nobody matches on the text.
"""


class AuditError(Exception):
    """Root of the family; never raised itself."""


class MalformedEntry(AuditError):
    """The bytes are not a log entry."""


class MalformedNote(AuditError):
    """The text is not a signed note (C2SP signed-note)."""


class MalformedCheckpoint(AuditError):
    """The text is not a checkpoint (C2SP tlog-checkpoint)."""


class NotProven(AuditError):
    """An inclusion or consistency proof does not hold."""


class BadSignature(AuditError):
    """A signature or cosignature of a known key does not verify."""


class Pushback(AuditError):
    """The log is behind; nothing is released until it catches up."""
