"""Documents: taken in after a look at their content, kept outside the web root, served by one view.

Declare a kind with `Documentsoort(code, naam, lezen=…, bereik=…)` in the app's `policies.py`, store
with `store_document(actor, chunks=upload.chunks(), …)`, show with `documenten/_document.html`.
"""
