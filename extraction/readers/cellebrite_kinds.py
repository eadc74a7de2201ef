"""What each kind of model becomes: its category, its times, its words.

docs/readers.md 17. A kind that is not here is unknown, and the ledger counts it. Two
choices keep a scope honest: what says where the phone was is a location whatever the model
is called, and what holds other people's words is a message.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of model reads.

    `times` are pairs of a field and what it means, the event's own first; with `ends` the
    event lasts until that field. `texts` are pairs of a field and the record's text field.
    `place` is where its coordinates come from. `located` is its category once it has some.
    """

    category: str
    subtype: str = ""
    times: tuple[tuple[str, str], ...] = ()
    ends: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    place: str = "app"
    located: str = ""
    duration: str = ""
    sensitivity: str | None = None


_STAMP = (("TimeStamp", "created"),)
_TITLE = ("Title", "title")
_URL = ("Url", "body")

KINDS: dict[str, Kind] = {
    "Chat": Kind("app_data", "conversation", (("StartTime", "created"),), "LastActivity"),
    "Call": Kind("call", "", _STAMP, duration="Duration"),
    "Voicemail": Kind("message", "voicemail", _STAMP, texts=(("Name", "title"),)),
    "Contact": Kind(
        "contact",
        times=(("TimeCreated", "created"), ("TimeModified", "modified")),
        texts=(("Notes", "note"),),
    ),
    "UserAccount": Kind(
        "account", times=(("TimeCreated", "created"), ("TimeLastLoggedIn", "visited"))
    ),
    "Password": Kind("account", "password", _STAMP, sensitivity="third_party"),
    "Location": Kind(
        "location", "", _STAMP, "EndTime", (("Name", "title"), ("Description", "note"))
    ),
    "Journey": Kind(
        "location", "journey", (("StartTime", "created"),), "EndTime", (("Name", "title"),)
    ),
    "CellTower": Kind("device_event", "cell", _STAMP, "EndTime", place="cell", located="location"),
    "WirelessNetwork": Kind(
        *("device_event", "wifi"),
        (*_STAMP, ("LastConnection", "visited"), ("LastAutoConnection", "visited")),
        "EndTime",
        (("SSId", "title"),),
        *("wifi", "location"),
    ),
    "VisitedPage": Kind("browser", "visit", (("LastVisited", "visited"),), "", (_TITLE, _URL)),
    "WebBookmark": Kind(
        *("browser", "bookmark", (*_STAMP, ("LastVisited", "visited")), "", (_TITLE, _URL))
    ),
    "SearchedItem": Kind(
        "browser", "search", _STAMP, texts=(("Value", "body"),), located="location"
    ),
    "Cookie": Kind(
        "browser", "cookie", (("CreationTime", "created"), ("LastAccessTime", "visited"))
    ),
    "Autofill": Kind(
        *("browser", "autofill", (*_STAMP, ("LastUsedDate", "visited")), ""),
        (("Key", "title"), ("Value", "body")),
    ),
    "FileDownload": Kind(
        "browser", "download", (("StartTime", "created"),), "EndTime", (_TITLE, _URL)
    ),
    "InstalledApplication": Kind(
        *("app_data", "install"),
        (("PurchaseDate", "created"), ("LastModified", "modified"), ("DeletedDate", "modified")),
        texts=(("Name", "title"),),
    ),
    "ApplicationUsage": Kind(
        *("app_data", "usage"),
        (("StartTime", "created"), ("Date", "created"), ("LastLaunch", "visited")),
        *("EndTime", (("Name", "title"),)),
    ),
    "DeviceEvent": Kind(
        *("device_event", "", (("StartTime", "created"), *_STAMP), "EndTime"),
        (("EventType", "title"), ("Value", "body")),
    ),
    "PoweringEvent": Kind(
        "device_event", "power", _STAMP, texts=(("Element", "title"), ("Event", "body"))
    ),
    "CalendarEntry": Kind(
        *("calendar", "", (("StartDate", "created"),), "EndDate"),
        (("Subject", "subject"), ("Details", "body"), ("Location", "note")),
    ),
    "Note": Kind(
        *("note", "", (("Creation", "created"), *_STAMP, ("Modification", "modified")), ""),
        (_TITLE, ("Body", "body"), ("Summary", "note")),
    ),
    "Notification": Kind(
        *("message", "notification", _STAMP, ""), (("Subject", "subject"), ("Body", "body"))
    ),
    "SocialMediaActivity": Kind(
        *("message", "post", (*_STAMP, ("DateModified", "modified")), ""),
        (_TITLE, ("Body", "body")),
    ),
}
KINDS["VoiceMail"] = KINDS["Voicemail"]
