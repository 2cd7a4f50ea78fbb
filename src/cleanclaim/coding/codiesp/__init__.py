"""The mention profile (``--profile codiesp``): every condition and procedure that a text mentions.

It exists for comparison with the CodiEsp benchmark. It is not billing: negated findings and codes
that are not billable are proposed as that corpus' annotators did. See ``docs/algorithms/coding-codiesp.md``.
"""

from cleanclaim.coding.codiesp.profile import suggest_mentions

__all__ = ["suggest_mentions"]
