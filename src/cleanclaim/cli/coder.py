"""What codes the notes of a command: the reference store, a lexicon for each release, the profile."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cleanclaim.cli.batch import BatchNote
    from cleanclaim.cli.code_jobs import Options
    from cleanclaim.codesets import Store
    from cleanclaim.coding import CodingContext, CodingResult, Document, Lexicon, Proposal
    from cleanclaim.exchange.second_opinion import Endpoint

BILLING = "billing"
CODIESP = "codiesp"
ACCEPT_AT = 0.8
"""The default of cleanclaim.coding.CodingContext, which is imported only when a note is coded."""


def say(notice: str) -> None:
    """Tell a person what was taken for granted."""
    click.echo(notice, err=True)


class Coder:
    """What all notes of a run share: the store and a lexicon for each release.

    ``notice`` is what was taken for granted, once it was; it is told by ``announce`` where there is one.
    ``warning`` is what could not be done for the last note, which was coded without it.
    """

    def __init__(
        self,
        directory: Path | None,
        on: date | None,
        setting: str,
        profile: str = BILLING,
        *,
        accept_at: float = ACCEPT_AT,
        store: "Store | None" = None,
        announce: Callable[[str], None] | None = say,
        earlier: "Sequence[Document]" = (),
        endpoint: "Endpoint | None" = None,
    ) -> None:
        self._directory = directory
        self._on = on
        self.setting = setting
        self.profile = profile
        self._accept_at = accept_at
        self._store = store
        self._announce = announce
        self._earlier = tuple(earlier)
        self._endpoint = endpoint
        self._silent = False  # the endpoint failed: it is not asked again, or each note would wait for it
        self.warning = ""
        self.notice = ""
        self._lexicons: dict[str, Lexicon] = {}

    @property
    def store(self) -> "Store":
        """The reference store, opened (and compiled when it is missing) at the first note."""
        if self._store is None:
            from cleanclaim.cli.reference_store import reference_store

            self._store = reference_store(self._directory)
        return self._store

    @property
    def default_date(self) -> date:
        """The date of notes that give none; announced when nobody named it."""
        if self._on is None:
            from cleanclaim.codesets import ICD10CM_KIND
            from cleanclaim.primitives import NotLoaded

            releases = self.store.releases(ICD10CM_KIND)
            if not releases:
                raise NotLoaded("No ICD-10-CM release is loaded.", fix="See: cleanclaim reference status.")
            newest = max(releases, key=lambda release: release.effective_to)
            self._on = newest.effective_to
            self.notice = f"No date of service given: {self._on}, the last day of {newest.label}."
            if self._announce is not None:
                self._announce(self.notice)
        return self._on

    def options(self, settings: tuple[str, ...], *, as_json: bool) -> "Options":
        """Return what another process needs to code as this one does."""
        from cleanclaim.cli.code_jobs import Options

        behind = self.store.behind
        return Options(
            reference=str(self.store.directory.absolute()),
            behind="" if behind is None else str(behind.absolute()),
            on=self._on,
            setting=self.setting,
            profile=self.profile,
            accept_at=self._accept_at,
            earlier=self._earlier,
            second_opinion=self._endpoint is not None,
            settings=settings,
            as_json=as_json,
        )

    def lexicon_for(self, on: date) -> "Lexicon":
        """Return the lexicon of the release in force on a day."""
        from cleanclaim.cli.kept_terms import lexicon_of
        from cleanclaim.codesets import ICD10CM_KIND, Release

        release = self.store.release_on(ICD10CM_KIND, on)
        key = release.label + release.sha256 if isinstance(release, Release) else str(on)
        if key not in self._lexicons:
            self._lexicons[key] = lexicon_of(self.store, on)
        return self._lexicons[key]

    def code(self, note_id: str, asked: "BatchNote") -> "CodingResult":
        """Return the result for one note.

        Raises ``UnreadableFile`` for a text that is empty or binary.
        """
        from cleanclaim.coding import CodingContext, Document, suggest
        from cleanclaim.coding.stays import procedures_alone
        from cleanclaim.primitives import NotLoaded, UnreadableFile

        if "\x00" in asked.text:
            raise UnreadableFile("this is not text but binary data.", fix="Hand in the note as plain text.")
        if not asked.text.strip():
            raise UnreadableFile("the note is empty.", fix="Hand in a note that has text.")
        day = asked.date_of_service or self.default_date
        context = CodingContext(
            date_of_service=day,
            setting=asked.setting or self.setting,
            claim_type=asked.claim_type,
            payer_kind=asked.payer_kind,
            patient_age=None if asked.patient_age is None else float(asked.patient_age),
            patient_sex=asked.patient_sex,
            new_patient=asked.new_patient,
            accept_at=self._accept_at,
        )
        if self.profile == CODIESP:
            from cleanclaim.coding.codiesp import suggest_mentions

            return suggest_mentions(Document(note_id, asked.text), context, self.lexicon_for(day))
        document = Document(note_id, asked.text)
        try:
            lexicon = self.lexicon_for(day)
        except NotLoaded as error:
            alone = procedures_alone(document, context, self.store, str(error))
            if alone is None:
                raise
            return alone
        earlier = [Document(f"earlier note {n}", text) for n, text in enumerate(asked.earlier_notes, 1)]
        proposals = self._second_opinion(document, context)
        result = suggest(
            document, context, lexicon, self.store, earlier=(*self._earlier, *earlier), proposals=proposals
        )
        if self._endpoint is not None and not self._silent:
            result.releases["SECOND_OPINION"] = self._endpoint.model
        return result

    def _second_opinion(self, document: "Document", context: "CodingContext") -> "tuple[Proposal, ...]":
        """Return what the endpoint proposes; when it fails, nothing, once with a warning."""
        self.warning = ""
        if self._endpoint is None or self._silent:
            return ()
        from time import monotonic

        from cleanclaim.exchange.second_opinion import ask_for_proposals
        from cleanclaim.primitives import ConfigurationError

        try:
            return ask_for_proposals(
                self._endpoint,
                document.text,
                setting=context.setting,
                on=context.date_of_service,
                clock=monotonic,
            )
        except ConfigurationError as error:
            self._silent, self.warning = True, str(error)
            return ()
