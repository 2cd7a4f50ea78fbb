"""Where a rule stands: a section that its author has opened, or one marked unverified."""

import msgspec


class Citation(msgspec.Struct, frozen=True):
    """A place in an authority's text.

    ``source`` names the text and section as its readers cite it (``42 CFR 424.44(a)``);
    ``verified`` says that whoever wrote the rule has opened that section. ``edition`` is the
    year, revision or release that was opened.
    """

    source: str
    edition: str = ""
    verified: bool = True

    def __str__(self) -> str:
        text = f"{self.source} ({self.edition})" if self.edition else self.source
        return text if self.verified else f"{text} [unverified]"
