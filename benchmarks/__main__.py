"""``python -m benchmarks [NAME…]`` runs the benchmarks named, or all, and prints their ratios."""

import importlib
import pkgutil
import sys
from pathlib import Path


def main() -> int:
    """Run the benchmarks; exit status 1 when one is over its limit."""
    here = Path(__file__).parent
    names = sorted(m.name for m in pkgutil.iter_modules([str(here)]) if not m.name.startswith("_"))
    wanted = sys.argv[1:] or names
    unknown = [name for name in wanted if name not in names]
    if unknown:
        print(f"benchmarks: there is no {', '.join(unknown)}; there are {', '.join(names)}.", file=sys.stderr)
        return 2
    results = [importlib.import_module(f"benchmarks.{name}").main() for name in wanted]
    return 1 if any(results) else 0


if __name__ == "__main__":
    sys.exit(main())
