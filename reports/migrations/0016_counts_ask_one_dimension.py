from django.db import migrations

from reports.migrations._counts_of_days import NOW, RAW


class Migration(migrations.Migration):
    """The same counts, lines and columns: a count of one dimension no longer makes a line of each of the others."""

    dependencies = [("reports", "0015_marks_keep_their_pages")]

    operations = [
        migrations.RunSQL(
            ["DROP VIEW reports_daycount", "DROP VIEW reports_rawday", RAW, NOW],
            migrations.RunSQL.noop,
            elidable=True,  # the migration that makes the views makes them so
        )
    ]
