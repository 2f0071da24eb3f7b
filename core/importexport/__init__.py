"""One engine for everything that comes in or goes out as CSV or XLSX.

In: an `Importschema` (columns and a service per batch) read by `inlezen.run_import`, shown by
`views.ImportView`. Out: `uitvoer.export_queryset`, for "export van wat hier staat".
"""
