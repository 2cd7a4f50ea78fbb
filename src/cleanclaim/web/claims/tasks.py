"""The jobs of the claim's way, where workers look for them."""

from cleanclaim.web.steps import run_step

__all__ = ["run_step"]
