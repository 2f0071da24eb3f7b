"""What somebody could try who wants more than the rules give: each attempt that must fail."""

import datetime
from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.models import Groepproduct
from core import kluis
from core.choices import Actorsoort, Rolcode, Scanstatus
from core.fouten import NietGevonden, Ongeldig, PortalFout, Verboden
from core.models import Gebeurtenis, Gebruiker, Rol
from providers.models import Bankrekening, Dossierstuk, GeheimAdres, Gemeentehuis, Locatie
from tests.core.test_kluis import NEW
from tests.factories.core import RolFactory
from tests.factories.providers import AanbiederFactory, BankrekeningFactory
from tests.zorgportaal.conftest import SOUND
from tests.zorgportaal.test_behandelen import approve, everything_in_the_database
from zorgportaal.choices import Verzoekstatus
from zorgportaal.documenten import DOSSIERSTUK, IBAN_VERKLARING
from zorgportaal.inhoud import Inhoud, opened, seen_token, wijziging_of
from zorgportaal.models import Aanvulling, Wijzigingsverzoek
from zorgportaal.services import behandelen, indienen
from zorgportaal.soorten import SOORTEN
from zorgportaal.toepassen import apply_due, due

pytestmark = pytest.mark.django_db
DAG = datetime.timedelta(days=1)


@pytest.fixture
def ingediend(vraag, beheerder, vandaag):
    def make(soort, handeling="toevoegen", **anders):
        asked = vraag(soort, handeling, **anders)
        return indienen.submit(beheerder, asked, peildatum=vandaag).verzoek

    return make


@pytest.fixture
def bewaarder(actor_for, ozjt):
    """Who may see secret addresses."""
    return actor_for(Rolcode.BESCHIKBAARHEIDSBEHEERDER, ozjt)


@pytest.fixture
def gevraagd(beslisser, vandaag, ingediend):
    """Handed in and approved."""

    def make(soort, handeling="toevoegen", *, door=None, **anders):
        return approve(door or beslisser, ingediend(soort, handeling, **anders), vandaag)

    return make


def codes(refused) -> set[str]:
    return {found.code for found in refused.value.bevindingen}


