"""Encounters, their documents, proposed and accepted codes, provider queries."""
