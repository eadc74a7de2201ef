"""Which characters the PDF's own fonts can show; the others are written as their code points.

docs/exports.md 7. The same on every machine, because no font of the machine is used. A test
sets every character of these ranges in PDF/A, which fails where a font lacks one.
"""

_RANGES = (
    *((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x377), (0x37A, 0x37F), (0x384, 0x38A)),
    *((0x38C, 0x38C), (0x38E, 0x3A1), (0x3A3, 0x4FF), (0x510, 0x513), (0x51A, 0x51D)),
    *((0x1E00, 0x1EFF), (0x2000, 0x200A), (0x2010, 0x2027), (0x202F, 0x2040)),
    *((0x2044, 0x2052), (0x2055, 0x205E), (0x2070, 0x2071), (0x2074, 0x208E), (0x20A0, 0x20C0)),
    *((0x2100, 0x211E), (0x2190, 0x23FF), (0x2500, 0x25FF), (0x2713, 0x2718)),
    *((0x2764, 0x2764), (0xFB00, 0xFB06), (0xFFFD, 0xFFFD)),
)
SHOWN = frozenset(chr(code) for first, last in _RANGES for code in range(first, last + 1))
_ALSO = frozenset("\n\t\ufe0f")


def shown(text: str) -> tuple[str, int]:
    """Give text that the fonts can show, and how many characters are written as numbers in it."""
    out: list[str] = []
    codes: list[str] = []
    count = 0
    for letter in text:
        if letter in SHOWN or letter in _ALSO:
            _flush(out, codes)
            out.append(letter if letter != "\ufe0f" else "")
        else:
            codes.append(f"U+{ord(letter):04X}")
            count += 1
    _flush(out, codes)
    return "".join(out), count


def _flush(out: list[str], codes: list[str]) -> None:
    if codes:
        out.append(f"[{' '.join(codes)}]")
        codes.clear()
