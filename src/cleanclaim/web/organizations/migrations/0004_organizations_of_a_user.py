"""Which organizations somebody may enter, asked before any tenant is known."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organizations", "0003_practice_today")]

    operations = [
        migrations.RunSQL(
            # The owner is bound by row security too, hence policies that let it (only) read.
            """
            CREATE POLICY owner_lists ON organizations_membership FOR SELECT TO CURRENT_USER USING (true);
            CREATE FUNCTION cleanclaim_organizations_of(somebody uuid)
                RETURNS TABLE (id uuid, name varchar)
                LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
                AS 'SELECT o.id, o.name FROM public.organizations_organization o
                    WHERE EXISTS (SELECT FROM public.organizations_membership m
                                  WHERE m.organization_id = o.id AND m.user_id = somebody AND m.is_active)';
            REVOKE ALL ON FUNCTION cleanclaim_organizations_of(uuid) FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION cleanclaim_organizations_of(uuid) TO cc_app;
            """,
            """
            DROP FUNCTION cleanclaim_organizations_of(uuid);
            DROP POLICY owner_lists ON organizations_membership;
            """,
        ),
    ]