class TestPeriode:
    """What has ended stays ended, and nothing outlives what it stands on."""

    def test_ending_an_ended_account_does_not_revive_it_r_zp_2(
        self, aanbieder, vraag, beheerder, vandaag
    ):
        """Without this an old account comes back in force without an IBAN-verklaring."""
        old = aanbieder.rekeningen.get()
        old.einddatum = vandaag - DAG
        old.save()
        asked = vraag("bankrekening", "beeindigen", datum=(vandaag + 300 * DAG).isoformat())
        with pytest.raises(Ongeldig) as refused:
            indienen.submit(beheerder, asked, peildatum=vandaag)
        assert codes(refused) == {"periode_ongeldig"}

    @pytest.mark.parametrize("soort", ["agb-code", "contact", "locatie", "groep"])
    def test_end_lies_between_the_begin_and_the_end_there_is(
        self, soort, aanbieder, vraag, beheerder, vandaag
    ):
        row = SOORTEN[soort].rows(aanbieder.pk).get()
        for day in (row.begindatum - DAG,) if soort != "contact" else ():
            with pytest.raises(Ongeldig) as refused:
                indienen.submit(
                    beheerder,
                    vraag(soort, "beeindigen", datum=day.isoformat()),
                    peildatum=vandaag,
                )
            assert codes(refused) == {"periode_ongeldig"}
        row.einddatum = vandaag + 10 * DAG
        row.save()
        later = (vandaag + 20 * DAG).isoformat()
        with pytest.raises(Ongeldig) as refused:
            indienen.submit(beheerder, vraag(soort, "beeindigen", datum=later), peildatum=vandaag)
        assert codes(refused) == {"periode_ongeldig"}

    def test_second_end_that_was_filed_before_the_first_was_decided(
        self, ingediend, beslisser, aanbieder, vandaag
    ):
        first = ingediend("agb-code", "beeindigen", datum=(vandaag + 5 * DAG).isoformat())
        second = ingediend("agb-code", "beeindigen", datum=(vandaag + 50 * DAG).isoformat())
        approve(beslisser, first, vandaag)
        with pytest.raises(Ongeldig) as refused:
            approve(beslisser, second, vandaag)
        assert codes(refused) == {"periode_ongeldig"}
        assert aanbieder.agb_codes.get().einddatum == vandaag + 5 * DAG

    @pytest.mark.parametrize("soort", ["contact", "locatie", "groep"])
    def test_what_has_ended_does_not_change(self, soort, aanbieder, vraag, beheerder, vandaag):
        row = SOORTEN[soort].rows(aanbieder.pk).get()
        row.einddatum = ended = vandaag - 30 * DAG
        row.save()
        with pytest.raises(Ongeldig) as refused:
            indienen.submit(beheerder, vraag(soort, "wijzigen"), peildatum=vandaag)
        assert codes(refused) == {"periode_ongeldig"}
        row.refresh_from_db()
        assert row.einddatum == ended

    def test_group_does_not_begin_where_the_location_has_ended(
        self, aanbieder, vraag, beheerder, vandaag
    ):
        aanbieder.locaties.update(einddatum=vandaag + 5 * DAG)
        asked = vraag("groep", datum=(vandaag + 10 * DAG).isoformat())
        with pytest.raises(Ongeldig) as refused:
            indienen.submit(beheerder, asked, peildatum=vandaag)
        assert codes(refused) == {"periode_ongeldig"}

    def test_products_end_with_their_group_r_bes_1(self, gevraagd, aanbieder, vandaag):
        code = next(iter(producten(aanbieder)))
        gevraagd("groep", "wijzigen", producten=[code])
        day = vandaag + 3 * DAG
        gevraagd("groep", "beeindigen", datum=day.isoformat())
        assert [row.einddatum for row in Groepproduct.objects.all()] == [day]

    @pytest.mark.parametrize(
        ("soort", "naam"),
        [("agb-code", "einddatum"), ("onderaannemer", "einddatum"), ("document", "einddatum")],
    )
    @pytest.mark.parametrize("eind", ["9999-12-31", "31-12-9999"])
    def test_last_day_of_the_calendar_breaks_no_list(
        self, soort, naam, eind, vraag, beheerder, beslisser, aanbieder, vandaag
    ):
        try:
            verzoek = indienen.submit(
                beheerder, vraag(soort, **{naam: eind}), peildatum=vandaag
            ).verzoek
            approve(beslisser, verzoek, vandaag)
        except PortalFout:
            pass
        assert len(list(SOORTEN[soort].model.objects.all())) >= 0


def producten(aanbieder):
    from tests.factories.contracts import PerceelProductFactory
    from zorgportaal.soorten.groep import contracted_products

    PerceelProductFactory(perceel=aanbieder.perceelcontracten.get().perceel)
    return contracted_products(aanbieder.pk)


