"""Further stores, by what their columns are.

docs/readers.md 10. Tried on Hangouts 2017, Burner 2022 and Android 13 downloads, accounts and
network usage of iOS 13 to 15 (all real).
"""

from extraction.readers.store_flat import Flat
from extraction.readers.store_schema import Store

_BURNER = ("burner", "Burner")

STORES = (
    Store(
        "hangouts",
        ("babel.db",),
        (
            Flat(
                *("messages", ("author_chat_id", "conversation_id", "timestamp"), "message"),
                app=("hangouts", "Hangouts"),
                time=("timestamp", "us", "sent"),
                subtype="chat",
                body="text",
                # Who of the participants is the owner, the rows do not say.
                party=("author_chat_id", "from", None),
                names=("participants", "chat_id", "full_name"),
                numbered=False,
                thread="conversation_id",
                extra=("message_id", "type", "status", "remote_url", "attachment_content_type"),
            ).described(),
        ),
        helpers=("participants",),
    ),
    Store(
        "burner",
        ("burners.sqlite",),
        (
            Flat(
                *("messages", ("contact_phone_number", "burner_id", "date_created"), "message"),
                app=_BURNER,
                time=("date_created", "ms", "sent"),
                subtype="chat",
                times=(("last_updated_date", "ms", "modified"),),
                body="message",
                party=("contact_phone_number", "participant", False),
                thread="contact_phone_number",
                extra=(
                    *("message_id", "message_type", "direction", "duration", "voice_url"),
                    *("asset_url", "burner_id"),
                ),
            ).described(),
            Flat(
                *("contacts", ("contact_id", "phone_number", "date_created"), "contact"),
                app=_BURNER,
                time=("date_created", "ms", "created"),
                times=(("last_updated_date", "ms", "modified"),),
                body="notes",
                party=("phone_number", "subject", False),
                name="name",
                extra=("contact_id", "blocked", "muted"),
            ).described(),
        ),
    ),
    Store(
        "android-downloads",
        ("downloads.db",),
        (
            Flat(
                *("downloads", ("uri", "lastmod", "mimetype", "notificationpackage"), "browser"),
                app=("android.downloads", "Downloads"),
                time=("lastmod", "ms", "modified"),
                subtype="download",
                title="title",
                body="uri",
                extra=("_data", "mimetype", "status", "total_bytes", "notificationpackage"),
            ).described(),
        ),
    ),
    Store(
        "ios-accounts",
        ("accounts3.sqlite",),
        (
            Flat(
                *("ZACCOUNT", ("ZUSERNAME", "ZACCOUNTTYPE", "ZDATE"), "account"),
                app=("ios.accounts", "Accounts"),
                time=("ZDATE", "cocoa_s", "created"),
                title="ZACCOUNTDESCRIPTION",
                party=("ZUSERNAME", "subject", None),
                extra=("ZIDENTIFIER", "ZOWNINGBUNDLEID", "ZACCOUNTTYPE", "ZACTIVE"),
            ).described(),
        ),
    ),
    Store(
        "ios-network-usage",
        ("netusage.sqlite",),
        (
            Flat(
                *("ZLIVEUSAGE", ("ZHASPROCESS", "ZWIFIIN", "ZWWANIN", "ZTIMESTAMP"), "app_data"),
                app=("ios.usage", "Network usage"),
                time=("ZTIMESTAMP", "cocoa_s", "created"),
                subtype="usage",
                extra=("ZHASPROCESS", "ZWIFIIN", "ZWIFIOUT", "ZWWANIN", "ZWWANOUT", "ZALLFLOWS"),
            ).described(),
        ),
    ),
)
