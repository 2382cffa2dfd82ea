import django.contrib.postgres.fields
from django.db import migrations, models

# As documentation/search/codes.py writes them: the facet's number in the upper bits, the value below.
FILL = """
UPDATE documentation_searchrow SET facets = (
    SELECT coalesce(array_agg(code ORDER BY code), '{}') FROM (
        SELECT (1 << 24) | unnest(purposes) AS code
        UNION SELECT (2 << 24) | medium
        UNION SELECT (3 << 24) | unnest(subjects)
        UNION SELECT (4 << 24) | sector
        UNION SELECT (5 << 24) | level
        UNION SELECT (6 << 24) | ('x' || lpad(encode(convert_to(language, 'UTF8'), 'hex'), 8, '0'))::bit(32)::int
            WHERE language <> ''
        UNION SELECT (7 << 24) | year::int
        UNION SELECT (8 << 24) | unnest(sites)
        UNION SELECT (9 << 24) | unnest(shelf_sites)
    ) codes WHERE code IS NOT NULL
)
"""
NARROWER = ["purposes", "subjects", "sites", "shelf_sites", "medium", "sector", "level", "language"]


class Migration(migrations.Migration):
    dependencies = [("documentation", "0004_acquired_index")]

    operations = [
        migrations.RemoveIndex(model_name="searchrow", name="search_newest"),
        migrations.AddField(
            model_name="searchrow",
            name="facets",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        *[migrations.RemoveField(model_name="searchrow", name=name) for name in NARROWER],
    ]
