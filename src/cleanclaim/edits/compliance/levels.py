"""The levels of visits: which code is higher than which, within one category of visits."""

_CATEGORIES = (
    "99202 99203 99204 99205",
    "99211 99212 99213 99214 99215",
    "99221 99222 99223",
    "99231 99232 99233",
    "99234 99235 99236",
    "99238 99239",
    "99242 99243 99244 99245",
    "99252 99253 99254 99255",
    "99281 99282 99283 99284 99285",
    "99304 99305 99306",
    "99307 99308 99309 99310",
    "99315 99316",
    "99341 99342 99344 99345",
    "99347 99348 99349 99350",
)
LEVELS = {code: (category, level) for category in _CATEGORIES for level, code in enumerate(category.split())}
"""Visit code to its category and its place in it, from the lowest level."""


def is_higher(billed: str, supported: str) -> bool:
    """Return whether a visit code is of a higher level than another of the same category."""
    mine, theirs = LEVELS.get(billed), LEVELS.get(supported)
    return mine is not None and theirs is not None and mine[0] == theirs[0] and mine[1] > theirs[1]
