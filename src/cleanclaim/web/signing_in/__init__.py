"""Signing in: a password, then a code from an authenticator. The mechanics are django-allauth's."""
