"""``python -m cleanclaim`` is the same as the ``cleanclaim`` command."""

from cleanclaim.cli import main

if __name__ == "__main__":
    main()
