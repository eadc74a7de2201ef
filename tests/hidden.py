"""Made files of every kind that can be stripped, and where each can hide a time and place.

The pictures themselves were written once by Pillow 12.1 with libwebp 1.6; what hides in them is put
there here. `SECRETS` are the bytes that must not leave.
"""

import struct
import zlib
from collections.abc import Callable, Iterator

from tests.unit.extraction.pictures import LONDON

JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300281c1e231e19282321232d2b28303c64413c37373c"
    "7b585d4964918099968f808c8aa0b4e6c3a0aadaad8a8cc8ffcbdaeef5ffffff9bc1fffffffaffe6fdfff8ffc000"
    "0b080008000801011100ffc40014000100000000000000000000000000000004ffc4001410010000000000000000"
    "0000000000000000ffda0008010100003f003bffd9"
)
VP8 = bytes.fromhex("7001009d012a040004000cc0ce25a0027401400000fedc51f5af3f722545271051d00000")
VP8L = bytes.fromhex("2f03c000100750ad2a14b94d8188e87f00")
ALPH = bytes.fromhex("0107d0a688084444ff03")
FRAME_ONE = bytes.fromhex("2f03c000000750ad2872ff0311d1ff00")
FRAME_TWO = bytes.fromhex("2f03c000000750ad2a14b9ff8188e87f00")
GIF = bytes.fromhex(
    "47494638396104000400810000005ac800000000000000000021ff0b4e45545343415045322e3003010000002c"
    "00000000040004000008090001081c48b0208080002"
    "1f90401000001002c0000000004000400810a5ac800000000000000000008090001081c48b0208080003b"
)
APNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000400000004080200000026930929000000086163544c0000000200"
    "000000f38d93700000001a6663544c00000000000000040000000400000000000000000000000100006647c5b000"
    "00001449444154789c6364883ac100034c0c480037070038e0012ab43fca070000001a6663544c00000001000000"
    "04000000040000000000000000000000010000fd342f64000000186664415400000002789c63e48a3ac100034c0c"
    "48003707003ade01342a5ae9e80000000049454e44ae426082"
)
TIFF = LONDON.tiff()
WORDS = b"taken 2026:04:01 13:00:00 at 51.50000N 0.12750W"
XMP = b"<x:xmpmeta><exif:GPSLatitude>51,30.0N</exif:GPSLatitude></x:xmpmeta>"
SECRETS = (TIFF[8:], b"2026:04:01", b"51.50000N", b"51,30.0N", b"Phone 1")


def segment(marker: int, body: bytes) -> bytes:
    """Spell a JPEG segment."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(*segments: bytes, behind: bytes = b"", jfif: bool = True) -> bytes:
    """Give a JPEG with segments put in before its tables, and bytes behind its end."""
    return JPEG[: 20 if jfif else 2] + b"".join(segments) + JPEG[20:] + behind


def turned(way: int, order: str = "<") -> bytes:
    """Give an Exif segment that says which way is up, among other things."""
    entries = [(0x010F, 2, 4, b"ABC\0"), (0x0112, 3, 1, struct.pack(order + "HH", way, 0))]
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HIH", 42, 8, len(entries))
    body = b"".join(struct.pack(order + "HHI", *one[:3]) + one[3] for one in entries)
    return segment(0xE1, b"Exif\0\0" + head + body + bytes(4))


def chunk(kind: bytes, body: bytes) -> bytes:
    """Spell a PNG chunk."""
    check = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)


def png(*chunks: bytes, late: bytes = b"", behind: bytes = b"") -> bytes:
    """Give a PNG of one grey dot with chunks before and after its picture."""
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    # One stored block, so that no encoder's choice is in it.
    picture = chunk(b"IDAT", bytes.fromhex("78010102 00fdff005a 00b4005b".replace(" ", "")))
    return head + b"".join(chunks) + picture + late + chunk(b"IEND", b"") + behind


def riff(*chunks: tuple[bytes, bytes], behind: bytes = b"") -> bytes:
    """Give a WebP of these chunks."""
    body = b"WEBP" + b"".join(riff_chunk(*one) for one in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body + behind


def riff_chunk(kind: bytes, body: bytes) -> bytes:
    """Spell a RIFF chunk."""
    return kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def extended(flags: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """Give a WebP of 4 by 4 with the extended header."""
    return riff((b"VP8X", bytes([flags, 0, 0, 0, 3, 0, 0, 3, 0, 0])), *chunks)


def animated(*chunks: tuple[bytes, bytes], flags: int = 2, inside: bytes = b"") -> bytes:
    """Give a WebP of two pictures; `inside` goes into the first one's frame."""
    place = bytes.fromhex("000000000000030000030000640000") + b"\0"
    first = place + riff_chunk(b"VP8L", FRAME_ONE) + inside
    second = place + riff_chunk(b"VP8L", FRAME_TWO)
    return extended(flags, (b"ANIM", bytes(6)), (b"ANMF", first), (b"ANMF", second), *chunks)