class TestBewijs:
    """Evidence counts when it is sound, and belongs to one thing (R-ZP-2, N-SEC-05)."""

    @pytest.mark.parametrize(
        ("soort", "bewijs"), [("bankrekening", IBAN_VERKLARING), ("document", DOSSIERSTUK)]
    )
    def test_infected_one_is_not_what_is_kept(
        self, soort, bewijs, vraag, document, beheerder, beslisser, vandaag
    ):
        bad, good = document(bewijs), document(bewijs)
        for first, second in ((bad, good), (good, bad)):
            Wijzigingsverzoek.objects.all().delete()
            type(bad).objects.filter(pk=bad.pk).update(scan=Scanstatus.NIET_GESCAND)
            asked = replace(vraag(soort, bewijs=False), bewijsstukken=[first.pk, second.pk])
            verzoek = indienen.submit(beheerder, asked, peildatum=vandaag).verzoek
            type(bad).objects.filter(pk=bad.pk).update(scan=Scanstatus.BESMET)
            change = wijziging_of(Wijzigingsverzoek.objects.get(pk=verzoek.pk))
            assert SOORTEN[soort].evidence_of(change) == good

    def test_same_document_twice_in_the_dossier_has_a_code(
        self, vraag, document, beheerder, beslisser, vandaag
    ):
        paper = document(DOSSIERSTUK)
        requests = [
            indienen.submit(
                beheerder,
                replace(
                    vraag("document", bewijs=False, omschrijving=text), bewijsstukken=[paper.pk]
                ),
                peildatum=vandaag,
            ).verzoek
            for text in ("Een", "Twee")
        ]
        approve(beslisser, requests[0], vandaag)
        with pytest.raises(Ongeldig) as refused:
            approve(beslisser, requests[1], vandaag)
        assert codes(refused) == {"document_al_in_dossier"}
        with pytest.raises(Ongeldig) as refused:
            indienen.submit(
                beheerder,
                replace(
                    vraag("document", bewijs=False, omschrijving="Drie"), bewijsstukken=[paper.pk]
                ),
                peildatum=vandaag,
            )
        assert codes(refused) == {"document_al_in_dossier"}
        assert Dossierstuk.objects.count() == 1

    def test_paper_of_another_aanbieder_is_not_there(
        self, vraag, document, actor_for, beslisser, vandaag
    ):
        """Also for contract management, that may read both."""
        other = AanbiederFactory()
        stranger = actor_for(Rolcode.AANBIEDER_BEHEERDER, other.organisatie)
        paper = document(IBAN_VERKLARING)
        asked = replace(
            vraag("bankrekening", bewijs=False), aanbieder_id=other.pk, bewijsstukken=[paper.pk]
        )
        filed = indienen.submit
        for who in (stranger, beslisser):
            with pytest.raises(NietGevonden):
                filed(who, asked, peildatum=vandaag)
        assert not Wijzigingsverzoek.objects.exists()

    def test_paper_of_another_kind_opens_no_iban_r_zp_2(self, vraag, document, beheerder, vandaag):
        paper = document(DOSSIERSTUK)
        asked = replace(vraag("bankrekening", bewijs=False), bewijsstukken=[paper.pk])
        with pytest.raises(Ongeldig) as refused:
            indienen.submit(beheerder, asked, peildatum=vandaag)
        assert codes(refused) == {"iban_verklaring_ontbreekt"}

    def test_verklaring_in_quarantine_opens_no_iban_r_zp_2(
        self, vraag, document, beheerder, vandaag
    ):
        paper = document(IBAN_VERKLARING)
        type(paper).objects.update(scan=Scanstatus.WACHT)
        asked = replace(vraag("bankrekening", bewijs=False), bewijsstukken=[paper.pk])
        with pytest.raises(Ongeldig) as refused:
            indienen.submit(beheerder, asked, peildatum=vandaag)
        assert codes(refused) == {"iban_verklaring_ontbreekt"}


