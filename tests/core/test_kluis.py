"""Rotating the keys of the vault, and the proof that the access log is whole."""

import base64
import uuid
from datetime import date
from io import StringIO

import pytest
from cryptography.exceptions import InvalidTag
from django.core.management import call_command
from django.db import connection

from core import kluis
from core.choices import Actorsoort, Inzagehandeling
from core.inzageketen import first_break
from core.kluisbeheer import rotate
from core.models import Concept, Idempotentie, Inzage
from indications.models import Jeugdige, JeugdigeKluis
from tests.factories.core import GebruikerFactory, OrganisatieFactory

pytestmark = pytest.mark.django_db
OLD = "oud:" + base64.b64encode(b"o" * 32).decode()
NEW = "nieuw:" + base64.b64encode(b"n" * 32).decode()
BSN = "999990019"


@pytest.fixture(autouse=True)
def _old_key(settings) -> None:
    settings.KLUIS_SLEUTELS = settings.KLUIS_HASHSLEUTEL = OLD


@pytest.fixture
def use_new_key(settings):
    def use(*, keep_old: bool = True) -> None:
        settings.KLUIS_SLEUTELS = f"{NEW},{OLD}" if keep_old else NEW

    return use


def new_jeugdige(bsn: str = BSN) -> JeugdigeKluis:
    jeugdige = Jeugdige.objects.create(
        gemeente=OrganisatieFactory(), geboortedatum=date(2015, 5, 1)
    )
    return JeugdigeKluis.objects.create(
        jeugdige=jeugdige,
        bsn_hash=kluis.fingerprint(bsn),
        bsn=kluis.encrypt(bsn, bound_to=f"bsn:{jeugdige.pk}"),
        naam=kluis.encrypt({"geslachtsnaam": "Proef"}, bound_to=f"naam:{jeugdige.pk}"),
        sleutel=kluis.current_key(),
    )


def new_concept() -> Concept:
    concept = Concept(
        gebruiker=GebruikerFactory(), organisatie=OrganisatieFactory(), soort="proef", titel="Proef"
    )
    bound = f"concept:{concept.pk}:{concept.gebruiker_id}:{concept.organisatie_id}:proef"
    concept.inhoud = kluis.encrypt({"bsn": BSN}, bound_to=bound)
    concept.save()
    return concept


def run(*args: str, **options: object) -> str:
    out = StringIO()
    call_command("kluis_roteren", *args, stdout=out, **options)
    return out.getvalue()


def test_every_model_of_the_vault_is_registered():
    assert set(kluis.KLUISMODELLEN) == {
        "afspraken.Afsprakenoverzicht",
        "afspraken.Afsprakenversie",
        "afspraken.Evaluatiemoment",
        "afspraken.Resultatenoverzicht",
        "core.Concept",
        "core.Idempotentie",
        "jeugdigen.Toekomstplan",
        "providers.GeheimAdres",
        "indications.JeugdigeKluis",
        "kennispunt.Kennispuntreeks",
        "zorgportaal.Wijzigingsverzoek",
    }


def test_after_rotating_the_old_key_may_go(use_new_key):
    vault, concept = new_jeugdige(), new_concept()
    client, key = uuid.uuid4(), "sleutel-1"
    answer = kluis.encrypt("e30=", bound_to=f"idempotentie:{client}:{key}")
    kept = Idempotentie.objects.create(
        apiclient_id=client, sleutel=key, verzoek_hash=b"h", antwoord=answer
    )
    Idempotentie.objects.create(apiclient_id=client, sleutel="loopt", verzoek_hash=b"h")
    use_new_key()
    text = run()
    assert "indications.JeugdigeKluis: 1 opnieuw versleuteld" in text
    assert "core.Idempotentie: 1 opnieuw versleuteld" in text
    use_new_key(keep_old=False)
    for row in (vault, concept, kept):
        row.refresh_from_db()
    assert vault.sleutel == "nieuw"
    assert kluis.decrypt(vault.bsn, bound_to=f"bsn:{vault.pk}") == BSN
    assert kluis.decrypt(vault.naam, bound_to=f"naam:{vault.pk}") == {"geslachtsnaam": "Proef"}
    bound = kluis.KLUISMODELLEN["core.Concept"].velden["inhoud"](concept)
    assert kluis.decrypt(concept.inhoud, bound_to=bound) == {"bsn": BSN}
    assert kluis.decrypt(kept.antwoord, bound_to=f"idempotentie:{client}:{key}") == "e30="


