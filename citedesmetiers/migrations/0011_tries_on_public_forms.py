import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("citedesmetiers", "0010_backups")]

    operations = [
        migrations.CreateModel(
            name="DailySalt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True, verbose_name="day")),
                ("value", models.BinaryField(max_length=32)),
            ],
            options={"verbose_name": "salt of a day", "verbose_name_plural": "salts of days", "ordering": ["day"]},
        ),
        migrations.CreateModel(
            name="Tries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bucket", models.CharField(max_length=64, unique=True)),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "salt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tries",
                        to="citedesmetiers.dailysalt",
                    ),
                ),
            ],
            options={"verbose_name": "tries", "verbose_name_plural": "tries", "ordering": ["pk"]},
        ),
    ]
