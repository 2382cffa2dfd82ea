import citedesmetiers.all_at_once
import citedesmetiers.models.hours
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('reception', '0001_initial'), ('reception', '0002_sampling_periods_do_not_overlap')]

    initial = True

    dependencies = [
        ('citedesmetiers', '0001_squashed_0016_what_is_noted_of_the_centre'),
        ('partners', '0001_squashed_0007_what_is_noted_of_documents'),
    ]

    operations = [
        citedesmetiers.all_at_once.AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='GroupVisit',
                    fields=[
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('day', models.DateField(verbose_name='day')),
                        ('hour', models.PositiveSmallIntegerField(help_text='0 to 23, on the clock of the place.', verbose_name='hour')),
                        ('people', models.PositiveSmallIntegerField(verbose_name='people')),
                        ('classes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='classes')),
                        ('purposes', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='purposes')),
                        ('undone', models.BooleanField(default=False, editable=False, verbose_name='taken back')),
                        ('received_on', models.DateField(editable=False, null=True)),
                        ('fingerprint', models.BinaryField(max_length=16, null=True)),
                        ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.institution', verbose_name='school or institution')),
                        ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site', verbose_name='place')),
                    ],
                    options={
                        'verbose_name': 'group visit',
                        'verbose_name_plural': 'group visits',
                        'ordering': ['-day', '-hour', 'uid'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('hour__range', (0, 23))), name='groupvisit_hour_0_to_23', violation_error_message='The hour goes from 0 to 23.'), models.CheckConstraint(condition=models.Q(('people__range', (2, 500))), name='groupvisit_people_2_to_500', violation_error_message='A group counts 2 to 500 people.'), models.CheckConstraint(condition=models.Q(('classes__isnull', True), models.Q(('classes__gte', 1), ('classes__lte', models.F('people'))), _connector='OR'), name='groupvisit_classes_not_more_than_people', violation_error_message='There cannot be more classes than people, and a class visit has at least one.')],
                    },
                ),
                migrations.CreateModel(
                    name='GroupMarginal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('people', models.PositiveSmallIntegerField(verbose_name='people')),
                        ('value', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.profilevalue', verbose_name='value')),
                        ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marginals', to='reception.groupvisit')),
                    ],
                    options={
                        'verbose_name': 'share of a group',
                        'verbose_name_plural': 'shares of a group',
                        'constraints': [models.UniqueConstraint(fields=('group', 'value'), name='groupmarginal_value_once_in_a_group', violation_error_message='This value is there already.'), models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='groupmarginal_people_at_least_1', violation_error_message='Leave out what counts nobody.')],
                    },
                ),
                migrations.CreateModel(
                    name='SamplingPeriod',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('starts_on', models.DateField(verbose_name='first day')),
                        ('ends_on', models.DateField(verbose_name='last day')),
                        ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site', verbose_name='place')),
                    ],
                    options={
                        'verbose_name': 'sampling period',
                        'verbose_name_plural': 'sampling periods',
                        'ordering': ['-starts_on'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('starts_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='samplingperiod_ends_on_not_before_starts_on', violation_error_message='The last day lies before the first day.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('site'), '='), (citedesmetiers.models.hours.Days('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='sampling_periods_of_a_place_do_not_overlap', violation_error_message='These days overlap with another period of this place.')],
                    },
                ),
                migrations.CreateModel(
                    name='StationUse',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(verbose_name='day')),
                        ('hour', models.PositiveSmallIntegerField(verbose_name='hour')),
                        ('started', models.PositiveSmallIntegerField(default=0, verbose_name='sessions begun')),
                        ('ended', models.PositiveSmallIntegerField(default=0, verbose_name='sessions ended')),
                        ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site', verbose_name='place')),
                    ],
                    options={
                        'verbose_name': 'station use',
                        'verbose_name_plural': 'station use',
                        'constraints': [models.UniqueConstraint(fields=('site', 'day', 'hour'), name='stationuse_once_an_hour', violation_error_message='There is a tally for this hour already.'), models.CheckConstraint(condition=models.Q(('hour__range', (0, 23))), name='stationuse_hour_0_to_23', violation_error_message='The hour goes from 0 to 23.')],
                    },
                ),
                migrations.CreateModel(
                    name='Visit',
                    fields=[
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('day', models.DateField(verbose_name='day')),
                        ('hour', models.PositiveSmallIntegerField(help_text='0 to 23, on the clock of the place.', verbose_name='hour')),
                        ('people', models.PositiveSmallIntegerField(default=1, verbose_name='people')),
                        ('further_purposes', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='further purposes')),
                        ('sent_to', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('desk', 'Advice desk'), ('documentation', 'Documentation'), ('stations', 'Computer stations'), ('activity', 'Workshop or event'), ('institution', 'Another institution')], max_length=20), blank=True, default=list, size=None, verbose_name='sent to')),
                        ('undone', models.BooleanField(default=False, editable=False, verbose_name='taken back')),
                        ('received_on', models.DateField(editable=False, null=True)),
                        ('fingerprint', models.BinaryField(max_length=16, null=True)),
                        ('age_band', models.ForeignKey(blank=True, db_index=False, limit_choices_to={'list': 'age_band'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.profilevalue', verbose_name='Age band')),
                        ('first_visit', models.ForeignKey(blank=True, db_index=False, limit_choices_to={'list': 'first_visit'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.profilevalue', verbose_name='First visit')),
                        ('gender', models.ForeignKey(blank=True, db_index=False, limit_choices_to={'list': 'gender'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.profilevalue', verbose_name='Gender')),
                        ('heard_by', models.ForeignKey(blank=True, db_index=False, limit_choices_to={'list': 'heard_by'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.profilevalue', verbose_name='Heard of us by')),
                        ('level', models.ForeignKey(blank=True, db_index=False, limit_choices_to={'list': 'level'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.profilevalue', verbose_name='Level of qualification')),
                        ('purpose', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.purpose', verbose_name='purpose')),
                        ('sent_to_kind', models.ForeignKey(blank=True, db_index=False, help_text='Where the person was sent outside.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.institutionkind', verbose_name='kind of institution')),
                        ('site', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site', verbose_name='place')),
                        ('status', models.ForeignKey(blank=True, db_index=False, limit_choices_to={'list': 'status'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.profilevalue', verbose_name='Status')),
                        ('territory', models.ForeignKey(blank=True, db_index=False, limit_choices_to={'list': 'territory'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.profilevalue', verbose_name='Comes from')),
                    ],
                    options={
                        'verbose_name': 'visit',
                        'verbose_name_plural': 'visits',
                        'indexes': [models.Index(condition=models.Q(('undone', False)), fields=['site', 'day'], include=('hour', 'people', 'purpose'), name='visit_counted_by_place_and_day'), models.Index(fields=['day'], name='visit_by_day')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('hour__range', (0, 23))), name='visit_hour_0_to_23', violation_error_message='The hour goes from 0 to 23.'), models.CheckConstraint(condition=models.Q(('people__range', (1, 500))), name='visit_people_1_to_500', violation_error_message='A visit counts 1 to 500 people.'), models.CheckConstraint(condition=models.Q(('sent_to__contained_by', ['desk', 'documentation', 'stations', 'activity', 'institution'])), name='visit_sent_to_is_known', violation_error_message='One of the directions is not known.')],
                    },
                ),
                migrations.CreateModel(
                    name='DayRemark',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(verbose_name='day')),
                        ('reason', models.CharField(choices=[('nobody_came', 'Nobody came'), ('not_counted', 'Open, but nobody counted'), ('shut', 'Closed that day after all'), ('breakdown', 'Power, network or device broke down'), ('lost', 'The paper sheet was lost')], max_length=20, verbose_name='explanation')),
                        ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site', verbose_name='place')),
                    ],
                    options={
                        'verbose_name': 'remark about a day',
                        'verbose_name_plural': 'remarks about days',
                        'constraints': [models.UniqueConstraint(fields=('site', 'day'), name='dayremark_once_a_day', violation_error_message='This day is explained already.')],
                    },
                ),
                migrations.CreateModel(
                    name='DoorReading',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(verbose_name='day')),
                        ('entries', models.PositiveIntegerField(verbose_name='people who came in')),
                        ('source', models.CharField(choices=[('typed', 'Typed in'), ('imported', 'Imported')], default='typed', max_length=10, verbose_name='source')),
                        ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site', verbose_name='place')),
                    ],
                    options={
                        'verbose_name': 'door reading',
                        'verbose_name_plural': 'door readings',
                        'ordering': ['-day'],
                        'constraints': [models.UniqueConstraint(fields=('site', 'day'), name='doorreading_once_a_day', violation_error_message='There is a reading for this day already.')],
                    },
                ),
            ],
        ),
    ]
