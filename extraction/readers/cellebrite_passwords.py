"""Passwords of a Cellebrite report: the one text in it that nobody escaped.

docs/readers.md 17. The value of a Password model may hold `<`, `&` and even what looks like its
own end; extraction/xml_repair.py escapes what this finds.
"""

import re
from collections.abc import Iterator

_VALUE = re.compile(rb"<value(?:\s[^<>]*)?(?<!/)>(?!\s*<!\[CDATA\[)")
_VALUE_ENDS = re.compile(rb"</value>(?=\s*</(?:field|multiField)>)")
_UNESCAPED = re.compile(rb"<|&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")


class Passwords:
    """Finds the values of Password models that are not well-formed."""

    sign = b'"Password"'
    begins = re.compile(rb"<model\s[^<>]{0,1000}?type=\"Password\"[^<>]{0,1000}>")
    ends = b"</model>"

    def values(self, window: bytes, start: int) -> Iterator[tuple[int, int]]:
        """Find those of the model that begins there."""
        stop = window.find(self.ends, start)
        at = start
        while (begin := _VALUE.search(window, at, stop if stop >= 0 else len(window))) is not None:
            end = _VALUE_ENDS.search(window, begin.end())
            if end is None:
                return
            at = end.start()
            if _UNESCAPED.search(window, begin.end(), at):
                yield begin.end(), at


PASSWORDS = Passwords()