class TestVierOgen:
    """R-ZP-4, N-IAM-06"""

    def test_who_handed_in_a_concept_of_a_colleague_is_the_one_who_filed(
        self, vraag, beheerder, actor_for, aanbieder, ozjt, vandaag
    ):
        """Also when that person works at OZJT since, and no longer at the aanbieder."""
        asked = vraag("contact", "wijzigen")
        kept = indienen.save_concept(beheerder, asked)
        filer = actor_for(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie)
        verzoek = indienen.submit(filer, asked, peildatum=vandaag, verzoek_id=kept.pk).verzoek
        assert verzoek.indiener_id == filer.id
        Rol.objects.filter(gebruiker=filer.id).update(
            begindatum=vandaag - 9 * DAG, einddatum=vandaag - DAG
        )
        RolFactory(
            gebruiker=Gebruiker.objects.get(pk=filer.id),
            rol=Rolcode.CONTRACTBEHEERDER,
            organisatie=ozjt,
        )
        now = replace(actor_for(Rolcode.CONTRACTBEHEERDER, ozjt), id=filer.id)
        with pytest.raises(Verboden) as refused:
            approve(now, verzoek, vandaag)
        assert refused.value.code == "eigen_verzoek"

    def test_who_answered_does_not_decide(
        self, ingediend, beslisser, beheerder, actor_for, aanbieder, ozjt, vandaag
    ):
        verzoek = ingediend("contact", "wijzigen")
        behandelen.ask(
            beslisser, verzoek.pk, vraag="Wie?", versie=verzoek.versie, peildatum=vandaag
        )
        second = actor_for(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie)
        answered = behandelen.answer(second, verzoek.pk, antwoord="Wij.", peildatum=vandaag)
        Rol.objects.filter(gebruiker=second.id).update(
            begindatum=vandaag - 9 * DAG, einddatum=vandaag - DAG
        )
        now = replace(actor_for(Rolcode.CONTRACTBEHEERDER, ozjt), id=second.id)
        with pytest.raises(Verboden) as refused:
            approve(now, answered, vandaag)
        assert refused.value.code == "eigen_verzoek"

    def test_who_filed_does_not_reveal(self, vraag, beslisser, vandaag):
        asked = vraag("contact", "wijzigen")
        verzoek = indienen.submit(beslisser, asked, peildatum=vandaag).verzoek
        with pytest.raises(Verboden):
            behandelen.reveal(beslisser, verzoek.pk)

    @pytest.mark.parametrize("soort", sorted({soort for soort, _ in SOUND}))
    def test_beschikbaarheidsbeheerder_decides_on_places_only(
        self, soort, ingediend, bewaarder, vandaag
    ):
        handeling = "toevoegen" if (soort, "toevoegen") in SOUND else "wijzigen"
        verzoek = ingediend(soort, handeling)
        if soort in ("locatie", "groep"):
            assert approve(bewaarder, verzoek, vandaag).status == Verzoekstatus.GOEDGEKEURD
            return
        for act in (
            lambda: approve(bewaarder, verzoek, vandaag),
            lambda: behandelen.reveal(bewaarder, verzoek.pk),
        ):
            with pytest.raises(NietGevonden):
                act()

    @pytest.mark.parametrize("rol", sorted(Rolcode))
    def test_program_decides_nothing_and_sees_none_but_of_its_aanbieder(
        self, rol, ingediend, actor_for, ozjt, vandaag
    ):
        verzoek = ingediend("contact", "wijzigen")
        program = replace(actor_for(rol, ozjt), soort=Actorsoort.API, id=uuid4())
        assert not Wijzigingsverzoek.objects.for_actor(program).exists()
        with pytest.raises(NietGevonden):
            approve(program, verzoek, vandaag)

    def test_colleague_who_gives_care_sees_no_request(self, ingediend, actor_for, aanbieder):
        ingediend("contact", "wijzigen")
        carer = actor_for(Rolcode.AANBIEDER_ZORG, aanbieder.organisatie)
        assert not Wijzigingsverzoek.objects.for_actor(carer).exists()


