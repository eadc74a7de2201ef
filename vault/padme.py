"""PADME: round a length up so that it tells little, at a bounded cost.

docs/formats/shv1.md 2, after Nikitin and others, "Reducing Metadata Leakage from
Encrypted Files" (PETS 2019). At most 12 % longer; lengths to 256 all become 256.
"""

FLOOR = 256


def padme(length: int) -> int:
    """Give the padded length in bytes of `length` bytes."""
    if length <= FLOOR:
        return FLOOR
    exponent = length.bit_length() - 1
    kept = exponent.bit_length()
    unit = 1 << (exponent - kept)
    return (length + unit - 1) & ~(unit - 1)
