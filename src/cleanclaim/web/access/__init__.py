"""The doors: who asks, what they may do there, and that it was written down.

``screen`` lets a view in only with a signed-in user, a second factor, an organization and a
permission, inside that organization's transaction. Each application's ``access.py`` reaches its
rows through the ``Access`` that the view was given.
"""

from cleanclaim.web.access.access import Access, access_of
from cleanclaim.web.access.screen import AccessRequest, screen

__all__ = ["Access", "AccessRequest", "access_of", "screen"]
