"""Denials worked to their outcome: cases, corrected claims, letters, under- and overpayments."""