class TestGeheimAdres:
    """R-BES-2: also what was public before it became secret is for who may see it."""

    @pytest.fixture
    def eerst_openbaar(self, gevraagd, vandaag):
        """A location that was asked for as a public one, and its request."""
        verzoek = gevraagd("locatie", straat="Schuilplaats")
        return Locatie.objects.get(straat="Schuilplaats"), verzoek

    def make_secret(self, place, ingediend, bewaarder, vandaag, **anders):
        verzoek = ingediend(
            "locatie", "wijzigen", doel=place.pk, geheim=True, straat="Schuilplaats", **anders
        )
        return approve(bewaarder, verzoek, vandaag)

    def test_open_request_of_before_neither_shows_nor_lifts_it(
        self, eerst_openbaar, ingediend, bewaarder, beslisser, vandaag
    ):
        place, _ = eerst_openbaar
        earlier = ingediend("locatie", "wijzigen", doel=place.pk, straat="Tolstraat")
        self.make_secret(place, ingediend, bewaarder, vandaag)
        with pytest.raises(Verboden):
            behandelen.reveal(beslisser, earlier.pk)
        with pytest.raises(Verboden):
            approve(beslisser, Wijzigingsverzoek.objects.get(pk=earlier.pk), vandaag)
        assert Locatie.objects.get(pk=place.pk).geheim

    def test_request_that_made_the_location_no_longer_shows_it(
        self, eerst_openbaar, ingediend, bewaarder, beslisser, vandaag
    ):
        place, made = eerst_openbaar
        self.make_secret(place, ingediend, bewaarder, vandaag)
        made.refresh_from_db()
        assert made.geheim
        with pytest.raises(Verboden):
            behandelen.reveal(beslisser, made.pk)

    def test_request_on_another_location_stays_readable(
        self, eerst_openbaar, gevraagd, ingediend, bewaarder, vandaag
    ):
        other = gevraagd("locatie", naam="Elders", straat="Dorpsstraat", postcode="7511 AB")
        self.make_secret(eerst_openbaar[0], ingediend, bewaarder, vandaag)
        other.refresh_from_db()
        assert not other.geheim

    def test_another_gemeente_keeps_the_real_address_in_the_vault(
        self, ingediend, gevraagd, bewaarder, vandaag
    ):
        from tests.factories.core import OrganisatieFactory

        gevraagd("locatie", door=bewaarder, geheim=True, straat="Schuilplaats")
        place = Locatie.objects.get(geheim=True)
        borne = OrganisatieFactory(naam="Borne", code="0147")
        Gemeentehuis.objects.create(
            gemeente=borne, straat="Rheineplein", huisnummer="1", postcode="7622 DG", plaats="Borne"
        )
        gevraagd(
            "locatie",
            "wijzigen",
            door=bewaarder,
            doel=place.pk,
            geheim=True,
            straat="Schuilplaats",
            gemeente="0147",
        )
        place.refresh_from_db()
        assert (place.straat, place.gemeente.naam) == ("Rheineplein", "Borne")
        assert SOORTEN["locatie"].values(place)["straat"] == "Schuilplaats"
        assert "Schuilplaats" not in everything_in_the_database()

    def test_secret_address_is_not_made_public_by_leaving_a_word_out(
        self, gevraagd, bewaarder, vraag, beheerder, vandaag
    ):
        gevraagd("locatie", door=bewaarder, geheim=True, straat="Schuilplaats")
        place = Locatie.objects.get(geheim=True)
        sound = vraag("locatie", "wijzigen", doel=place.pk, naam="Anders")
        left_out = {k: v for k, v in sound.inhoud.nieuw.items() if k != "geheim"}
        for nieuw in (left_out, {**left_out, "geheim": None}):
            asked = replace(sound, inhoud=replace(sound.inhoud, nieuw=nieuw))
            with pytest.raises(Ongeldig) as refused:
                indienen.submit(beheerder, asked, peildatum=vandaag)
            assert codes(refused) == {"verplicht"}


