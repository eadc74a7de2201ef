"""The words of an HTML text, for mail that has no plain part. Nothing in it is fetched or run."""

from html.parser import HTMLParser

_SILENT = ("script", "style", "head", "title")
_BREAKS = ("p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._silent += tag in _SILENT
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def words_of(html: str) -> str:
    """Give the words, a line for each block."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)
