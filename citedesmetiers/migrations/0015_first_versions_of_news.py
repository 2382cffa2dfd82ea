"""News that were written before versions were kept get their first one, so that the next save loses no words."""

from django.db import migrations

LANGUAGES = ("fr", "en", "it", "es", "pt")


def keep_what_is_said(apps, schema_editor):
    item_model = apps.get_model("citedesmetiers", "NewsItem")
    versions = []
    for item in item_model.objects.all():
        said = {
            code: {
                "title": getattr(item, f"title_{code}") or "",
                "body": getattr(item, f"body_{code}") or "",
            }
            for code in LANGUAGES
        }
        versions.append(
            {
                "item": item,
                "number": 1,
                "texts": {code: both for code, both in said.items() if any(both.values())},
                "state": item.state,
                "saved_at": item.changed_at,
            }
        )
    version_model = apps.get_model("citedesmetiers", "NewsVersion")
    version_model.objects.bulk_create([version_model(**version) for version in versions])


class Migration(migrations.Migration):
    dependencies = [("citedesmetiers", "0014_versions_of_news")]

    operations = [migrations.RunPython(keep_what_is_said, migrations.RunPython.noop)]