class TestTweeWijzigingen:
    """Of two changes in place on one row each does its own part, whenever its day is."""

    @pytest.mark.parametrize("first_day", [5, 15])
    def test_neither_takes_the_other_back(
        self, first_day, vraag, beheerder, beslisser, aanbieder, vandaag
    ):
        group = SOORTEN["groep"].rows(aanbieder.pk).get()
        now = SOORTEN["groep"].values(group)
        filed = [
            indienen.submit(
                beheerder,
                vraag(
                    "groep",
                    "wijzigen",
                    datum=(vandaag + days * DAG).isoformat(),
                    **{"naam": now["naam"], "capaciteit": now["capaciteit"], **one},
                ),
                peildatum=vandaag,
            ).verzoek
            for days, one in ((first_day, {"naam": "De Dassen"}), (10, {"capaciteit": 3}))
        ]
        for verzoek in filed:
            approve(beslisser, verzoek, vandaag)
        for days in range(20):
            apply_due(vandaag + days * DAG)
        group.refresh_from_db()
        assert (group.naam, group.capaciteit) == ("De Dassen", 3)
        assert not due(vandaag + 20 * DAG).exists()


class TestUitvoeren:
    def test_one_that_breaks_does_not_stop_the_next(
        self, ingediend, bewaarder, beslisser, aanbieder, vandaag
    ):
        day = vandaag + 5 * DAG
        secret = ingediend("locatie", "wijzigen", geheim=True, datum=day.isoformat())
        approve(bewaarder, secret, vandaag)
        approve(beslisser, ingediend("identiteit", "wijzigen", datum=day.isoformat()), vandaag)
        Gemeentehuis.objects.all().delete()
        assert apply_due(day) == 1
        aanbieder.refresh_from_db()
        assert aanbieder.naam == "Zorghuis De Lindeboom"
        told = Gebeurtenis.objects.get(soort="wijziging.niet_toegepast")
        assert told.object_id == secret.pk
        assert not GeheimAdres.objects.exists()

    def test_defect_in_one_does_not_stop_the_next(
        self, ingediend, beslisser, aanbieder, vandaag, monkeypatch, caplog
    ):
        day = vandaag + 5 * DAG
        approve(beslisser, ingediend("groep", "wijzigen", datum=day.isoformat()), vandaag)
        approve(beslisser, ingediend("identiteit", "wijzigen", datum=day.isoformat()), vandaag)

        def breaks(act, w):
            raise RuntimeError(w.nieuw["naam"])

        monkeypatch.setattr(SOORTEN["groep"], "apply", breaks)
        assert apply_due(day) == 1
        assert "De Eekhoorns" not in caplog.text

    def test_day_of_the_clock_change_and_of_the_leap_year(
        self, ingediend, beslisser, aanbieder, vandaag
    ):
        for day in ("2027-03-28", "2027-10-31", "2028-02-29", "2027-12-31"):
            when = datetime.date.fromisoformat(day)
            verzoek = ingediend("identiteit", "wijzigen", datum=day, naam=f"Naam {day}")
            approve(beslisser, verzoek, vandaag)
            assert apply_due(when - DAG) == 0
            assert apply_due(when) == 1
            aanbieder.refresh_from_db()
            assert aanbieder.naam == f"Naam {day}"


