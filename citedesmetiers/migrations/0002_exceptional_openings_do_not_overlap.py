import citedesmetiers.models.hours
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('citedesmetiers', '0001_initial'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='closure',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('site'), '='), (citedesmetiers.models.hours.Days('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&'), (citedesmetiers.models.hours.Minutes('opens', 'closes'), '&&')], name='closure_exceptional_openings_do_not_overlap', violation_error_message='The place is exceptionally open at this time already.'),
        ),
    ]
