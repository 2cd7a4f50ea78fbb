"""Django settings (grown by the web layer)."""

SECRET_KEY = "type-checking only"  # noqa: S105
INSTALLED_APPS: list[str] = []
USE_TZ = True