class TestTekst:
    def test_text_that_the_database_cannot_hold_has_a_code(
        self, ingediend, beslisser, beheerder, vandaag
    ):
        verzoek = ingediend("contact", "wijzigen")
        versie = verzoek.versie
        acts = [
            lambda text: behandelen.ask(
                beslisser, verzoek.pk, vraag=text, versie=versie, peildatum=vandaag
            ),
            lambda text: behandelen.reject(beslisser, verzoek.pk, reden=text, versie=versie),
            lambda text: indienen.withdraw(beheerder, verzoek.pk, reden=text),
        ]
        for act in acts:
            for text, code in (("a\0b", "ongeldig_formaat"), ("x" * 2001, "te_lang")):
                with pytest.raises(Ongeldig) as refused:
                    act(text)
                assert codes(refused) == {code}

    def test_answer_is_never_cut_off(self, ingediend, beslisser, beheerder, vandaag):
        verzoek = ingediend("contact", "wijzigen")
        behandelen.ask(
            beslisser, verzoek.pk, vraag="Wie?", versie=verzoek.versie, peildatum=vandaag
        )
        for text, code in (("a\0b", "ongeldig_formaat"), ("x" * 2001, "te_lang")):
            with pytest.raises(Ongeldig) as refused:
                behandelen.answer(beheerder, verzoek.pk, antwoord=text, peildatum=vandaag)
            assert codes(refused) == {code}
        assert Aanvulling.objects.get().antwoord == ""

    @pytest.mark.parametrize(
        "naam",
        ["Bank\u202egnidnap", "Twee\nregels", "Nul\0", "Los\ud800", "Stil\u2066om\u2069"],
        ids=["rtl", "newline", "nul", "surrogate", "isolate"],
    )
    def test_name_that_reads_as_another_one_is_refused(self, naam, vraag, beheerder, vandaag):
        asked = vraag("bankrekening", tenaamstelling=naam)
        with pytest.raises(Ongeldig) as refused:
            indienen.submit(beheerder, asked, peildatum=vandaag)
        assert codes(refused) == {"ongeldig_formaat"}

    @pytest.mark.parametrize(
        ("soort", "veld", "waarde", "code"),
        [
            ("agb-code", "code", "４１９９１２３４", "agb_ongeldig"),
            ("agb-code", "code", "٤١٩٩١٢٣٤", "agb_ongeldig"),
            ("onderaannemer", "kvk", "９９９１２３４５", "kvk_ongeldig"),
            ("bankrekening", "iban", "NL٩١ABNA0417164300", "iban_ongeldig"),
            ("bankrekening", "iban", "NL91ABNA04171643００", "iban_ongeldig"),
        ],
    )
    def test_digits_of_another_script_are_no_digits_r_zp_6(
        self, soort, veld, waarde, code, vraag, beheerder, vandaag
    ):
        with pytest.raises(Ongeldig) as refused:
            indienen.submit(beheerder, vraag(soort, **{veld: waarde}), peildatum=vandaag)
        assert code in codes(refused)
        assert waarde not in str([found.reden for found in refused.value.bevindingen])


def json_values():
    leaf = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=30),
        st.sampled_from(["x" * 100_000, "\0", "9" * 5000, "2026-02-30", "0001-01-01", "ja"]),
    )
    nested = st.recursive(
        leaf,
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4)
        ),
        max_leaves=8,
    )
    return st.one_of(nested, st.just(["x"] * 10_000))


@given(
    change=st.sampled_from(sorted(SOUND)),
    names=st.sets(st.integers(0, 7), min_size=1),
    value=json_values(),
    day=st.one_of(st.none(), json_values()),
    why=json_values(),
)
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_value_whatever_breaks_a_request(
    change, names, value, day, why, vraag, beheerder, vandaag
):
    """Each is read or refused with a code (R-ZP-6)."""
    sound = vraag(*change)
    nieuw = dict(sound.inhoud.nieuw)
    for at, name in enumerate(sorted(nieuw)):
        if at in names:
            nieuw[name] = value
    asked = replace(
        sound,
        inhoud=Inhoud(
            nieuw=nieuw, datum=day if day is not None else sound.inhoud.datum, toelichting=why
        ),
    )
    try:
        verzoek = indienen.submit(beheerder, asked, peildatum=vandaag).verzoek
        list(SOORTEN[change[0]].model.objects.all())
        verzoek.delete()
    except PortalFout:
        assert not Wijzigingsverzoek.objects.exists()


