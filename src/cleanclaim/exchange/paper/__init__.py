"""Claims on paper: CMS-1500 (02/12), UB-04 and the ADA dental form, as boxes and as PDF.

``fill`` is pure: a claim becomes pages of boxes with text, and a list of what does not fit or is
missing. ``write_pdf`` draws the pages, either the text alone, at its place on pre-printed paper, or
with our own rulings and short labels. Nothing of the forms' artwork or wording is reproduced.
"""

from cleanclaim.exchange.paper.drawing import write_pdf
from cleanclaim.exchange.paper.fill import FORM_NAMES, fill
from cleanclaim.exchange.paper.values import FilledForm, Page, Place, Problem

__all__ = ["FORM_NAMES", "FilledForm", "Page", "Place", "Problem", "fill", "write_pdf"]
