"""The readers that there are. A new format is one file and one line here."""

from extraction.reader import Reader
from extraction.readers.android_backup import AndroidBackupReader
from extraction.readers.case_uco import CaseReader
from extraction.readers.cellebrite import CellebriteReader
from extraction.readers.ios_backup import IosBackupReader
from extraction.readers.lava import LavaReader
from extraction.readers.phone_folder import PhoneDatabaseReader, PhoneFolderReader
from extraction.readers.phone_zip import PhoneZipReader
from extraction.readers.plain_files import PlainFilesReader
from extraction.readers.sms_backup import SmsBackupReader
from extraction.readers.telegram import TelegramReader
from extraction.readers.whatsapp_text import WhatsAppTextReader

READERS: tuple[Reader, ...] = (
    LavaReader(),
    CellebriteReader(),
    SmsBackupReader(),
    WhatsAppTextReader(),
    TelegramReader(),
    CaseReader(),
    IosBackupReader(),
    AndroidBackupReader(),
    PhoneZipReader(),
    PhoneFolderReader(),
    PhoneDatabaseReader(),
    PlainFilesReader(),
)
