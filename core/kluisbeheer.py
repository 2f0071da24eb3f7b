"""Renewing the keys of the vault: batch by batch, each its own transaction, so it can stop and go
on.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Substr

from core import kluis
from core.kluis import Kluismodel

BATCH = 500


def rotate(entry: Kluismodel, *, batch: int = BATCH) -> Iterator[int]:
    """Re-encrypt every value that is not under the newest key; yields the size of each batch done.

    Raises KeyError for a value whose key is no longer configured, InvalidTag for one that was
    tampered with.
    """
    last: Any = None
    while True:
        with transaction.atomic():
            rows = list(_under_old_key(entry, last).select_for_update()[:batch])
            for row in rows:
                _encrypt_again(entry, row)
            if rows:
                fields = [*entry.velden, *filter(None, [entry.sleutelveld])]
                _model(entry).objects.bulk_update(rows, fields)
        if not rows:
            return
        last = rows[-1].pk
        yield len(rows)


def renew_hashes(entry: Kluismodel, *, batch: int = BATCH) -> int:
    """Compute every keyed hash anew under the present hash key; returns how many.

    One transaction with the table locked for writing: half of the hashes under another key would
    let a jeugdige be entered twice.
    """
    model, done = _model(entry), 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f'lock table "{model._meta.db_table}" in exclusive mode')
        last: Any = None
        known = Q(**{f"{name}__isnull": False for name in (entry.hash_van, entry.hashveld)})
        while rows := list(_after(model, last).filter(known)[:batch]):
            for row in rows:
                value = _decrypt(entry, row, entry.hash_van)
                setattr(row, entry.hashveld, kluis.fingerprint(entry.hash_tekst(row, value)))
            model.objects.bulk_update(rows, [entry.hashveld])
            done += len(rows)
            last = rows[-1].pk
    return done


def _model(entry: Kluismodel) -> Any:
    return apps.get_model(entry.model)


def _after(model: Any, last: Any) -> models.QuerySet[Any]:
    rows = model.objects.order_by("pk")
    return rows if last is None else rows.filter(pk__gt=last)


def _under_old_key(entry: Kluismodel, last: Any) -> models.QuerySet[Any]:
    prefix = kluis.current_key().encode() + b"\0"
    old = Q()
    heads = {}
    for name in entry.velden:
        heads[f"{name}_kop"] = Substr(name, 1, len(prefix), output_field=models.BinaryField())
        old |= Q(**{f"{name}__isnull": False}) & ~Q(**{f"{name}_kop": prefix})
    return _after(_model(entry), last).alias(**heads).filter(old)


def _decrypt(entry: Kluismodel, row: Any, name: str) -> Any:
    return kluis.decrypt(bytes(getattr(row, name)), bound_to=entry.velden[name](row))


def _encrypt_again(entry: Kluismodel, row: Any) -> None:
    for name, bound_to in entry.velden.items():
        if getattr(row, name) is not None:
            value = _decrypt(entry, row, name)
            setattr(row, name, kluis.encrypt(value, bound_to=bound_to(row)))
    if entry.sleutelveld:
        setattr(row, entry.sleutelveld, kluis.current_key())
