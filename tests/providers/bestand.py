"""The file of the story: 361 aanbieders, 40 of them wrong, as somebody would have it."""

import csv
import io

GOED, FOUT = 321, 40
_PLACES = ("Enschede", "Hengelo", "Almelo", "Goor", "Rijssen")
_WRONG = (
    {"kvk": "12345"},
    {"rechtsvorm": "Maatschap"},
    {"naam": ""},
    {"kvk": "KvK onbekend", "website": "geen site"},
    {"grootte": "midden"},
)


def aanbieders(*, goed: int = GOED, fout: int = FOUT) -> bytes:
    """Semicolons; the wrong rows are spread over the file."""
    total = goed + fout
    step = total // fout if fout else total + 1
    text = io.StringIO()
    heads = ["kvk", "naam", "rechtsvorm", "grootte", "vestigingsplaats", "website"]
    writer = csv.DictWriter(text, heads, delimiter=";")
    writer.writeheader()
    done = 0
    for nr in range(total):
        row = {
            "kvk": f"{99_000_000 + nr}",
            "naam": f"Zorggroep {nr:04}",
            "rechtsvorm": ("Stichting", "Besloten vennootschap", "Eenmanszaak")[nr % 3],
            "grootte": ("Overig", "Groot", "")[nr % 3],
            "vestigingsplaats": _PLACES[nr % 5],
            "website": f"www.zorggroep-{nr}.example",
        }
        if nr % step == step - 1 and done < fout:
            row |= _WRONG[done % len(_WRONG)]
            done += 1
        writer.writerow(row)
    return text.getvalue().encode()
