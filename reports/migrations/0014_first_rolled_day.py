from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('reports', '0013_contributions'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='rolledday',
            index=models.Index(condition=models.Q(('dimension', 'all')), fields=['day'], name='rolledday_first'),
        ),
    ]
