"""Rules that a payer or a practice has of its own, in YAML. See ``docs/edits/practice-rules.md``.

Modules are named where they are used (``practice_rules.loading``, ``.judging``, ``.trial``, ``.mining``):
:class:`cleanclaim.edits.Rules` holds such rules, and they are judged with it.
"""