class TestSleutels:
    def test_rotating_keeps_requests_readable(self, ingediend, settings):
        verzoek = ingediend("bankrekening")
        before = opened(verzoek)
        settings.KLUIS_SLEUTELS = f"{NEW},{settings.KLUIS_SLEUTELS}"
        call_command("kluis_roteren", verbosity=0)
        settings.KLUIS_SLEUTELS = NEW
        verzoek.refresh_from_db()
        assert bytes(verzoek.inhoud).startswith(kluis.current_key().encode() + b"\0")
        assert opened(verzoek) == before

    def test_same_request_is_recognised_after_a_new_hash_key_r_zp_3(
        self, vraag, beheerder, vandaag, settings
    ):
        asked = [
            vraag("contact", "wijzigen"),
            vraag("agb-code"),
            vraag("locatie", "beeindigen"),
        ]
        first = [indienen.submit(beheerder, one, peildatum=vandaag).verzoek for one in asked]
        indienen.save_concept(beheerder, vraag("contact", "wijzigen", naam="Concept"))
        settings.KLUIS_HASHSLEUTEL = NEW
        call_command("kluis_roteren", "--hash", verbosity=0)
        again = [indienen.submit(beheerder, one, peildatum=vandaag) for one in asked]
        assert [one.verzoek for one in again] == first
        assert all(one.bestond for one in again)


class TestRekening:
    def test_account_of_another_aanbieder_is_no_target(self, vraag, beheerder, vandaag):
        foreign = BankrekeningFactory()
        with pytest.raises(NietGevonden):
            indienen.submit(
                beheerder,
                vraag("bankrekening", "beeindigen", doel=foreign.pk),
                peildatum=vandaag,
            )

    def test_location_of_another_aanbieder_takes_no_group(self, vraag, beheerder, vandaag):
        from tests.factories.providers import LocatieFactory

        foreign = LocatieFactory()
        with pytest.raises(Ongeldig) as refused:
            indienen.submit(beheerder, vraag("groep", locatie=str(foreign.pk)), peildatum=vandaag)
        assert codes(refused) == {"onbekende_waarde"}

    def test_number_is_in_no_log_event_or_message_r_zp_6(
        self, vraag, beheerder, beslisser, vandaag, caplog
    ):
        from tests.zorgportaal.conftest import NIEUW_IBAN

        caplog.set_level("DEBUG")
        wrong = NIEUW_IBAN[:-1] + "9"
        for iban in (wrong, NIEUW_IBAN):
            asked = vraag("bankrekening", iban=iban)
            found = indienen.check(beheerder, asked, peildatum=vandaag)
            assert iban not in str([one.as_dict() for one in found])
        verzoek = indienen.submit(beheerder, asked, peildatum=vandaag).verzoek
        approve(beslisser, verzoek, vandaag)
        Bankrekening.objects.filter(iban=NIEUW_IBAN).delete()  # its own row holds it
        assert NIEUW_IBAN not in everything_in_the_database()
        assert NIEUW_IBAN not in "".join(
            r.getMessage() for r in caplog.records if r.name != "django.db.backends"
        )


def test_withdrawing_closes_the_question(ingediend, beslisser, beheerder, vandaag):
    verzoek = ingediend("contact", "wijzigen")
    behandelen.ask(beslisser, verzoek.pk, vraag="Wie?", versie=verzoek.versie, peildatum=vandaag)
    indienen.withdraw(beheerder, verzoek.pk)
    assert not verzoek.aanvullingen.filter(beantwoord_op__isnull=True).exists()


def test_approving_many_costs_the_same_for_each(
    ingediend, beslisser, vandaag, aanbieder, django_assert_max_num_queries
):
    from tests.factories.providers import ContactgegevenFactory

    rows = [
        ContactgegevenFactory(aanbieder=aanbieder, functie=functie).pk
        for functie in ("sroi", "contract", "backoffice")
    ]
    filed = [ingediend("contact", "wijzigen", doel=pk).pk for pk in rows]
    with django_assert_max_num_queries(30 * len(filed)):
        done = behandelen.approve_many(beslisser, filed, peildatum=vandaag)
    assert len(done.goedgekeurd) == len(filed) > 1


def test_seen_token_tells_no_value(ingediend):
    verzoek = ingediend("bankrekening", "beeindigen")
    token = seen_token(wijziging_of(verzoek))
    assert len(token) == 64
    int(token, 16)