def test_rotating_goes_on_where_it_stopped_and_then_does_nothing(use_new_key):
    for number in range(5):
        new_jeugdige(f"99999{number:04}")
    use_new_key()
    batches = rotate(kluis.KLUISMODELLEN["indications.JeugdigeKluis"], batch=2)
    assert next(batches) == 2
    batches.close()
    assert JeugdigeKluis.objects.filter(sleutel="nieuw").count() == 2
    assert "JeugdigeKluis: 3 opnieuw" in run("--per", "2")
    assert "JeugdigeKluis: 0 opnieuw" in run()


def test_value_moved_from_another_row_stops_the_rotation(use_new_key):
    first, second = new_jeugdige("999990019"), new_jeugdige("999990020")
    JeugdigeKluis.objects.filter(pk=first.pk).update(bsn=second.bsn)
    use_new_key()
    with pytest.raises(InvalidTag):
        run()


def test_hashes_follow_a_new_hash_key(settings):
    vault = new_jeugdige()
    settings.KLUIS_HASHSLEUTEL = NEW
    assert "1 hashes vernieuwd" in run("--hash")
    vault.refresh_from_db()
    assert bytes(vault.bsn_hash) == kluis.fingerprint(BSN)


def new_inzage(number: int) -> None:
    for _ in range(number):
        Inzage.objects.create(
            handeling=Inzagehandeling.LEZEN,
            soort="proef.bekeken",
            actorsoort=Actorsoort.GEBRUIKER,
            jeugdigen=[uuid.uuid4()],
        )


def tamper(sql: str) -> None:
    """What somebody with the database password could do."""
    with connection.cursor() as cursor:
        cursor.execute("alter table core_inzage disable trigger user")
        cursor.execute(sql)
        cursor.execute("alter table core_inzage enable trigger user")


def check() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("controleer_inzageketen", "--koppen", stdout=out)
    except SystemExit as exc:
        return int(exc.code), out.getvalue()
    return 0, out.getvalue()


def test_untouched_log_holds_and_shows_its_heads():
    new_inzage(5)
    status, text = check()
    last = Inzage.objects.order_by("-nr").first()
    assert status == 0
    assert "5 regels in 1 ketens" in text
    assert f"{last.keten} 5 {bytes(last.hash).hex()}" in text


def test_empty_log_holds():
    assert check()[0] == 0


@pytest.mark.parametrize(
    ("sql", "nr", "soort"),
    [
        ("update core_inzage set doel = 'iets anders' where nr = 3", 3, "regel_gewijzigd"),
        ("update core_inzage set jeugdigen = '{}' where nr = 1", 1, "regel_gewijzigd"),
        ("delete from core_inzage where nr = 2", 3, "regel_weg"),
        ("delete from core_inzage where nr = 1", 2, "regel_weg"),
        ("update core_inzage set vorige_hash = 'x' where nr = 4", 4, "schakel_gebroken"),
        (
            "update core_inzage i set doel = 'x', hash = sha256('x') where nr = 2",
            2,
            "regel_gewijzigd",
        ),
    ],
)
def test_tampering_is_found_at_its_line(sql, nr, soort):
    new_inzage(5)
    tamper(sql)
    found = first_break()
    assert (found.nr, found.soort) == (nr, soort)
    status, text = check()
    assert status == 1
    assert f"nummer {nr}" in text
