from django.db import migrations


class Migration(migrations.Migration):
    """Once a vacuum has given back the last page of marks, the planner takes them for none at all for ever.

    It then compares each count with each mark, which took longer than the counts themselves; with a page that stays
    it hashes the marks, however few or many there are.
    """

    dependencies = [("reports", "0014_first_rolled_day")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE reports_changedday SET (vacuum_truncate = false)",
            "ALTER TABLE reports_changedday RESET (vacuum_truncate)",
        )
    ]
