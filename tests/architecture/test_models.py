"""Every model has a scope, a history, a word, and constraints that speak Dutch."""

from collections import Counter

import pytest
from django.db import connection
from django.db.models import CASCADE, ForeignKey

from core.genereren import import_everything, missing_terms, models_of_ours
from core.policies import POLICIES, ScopedQuerySet
from tests.architecture.bron import APPS

import_everything()
MODELS = {model._meta.label: model for model in models_of_ours()}

#: No policy: no door gives rows of these by `for_actor`; who does reach them, and where.
ZONDER_BEREIK = {
    "core.Organisatie": "names of organisations are no secret; a choice in filters and the API",
    "core.Gebruiker": "own account only, by the id of the session; the rest in the admin",
    "core.ApiClient": "at the token endpoint and in the admin only",
    "core.Rol": "at login, by the id of the session, and in the admin",
    "core.Gebeurtenis": "read by object, after that object was found in scope",
    "core.Uitgaand": "read by its tasks, and by its receiver's own choice of mail",
    "aanlevering.Aanleveringsbestand": "read through its Aanlevering, which was found in scope",
    "core.Idempotentie": "read by key and actor in one statement",
    "indications.JeugdigeKluis": "opened by indications.services.kluis only, and logged",
    "providers.Gemeentehuis": "public addresses; the kind `locatie` puts them on a secret one",
}
#: No row history: what tells the story instead.
ZONDER_GESCHIEDENIS = {
    "core.Document": "content never changes; storing and the judgement of the scan are events",
    "core.Signaal": "every step of a signal is a Signaalstap",
    "core.Signaalstap": "is itself the history of a signal",
    "core.Job": "progress, no data; starting and stopping are events",
    "core.Concept": "unfinished input of one person, thrown away after a while",
    "core.Weergave": "a preference of one person, thrown away at will",
    "core.Uitgaand": "outbox with a status and a moment per attempt",
    "core.Idempotentie": "kept for one day",
    "kennispunt.Kennispuntreeks": "never changed; history would keep its key under an old one",
    "providers.GeheimAdres": "history would copy the sealed address under an old key (R-BES-2)",
    "indications.JeugdigeKluis": "history would keep names after rotation or removal (N-AVG)",
    "jeugdigen.Toekomstplan": "each version is a row; history would keep texts (N-AVG)",
    "contracts.Indexeringsregel": "written whole per reckoning, and never changed",
    "availability.Opgave": "each report is a new row with its own week",
    "aanlevering.Aanleveringsbestand": "unfinished input of one person, gone after a while",
    "indications.Declaratieregel": "comes once from the backoffice and is never changed",
    "indications.Verbruik": "derived from declaratieregels, checked against their sum",
    "monitoring.Dekking": "derived, counted anew each quarter of an hour",
    "monitoring.Meting": "derived; a check proves nightly that it equals its source",
    "leveranciers.Segmentaandeel": "derived, made anew every night",
    "werklijsten.Reeksregel": "written at the preview and once when done; events tell the rest",
}
#: Goes when its parent goes.
DEEL_VAN = {
    ("core.Concept", "gebruiker"),
    ("core.Signaalstap", "signaal"),
    ("core.Weergave", "gebruiker"),
    ("availability.Opgave", "aanbod"),
    ("contracts.Indexeringsregel", "indexering"),
    ("indications.JeugdigeKluis", "jeugdige"),
    ("aanlevering.Aanleveringsbestand", "aanlevering"),
    ("monitoring.Rapportregel", "rapportage"),
    ("indications.Verbruik", "toewijzing"),
    ("monitoring.Dekking", "gemeente"),
    ("werklijsten.Reeksregel", "reeks"),
    ("monitoring.Dekking", "perceel"),
}


def everyone():
    return pytest.mark.parametrize("label", sorted(MODELS))


@everyone()
def test_model_has_a_scope_or_a_reason(label):
    assert (MODELS[label] in POLICIES) != (label in ZONDER_BEREIK)


@everyone()
def test_manager_of_a_scoped_model_offers_for_actor(label):
    if MODELS[label] in POLICIES:
        assert issubclass(MODELS[label]._default_manager._queryset_class, ScopedQuerySet)


@everyone()
def test_model_has_history_or_is_append_only_or_has_a_reason(label):
    model = MODELS[label]
    history = hasattr(model, "pgh_event_model")
    append_only = "alleen_toevoegen" in {t.name for t in getattr(model._meta, "triggers", [])}
    assert [history, append_only, label in ZONDER_GESCHIEDENIS].count(True) == 1


@pytest.mark.django_db
@everyone()
def test_history_is_written_by_triggers_on_insert_and_update(label):
    """Asks the database, not the model: a trigger that no migration made does not write."""
    if not hasattr(MODELS[label], "pgh_event_model"):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgname from pg_trigger where tgrelid = %s::regclass and tgenabled = 'O'",
            [MODELS[label]._meta.db_table],
        )
        names = " ".join(row[0] for row in cursor.fetchall())
    assert "insert_insert" in names
    assert "update_update" in names


def test_every_model_has_a_term():
    assert missing_terms() == []


def test_lists_of_exceptions_name_models_that_exist():
    assert not (set(ZONDER_BEREIK) | set(ZONDER_GESCHIEDENIS)) - set(MODELS)


@everyone()
def test_constraint_has_a_code_and_a_dutch_message_of_its_own(label):
    for constraint in MODELS[label]._meta.constraints:
        assert constraint.violation_error_code, constraint.name
        assert constraint.violation_error_message != constraint.default_violation_error_message
        assert str(constraint.violation_error_message).endswith("."), constraint.name


def test_names_of_constraints_and_indexes_are_unique_and_fit_postgresql():
    names = Counter(
        item.name for m in MODELS.values() for item in (*m._meta.constraints, *m._meta.indexes)
    )
    assert not [name for name, count in names.items() if count > 1]
    assert not [name for name in names if len(name) > 63]


@everyone()
def test_save_and_delete_are_not_overridden(label):
    """A rule in `save()` is a rule that bulk, SQL and COPY walk around."""
    for klass in MODELS[label].__mro__:
        if klass.__module__.split(".")[0] in APPS:
            assert not {"save", "delete"} & set(vars(klass)), klass


@everyone()
def test_foreign_keys_protect_unless_the_row_is_part_of_its_parent(label):
    for field in MODELS[label]._meta.local_fields:
        if isinstance(field, ForeignKey):
            deletes = field.remote_field.on_delete is CASCADE
            assert not deletes or (label, field.name) in DEEL_VAN, field.name
