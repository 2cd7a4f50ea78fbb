"""The ASGI application that ``cleanclaim serve`` runs."""

from django.core.asgi import get_asgi_application

from cleanclaim.web.setup import setup

setup()
application = get_asgi_application()
