"""cleanclaim: medical billing and coding, from the clinical note to the posted payment.

The package is a stack of layers (see ``docs/architecture.md``). Everything from
:mod:`cleanclaim.workflow` down is the engine: pure functions over immutable values.
Nothing is imported here, so that ``import cleanclaim`` stays cheap.
"""

__version__ = "0.1.0"
