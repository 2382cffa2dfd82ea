from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('citedesmetiers', '0002_exceptional_openings_do_not_overlap'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('pk')), _negated=True), _connector='OR'), name='site_does_not_belong_to_itself', violation_error_message='A place cannot belong to itself.'),
        ),
    ]
