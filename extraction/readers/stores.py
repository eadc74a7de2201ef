"""The known stores. A new app is one file and one line here.

docs/readers.md 10.
"""

from extraction.readers import (
    store_android_people,
    store_android_sms,
    store_ios_calls,
    store_ios_contacts,
    store_ios_notes,
    store_ios_photos,
    store_ios_sms,
    store_ios_web,
    store_more,
    store_web,
    store_whatsapp_android,
    store_whatsapp_ios,
    store_whatsapp_people,
)
from extraction.readers.store_schema import Store

STORES: tuple[Store, ...] = (
    store_ios_sms.STORE,
    store_ios_calls.CALLS,
    store_ios_calls.VOICEMAIL,
    store_ios_contacts.STORE,
    store_ios_notes.STORE,
    store_ios_photos.STORE,
    store_ios_web.STORE,
    *store_whatsapp_ios.STORES,
    store_android_sms.STORE,
    *store_android_people.STORES,
    store_whatsapp_android.STORE,
    store_whatsapp_people.CONTACTS,
    *store_web.STORES,
    *store_more.STORES,
)

FILES = frozenset(name for store in STORES for name in store.files)
"""Lower-case file names under which known stores lie."""
