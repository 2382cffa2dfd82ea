from django.db import migrations


class Migration(migrations.Migration):
    """Tries are counted by the centre now (citedesmetiers.0011); these rows lived for one day."""

    dependencies = [("events", "0002_seats_without_a_name"), ("citedesmetiers", "0011_tries_on_public_forms")]

    operations = [migrations.DeleteModel("Tries"), migrations.DeleteModel("DailySalt")]
