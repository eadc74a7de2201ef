"""Roles of staff: who asks, who receives, who works beside her, and on which app.

docs/policy.md 4. Which route a role may call is declared at the route; these are the sets that
several routes share. Nobody has two roles: a person with two tasks has two logins and keys.
"""

from consent.editions import ASKERS

SUPERVISOR = "supervisor"
DISCLOSURE = "disclosure-officer"
DEFENCE = "defence-reviewer"

ADVOCATE = "advocate"
COURT_EXPERT = "court-expert"

RECEIVERS = (*ASKERS, SUPERVISOR, DISCLOSURE, DEFENCE)
"""The roles that a release may name; they work at the gateway."""

ENROLLED = ("guardian", *RECEIVERS, COURT_EXPERT, ADVOCATE)
"""The roles that an administrator enrols and ends: none that lets in, none that watches."""

STAFF = (*ENROLLED, "auditor", "administrator")
"""Every role of staff."""
