"""Grants that ended by time: their keys are destroyed, and the worker's key of each with them.

docs/access.md 4. The janitor of the vault does it; what was destroyed already is left alone.
"""

from api.services import Services
from api.unused_keys import SYSTEM


def sweep_grants(services: Services) -> int:
    """Destroy what opens the grants that ended by time; give how many there were."""
    ended = services.withdrawals.expire(SYSTEM)
    for gid in ended:
        services.worker_keys.destroy(gid)
    return len(ended)
