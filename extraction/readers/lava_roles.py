"""LAVA artefacts: which category each holds, and which hold nothing to record.

docs/readers.md 1. Any artefact with a conversation view is messages; else the key
decides, by the first pattern that fits; any other is app_data.
"""

from fnmatch import fnmatchcase

_ROLES: tuple[tuple[str, str, str], ...] = (
    ("*Voicemails", "message", "voicemail"),
    ("gmailOfflineSearch", "message", "email"),
    ("sms", "message", "sms"),
    ("*Calls", "call", ""),
    ("whatsAppCallHistory", "call", ""),
    ("callHistory", "call", ""),
    ("teamsUser", "account", ""),
    ("twitterDMUsers", "contact", ""),
    ("burnerCache_numbers", "account", ""),
    ("accountData", "account", ""),
    ("accountConfig", "device_event", ""),
    ("*Account", "account", ""),
    ("*Accounts", "account", ""),
    ("*_accounts", "account", ""),
    ("addressBook", "contact", ""),
    ("*Contacts", "contact", ""),
    ("*_contacts", "contact", ""),
    ("*_friends", "contact", ""),
    ("*Locations", "location", ""),
    ("notes", "note", ""),
    ("notesPasswordProtected", "note", ""),
    ("appCookies", "browser", "cookie"),
    ("safari*", "browser", ""),
    ("*History", "browser", "visit"),
    ("*Bookmarks", "browser", "bookmark"),
    ("celWireless", "device_event", "cell"),
    ("deviceDatam", "device_event", ""),
    ("imeiImsi", "device_event", ""),
    ("appleWifi*", "device_event", "wifi"),
    ("dhcpLeases", "device_event", "wifi"),
    ("controlCenter", "device_event", ""),
    ("conDev", "device_event", ""),
)
_DENIED = ("walstrings*", "_artifact_*", "_file_path_list", "_lava_*")

_APPS: tuple[tuple[str, str, str], ...] = (
    ("whatsapp", "whatsapp", "WhatsApp"),
    ("teams", "teams", "Teams"),
    ("burner", "burner", "Burner"),
    ("bereal", "bereal", "BeReal"),
    ("telegram", "telegram", "Telegram"),
    ("safari", "safari", "Safari"),
    ("twitter", "twitter", "Twitter"),
    ("gmail", "gmail", "Gmail"),
    ("sms", "ios.messages", "Messages"),
    ("callhistory", "ios.phone", "Phone"),
    ("voicemail", "ios.phone", "Phone"),
    ("addressbook", "ios.contacts", "Contacts"),
    ("notes", "ios.notes", "Notes"),
)

NUMBERED = frozenset({"ios.messages", "ios.phone", "whatsapp", "burner"})
"""Apps in which people are telephone numbers."""


def role_of(key: str, *, conversation: bool) -> tuple[str, str]:
    """Give an artefact's category and subtype."""
    if conversation:
        return "message", "chat"
    for pattern, category, subtype in _ROLES:
        if fnmatchcase(key, pattern):
            return category, subtype
    return "app_data", ""


def denied(key: str) -> bool:
    """Tell whether an artefact is carved text or the tool's own bookkeeping.

    Such rows hold deleted and out-of-scope words without a time or a person; they are
    counted as withheld and never become records.
    """
    return any(fnmatchcase(key.lower(), pattern) for pattern in _DENIED)


def quotes(key: str) -> bool:
    """Tell whether an artefact's message is somebody else's, that the row is about."""
    return fnmatchcase(key.lower(), "*reactions")


def app_of(key: str, module: str) -> tuple[str | None, str]:
    """Give the id and name of an artefact's app; None and "" when its name does not tell."""
    for start, app, name in _APPS:
        if key.lower().startswith(start) or module.lower().startswith(start):
            return app, name
    return None, ""
