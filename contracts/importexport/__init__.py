"""The whole catalogue as one workbook: how it stands on a day, and back with what must change."""
