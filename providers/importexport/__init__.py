"""Import and export of the approved data of aanbieders, by contract management (R-ZP-4).

One module per file: what its columns are (`KOLOMMEN`), what is wrong with its rows, how they are
stored, and the same columns as an export. What is imported is approved data at once; it decides no
wijzigingsverzoek.

Every file works by a key: a row whose key the portal knows brings that row up to date, another adds
one, and nothing is ever deleted. An empty cell empties the value; a column that the file does not
have leaves it as it was.
"""
