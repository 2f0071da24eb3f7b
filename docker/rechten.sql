-- What the application role may do, after every migration, run by the owner of the tables.
-- Rows everywhere; only adding where a trigger already refuses changes: the access log, the business
-- events and the row history. So even somebody who takes over the application can't rewrite those.
GRANT USAGE ON SCHEMA public TO ozjt_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ozjt_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ozjt_app;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM ozjt_app;
REVOKE UPDATE, DELETE ON core_inzage, core_gebeurtenis FROM ozjt_app;
DO $$
DECLARE
  tabel regclass;
BEGIN
  FOR tabel IN
    SELECT DISTINCT tgrelid::regclass
    FROM pg_trigger
    WHERE tgname LIKE 'pgtrigger\_alleen\_toevoegen\_%' OR tgname LIKE 'pgtrigger\_append\_only\_%'
  LOOP
    EXECUTE format('REVOKE UPDATE, DELETE ON %s FROM ozjt_app', tabel);
  END LOOP;
END $$;
