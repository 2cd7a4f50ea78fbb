"""Who acts: a person or a machine, never nobody."""

from typing import Literal

import msgspec


class Actor(msgspec.Struct, frozen=True):
    """Who did something.

    ``identifier`` is the opaque id of a user, or the name of a program and its part
    (``cleanclaim.submission``); it never holds a patient's name or number.
    """

    kind: Literal["person", "machine"]
    identifier: str

    @classmethod
    def person(cls, user_id: object) -> "Actor":
        """Return the person who is signed in as this user."""
        return cls("person", str(user_id))

    @classmethod
    def machine(cls, name: str) -> "Actor":
        """Return a part of this program that acts by itself."""
        return cls("machine", name)

    def __str__(self) -> str:
        return f"{self.kind} {self.identifier}"
