"""What can go wrong with sealed bytes: a closed family, one type for each meaning.

The edge turns each into a problem (docs/errors.md); nobody matches on the text.
"""


class VaultError(Exception):
    """Root of the family; never raised itself."""


class Malformed(VaultError):
    """The bytes are not the format (docs/formats)."""


class MalformedId(Malformed):
    """The text is not an id, a fingerprint or a hash as they are spelt."""


class MalformedSegment(Malformed):
    """The bytes are not a segment."""


class MalformedPack(Malformed):
    """The bytes are not a pack."""


class MalformedCatalogue(Malformed):
    """The bytes are not a catalogue."""


class MalformedEnvelope(Malformed):
    """The bytes are not a sealed file or an envelope."""


class MalformedIdentity(Malformed):
    """The bytes are not an identity, a bundle or a certificate."""


class MalformedStatement(Malformed):
    """The bytes are not a signed statement."""


class MalformedShare(Malformed):
    """The words are not a share of a recovery key."""


class NotAuthentic(VaultError):
    """A tag or signature failed: the bytes were changed, or this is another key."""


class NoIdentityMatches(VaultError):
    """None of the identities at hand unwraps this."""


class Missing(VaultError):
    """The store lacks the object."""


class AlreadyStored(VaultError):
    """A write-once name holds other bytes."""


class WeakParameters(VaultError):
    """A key derivation or suite lies below the client's floor."""


class StoreUnavailable(VaultError):
    """The store gives no answer, or has no room."""


class StoreRefused(StoreUnavailable):
    """The store knows who asks, or does not, and refuses."""


class UnfitStore(VaultError):
    """The object store does not keep to what it answers, or lets in whom it must not."""


class UnfitDatabase(VaultError):
    """The database's tables or settings are not what this program may rely on."""
