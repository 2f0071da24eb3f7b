"""Keeping the catalogue: its kinds, its rules, how it stands on a day and what differs between two.

The catalogue of a day has two sides. Rows with a period (product in perceel, uitsluiting, tarief)
hold on the days of that period. Segment, perceel, product and tariefgroep keep one row, changed in
place on a day: before today their values come from the row history, after today the planned changes
(`Catalogusmutatie`) are put on top of what is known now.
"""