def block(label: int, *blocks: bytes) -> bytes:
    """Spell a GIF extension."""
    body = b"".join(bytes([len(one)]) + one for one in blocks)
    return bytes([0x21, label]) + body + b"\0"


def gif(*extensions: bytes, behind: bytes = b"") -> bytes:
    """Give a GIF of two pictures with extensions before them, and bytes behind its end."""
    start = GIF.index(b"!\xff")
    return GIF[:start] + b"".join(extensions) + GIF[start:] + behind


def ogg_page(kind: int, sequence: int, lacing: bytes, body: bytes, serial: int = 7) -> bytes:
    """Spell an Ogg page with its checksum, found bit by bit."""
    place = sequence * 960 if sequence > 1 else 0
    head = b"OggS\0" + struct.pack("<BqIII", kind, place, serial, sequence, 0)
    page = bytearray(head + bytes([len(lacing)]) + lacing + body)
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1) ^ (0x104C11DB7 if value & 0x80000000 else 0)
    page[22:26] = struct.pack("<I", value)
    return bytes(page)


OPUS_HEAD = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 16000, 0, 0)
SOUND = (b"\x48" + bytes(range(40)), b"\x48" + bytes(range(100, 130)))
EMPTY_TAGS = b"OpusTags" + bytes(8)


def opus_tags(vendor: bytes, *comments: bytes) -> bytes:
    """Spell a comment."""
    lengths = [struct.pack("<I", len(comment)) + comment for comment in comments]
    head = struct.pack("<I", len(vendor)) + vendor
    return b"OpusTags" + head + struct.pack("<I", len(comments)) + b"".join(lengths)


def opus(tags: bytes = EMPTY_TAGS, *, head: bytes = OPUS_HEAD, last: int = 4) -> bytes:
    """Give a voice message of two packets; a long comment takes several pages."""
    out = ogg_page(2, 0, bytes([len(head)]), head)
    lacing = bytes([255] * (len(tags) // 255) + [len(tags) % 255])
    sequence = 1
    while lacing:
        part, lacing = lacing[:255], lacing[255:]
        body, tags = tags[: sum(part)], tags[sum(part) :]
        out += ogg_page(0 if sequence == 1 else 1, sequence, part, body)
        sequence += 1
    out += ogg_page(0, sequence, bytes([len(SOUND[0])]), SOUND[0])
    return out + ogg_page(last, sequence + 1, bytes([len(SOUND[1])]), SOUND[1])


AMR = b"#!AMR\n" + b"\x3c" + bytes(range(31)) + b"\x04" + bytes(12) + b"\x7c"
AMR_WIDE = b"#!AMR-WB\n" + b"\x44" + bytes(range(60)) + b"\x4c" + bytes(5)

ADOBE = segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01")


def hiding() -> dict[str, bytes]:
    """Give a picture for every place in which one can hide when and where it was taken."""
    return {
        "jpeg-exif": jpeg(segment(0xE1, b"Exif\0\0" + TIFF)),
        "jpeg-exif-first": jpeg(segment(0xE1, b"Exif\0\0" + TIFF), jfif=False),
        "jpeg-xmp": jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)),
        "jpeg-iptc": jpeg(segment(0xED, b"Photoshop 3.0\x008BIM" + WORDS)),
        "jpeg-comment": jpeg(segment(0xFE, WORDS)),
        "jpeg-profile": jpeg(segment(0xE2, b"ICC_PROFILE\0\x01\x01" + WORDS)),
        "jpeg-adobe-longer": jpeg(segment(0xEE, ADOBE[4:] + WORDS)),
        "jpeg-thumbnail": b"\xff\xd8"
        + segment(0xE0, JPEG[6:18] + b"\x05\x03" + WORDS[:45])
        + jpeg(jfif=False)[2:],
        "jpeg-second-picture": jpeg(behind=jpeg(segment(0xE1, b"Exif\0\0" + TIFF))),
        "jpeg-film-behind": jpeg(behind=b"\0\0\0\x18ftypmp42" + WORDS),
        "jpeg-unknown-segment": jpeg(segment(0xEB, WORDS), segment(0xEF, WORDS)),
        "png-text": png(chunk(b"tEXt", b"Comment\0" + WORDS)),
        "png-packed-text": png(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(WORDS))),
        "png-xmp": png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)),
        "png-exif": png(late=chunk(b"eXIf", TIFF)),
        "png-time": png(chunk(b"tIME", struct.pack(">HBBBBB", 2026, 4, 1, 13, 0, 0))),
        "png-profile": png(chunk(b"iCCP", WORDS)),
        "png-unknown": png(chunk(b"prVt", WORDS)),
        "png-behind": png(behind=WORDS),
        "apng-text": APNG[:-12] + chunk(b"tEXt", b"Comment\0" + WORDS) + APNG[-12:],
        "webp-lossy": extended(0x0C, (b"VP8 ", VP8), (b"EXIF", TIFF), (b"XMP ", XMP)),
        "webp-lossless": extended(0x2C, (b"ICCP", WORDS), (b"VP8L", VP8L), (b"EXIF", TIFF)),
        "webp-alpha": extended(0x18, (b"ALPH", ALPH), (b"VP8 ", VP8), (b"EXIF", TIFF)),
        "webp-animated": animated((b"EXIF", TIFF), (b"XMP ", XMP), flags=0x0E),
        "webp-in-frame": animated(inside=riff_chunk(b"hide", WORDS)),
        "webp-unclaimed": riff((b"VP8 ", VP8), (b"EXIF", TIFF)),
        "webp-behind": riff((b"VP8L", VP8L), behind=WORDS),
        "gif-comment": gif(block(0xFE, WORDS)),
        "gif-xmp": gif(block(0xFF, b"XMP DataXMP", XMP)),
        "gif-repeat-longer": gif(block(0xFF, b"NETSCAPE2.0", b"\x01\0\0", WORDS)),
        "gif-behind": gif(behind=WORDS),
        "ogg-comment": opus(opus_tags(b"a recorder", b"LOCATION=" + WORDS)),
        "ogg-vendor": opus(opus_tags(WORDS)),
        "ogg-picture": opus(opus_tags(b"", b"METADATA_BLOCK_PICTURE=" + TIFF * 250)),
        "ogg-behind-comment": opus(EMPTY_TAGS + WORDS),
        "ogg-behind": opus() + WORDS,
        "ogg-behind-without-end": opus(opus_tags(WORDS), last=0),
    }


