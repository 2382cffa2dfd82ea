import datetime

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('citedesmetiers', '0003_place_does_not_belong_to_itself'),
    ]

    operations = [
        migrations.AlterField(
            model_name='profilevalue',
            name='valid_from',
            field=models.DateField(default=datetime.date(1990, 1, 1), verbose_name='valid from'),
        ),
    ]
