"""Everything that the apps and the worker share in the vault process."""

from dataclasses import dataclass, field

from api.keyring import Keyring, WorkerKeys
from api.session import SqliteDatabase
from audit.policy import LogPolicy
from audit.publisher import Publisher
from consent.access import Access
from consent.marks import Marks
from consent.withdrawal import Withdrawals
from vault.ids import Clock, Random
from vault.objects_files import DirectoryStore


@dataclass(frozen=True, slots=True)
class Services:
    """Built once, in api/wiring.py."""

    database: SqliteDatabase
    store: DirectoryStore
    keyring: Keyring = field(repr=False)
    worker_keys: WorkerKeys = field(repr=False)
    publisher: Publisher
    policy: LogPolicy
    policy_text: str
    access: Access
    withdrawals: Withdrawals
    marks: Marks
    clock: Clock
    random: Random

    def now_ms(self) -> int:
        """Give the present moment in UTC milliseconds."""
        return int(self.clock().timestamp() * 1000)