def clean() -> dict[str, bytes]:
    """Give pictures that hide nothing; each goes as it is."""
    return {
        "jpeg": JPEG,
        "jpeg-no-jfif": jpeg(jfif=False),
        "jpeg-adobe": jpeg(ADOBE),
        "png": png(),
        "png-colours": png(
            chunk(b"gAMA", bytes(4)), chunk(b"sRGB", b"\0"), chunk(b"bKGD", b"\0\5")
        ),
        "apng": APNG,
        "webp-lossy": riff((b"VP8 ", VP8)),
        "webp-lossless": riff((b"VP8L", VP8L)),
        "webp-alpha": extended(0x10, (b"ALPH", ALPH), (b"VP8 ", VP8)),
        "webp-animated": animated(),
        "gif": GIF,
        "ogg": opus(),
        "ogg-without-end": opus(last=0),
        "amr": AMR,
        "amr-wide": AMR_WIDE,
    }


def broken() -> dict[str, bytes]:
    """Give files that are not as their formats say, one fault each; none of them goes."""
    table = b"\x00" + bytes(64)
    double = JPEG[:-2] + JPEG[2:]
    return {
        "nothing": b"",
        "words": b"not a picture",
        "heic": b"\0\0\0\x18ftypheic\0\0\0\0" + TIFF,
        "mp4": b"\0\0\0\x18ftypmp42\0\0\0\0" + WORDS,
        "jpeg-no-end": JPEG[:-2],
        "jpeg-no-scan": JPEG[: JPEG.index(b"\xff\xda")] + b"\xff\xd9",
        "jpeg-no-frame": jpeg().replace(JPEG[89:102], b""),
        "jpeg-two-frames": double,
        "jpeg-cut-in-segment": JPEG[:60],
        "jpeg-words-between": JPEG[:20] + b"x" + JPEG[20:],
        "jpeg-length-one": JPEG[:20] + b"\xff\xfe\0\x01" + JPEG[20:],
        "jpeg-unknown-marker": jpeg(segment(0xF7, WORDS)),
        "jpeg-restart-outside": JPEG[:20] + b"\xff\xd0" + JPEG[20:],
        "jpeg-words-behind-table": jpeg(segment(0xDB, table + WORDS)),
        "jpeg-words-behind-codes": jpeg(segment(0xC4, bytes(17) + WORDS)),
        "jpeg-words-behind-frame": JPEG[:89] + segment(0xC0, JPEG[93:102] + WORDS) + JPEG[102:],
        "jpeg-words-behind-scan-head": JPEG[:-13] + segment(0xDA, JPEG[-9:-3] + WORDS) + JPEG[-3:],
        "jpeg-words-behind-interval": jpeg(segment(0xDD, b"\0\0" + WORDS)),
        "png-no-end": png()[:-12],
        "png-no-picture": b"\x89PNG\r\n\x1a\n" + png()[8:33] + png()[-12:],
        "png-header-late": png()[:8] + chunk(b"tEXt", WORDS) + png()[8:],
        "png-header-twice": png(png()[8:33]),
        "png-checksum": png()[:-30] + b"\0\0" + png()[-28:],
        "png-unknown-needed": png(chunk(b"HiDe", WORDS)),
        "png-name": png(chunk(b"a b1", WORDS)),
        "png-too-long": png(chunk(b"gAMA", bytes(4) + WORDS)),
        "png-twice": png(chunk(b"gAMA", bytes(4)), chunk(b"gAMA", bytes(4))),
        "png-words-in-end": png()[:-12] + chunk(b"IEND", WORDS),
        "webp-longer-than-file": riff((b"VP8 ", VP8))[:-1],
        "webp-other-form": riff((b"VP8 ", VP8)).replace(b"WEBP", b"WAVE"),
        "webp-metadata-first": riff((b"EXIF", TIFF), (b"VP8 ", VP8)),
        "webp-no-picture": extended(0x08, (b"EXIF", TIFF)),
        "webp-two-pictures": extended(0, (b"VP8 ", VP8), (b"VP8L", VP8L)),
        "webp-short-header": riff((b"VP8X", bytes(9)), (b"VP8 ", VP8)),
        "webp-frames-unclaimed": animated(flags=0),
        "webp-no-frames": extended(2, (b"ANIM", bytes(6))),
        "webp-frame-without-picture": extended(2, (b"ANIM", bytes(6)), (b"ANMF", bytes(16))),
        "webp-frame-short": extended(2, (b"ANIM", bytes(6)), (b"ANMF", bytes(15))),
        "gif-no-end": GIF[:-1],
        "gif-no-picture": GIF[: GIF.index(b"!\xff")] + b";",
        "gif-plain-text": gif(block(0x01, bytes(12), WORDS)),
        "gif-control-longer": gif(block(0xF9, bytes(4), WORDS)),
        "gif-unknown-block": gif(b"\x99" + WORDS),
        "ogg-checksum": opus()[:-1] + b"x",
        "ogg-cut": opus()[:-9],
        "ogg-no-sound": opus()[: opus().index(SOUND[0]) - 28],
        "ogg-two-streams": opus(last=0) + ogg_page(0, 4, b"\x05", b"words", serial=8),
        "ogg-page-missing": opus(last=0) + ogg_page(4, 5, b"\x05", b"words"),
        "ogg-begins-again": opus(last=0) + ogg_page(2, 4, b"\x05", b"words"),
        "ogg-words-behind-without-end": opus(last=0) + WORDS,
        "ogg-not-opus": opus(head=b"\x01vorbis" + OPUS_HEAD[7:]),
        "ogg-head-longer": opus(head=OPUS_HEAD + WORDS),
        "ogg-many-channels": opus(head=OPUS_HEAD[:-1] + b"\x01"),
        "ogg-no-comment": opus(b"OpusWord" + WORDS),
        "ogg-sound-in-comment": ogg_page(2, 0, b"\x13", OPUS_HEAD)
        + ogg_page(0, 1, bytes([16, len(SOUND[0])]), EMPTY_TAGS + SOUND[0])
        + ogg_page(4, 2, bytes([len(SOUND[1])]), SOUND[1]),
        "ogg-empty-page": opus(last=0) + ogg_page(4, 4, b"", b""),
        "amr-nothing": b"#!AMR\n",
        "amr-words-behind": AMR + WORDS,
        "amr-cut": AMR_WIDE[:-1],
        "amr-many-channels": b"#!AMR_MC1.0\n" + AMR[6:],
        "amr-spare-bit": AMR[:6] + b"\x3d" + AMR[7:],
        "amr-unknown-frame": AMR + b"\x4c",
        "gif-version": GIF.replace(b"GIF89a", b"GIF80a"),
    }


def mutants(data: bytes, chance: Callable[[int], int], count: int) -> Iterator[bytes]:
    """Give damaged copies of a picture: bytes changed, cut out, doubled, put in."""
    for _ in range(count):
        mutant = bytearray(data)
        for _ in range(1 + chance(3)):
            at, length = chance(len(mutant) + 1), chance(12)
            way = chance(4)
            if way == 0:
                mutant[at : at + 1] = bytes([chance(256)])
            elif way == 1:
                del mutant[at : at + length]
            elif way == 2:
                mutant[at:at] = mutant[at : at + length]
            else:
                mutant[at:at] = bytes(chance(256) for _ in range(length))
        yield bytes(mutant)
