"""What PostgreSQL itself guarantees: row security, append-only tables, balanced entries.

``operations`` holds the migration operations, ``migrating`` runs migrations as the owner,
``guards`` asks the catalogue whether the guarantees are in force.
"""
