"""Letters as accessible PDF: tagged, with a title and a language (PDF/UA-1; N-A11Y-05)."""
