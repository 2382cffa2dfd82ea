import citedesmetiers.all_at_once
import citedesmetiers.personal_data
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import events.models.lists
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('events', '0001_what_is_on'), ('events', '0002_seats_without_a_name'), ('events', '0003_tries_go_down_to_the_centre'), ('events', '0004_calendars_see_each_change'), ('events', '0005_event_of_a_module')]

    initial = True

    dependencies = [
        ('citedesmetiers', '0001_squashed_0016_what_is_noted_of_the_centre'),
        ('partners', '0001_squashed_0007_what_is_noted_of_documents'),
    ]

    operations = [
        citedesmetiers.all_at_once.AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='Adaptation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('name_fr', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_en', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_it', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_es', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_pt', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                        ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                    ],
                    options={
                        'verbose_name': 'adaptation',
                        'verbose_name_plural': 'adaptations',
                        'ordering': ['rank', 'pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='AudienceTag',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('name_fr', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_en', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_it', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_es', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_pt', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                        ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                    ],
                    options={
                        'verbose_name': 'audience',
                        'verbose_name_plural': 'audiences',
                        'ordering': ['rank', 'pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='EventKind',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('name_fr', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_en', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_it', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_es', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_pt', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                        ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                        ('public', models.BooleanField(default=True, verbose_name='stands in the public programme')),
                        ('booking', models.BooleanField(default=False, verbose_name='seats can be booked')),
                        ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(5)], verbose_name='usual length (minutes)')),
                        ('counts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('participants', 'participants'), ('partners', 'partners present'), ('companies', 'companies present'), ('classes', 'classes and pupils')], max_length=15), blank=True, default=events.models.lists.participants_only, size=None, verbose_name='what is counted')),
                    ],
                    options={
                        'verbose_name': 'kind of event',
                        'verbose_name_plural': 'kinds of events',
                        'ordering': ['rank', 'pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Material',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('name_fr', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_en', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_it', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_es', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_pt', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                        ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                    ],
                    options={
                        'verbose_name': 'material',
                        'verbose_name_plural': 'materials',
                        'ordering': ['rank', 'pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=150, verbose_name='title')),
                        ('title_fr', models.CharField(max_length=150, null=True, verbose_name='title')),
                        ('title_en', models.CharField(max_length=150, null=True, verbose_name='title')),
                        ('title_it', models.CharField(max_length=150, null=True, verbose_name='title')),
                        ('title_es', models.CharField(max_length=150, null=True, verbose_name='title')),
                        ('title_pt', models.CharField(max_length=150, null=True, verbose_name='title')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences: they stand in the programme.', max_length=300, verbose_name='summary')),
                        ('summary_fr', models.CharField(blank=True, help_text='One or two sentences: they stand in the programme.', max_length=300, null=True, verbose_name='summary')),
                        ('summary_en', models.CharField(blank=True, help_text='One or two sentences: they stand in the programme.', max_length=300, null=True, verbose_name='summary')),
                        ('summary_it', models.CharField(blank=True, help_text='One or two sentences: they stand in the programme.', max_length=300, null=True, verbose_name='summary')),
                        ('summary_es', models.CharField(blank=True, help_text='One or two sentences: they stand in the programme.', max_length=300, null=True, verbose_name='summary')),
                        ('summary_pt', models.CharField(blank=True, help_text='One or two sentences: they stand in the programme.', max_length=300, null=True, verbose_name='summary')),
                        ('description', models.TextField(blank=True, max_length=4000, verbose_name='description')),
                        ('description_fr', models.TextField(blank=True, max_length=4000, null=True, verbose_name='description')),
                        ('description_en', models.TextField(blank=True, max_length=4000, null=True, verbose_name='description')),
                        ('description_it', models.TextField(blank=True, max_length=4000, null=True, verbose_name='description')),
                        ('description_es', models.TextField(blank=True, max_length=4000, null=True, verbose_name='description')),
                        ('description_pt', models.TextField(blank=True, max_length=4000, null=True, verbose_name='description')),
                        ('edition', models.PositiveSmallIntegerField(blank=True, help_text='A number, when it comes back: 21 for the 21st.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='edition')),
                        ('language', models.CharField(blank=True, choices=[('fr', 'French'), ('en', 'English'), ('it', 'Italian'), ('es', 'Spanish'), ('pt', 'Portuguese'), ('de', 'German'), ('ar', 'Arabic'), ('tr', 'Turkish'), ('uk', 'Ukrainian'), ('ru', 'Russian'), ('ro', 'Romanian'), ('pl', 'Polish'), ('sq', 'Albanian'), ('ka', 'Georgian'), ('hy', 'Armenian'), ('fa', 'Persian, Dari'), ('ps', 'Pashto'), ('bn', 'Bengali'), ('zh', 'Chinese'), ('vi', 'Vietnamese'), ('ku', 'Kurdish'), ('ber', 'Berber languages'), ('wo', 'Wolof'), ('bm', 'Bambara'), ('ff', 'Fula'), ('so', 'Somali'), ('ti', 'Tigrinya'), ('mg', 'Malagasy'), ('swb', 'Comorian, Shimaore'), ('gcf', 'Antillean Creole'), ('rcf', 'Réunion Creole'), ('nl', 'Dutch'), ('ca', 'Catalan'), ('fsl', 'French Sign Language'), ('ssr', 'Swiss-French Sign Language'), ('ise', 'Italian Sign Language')], help_text='When it is not the usual one.', max_length=10, verbose_name='language')),
                        ('needs_booking', models.BooleanField(default=False, help_text='Without a name: a booking is a code of two words.', verbose_name='seats can be booked')),
                        ('seats_at_once', models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='seats that one booking may take')),
                        ('is_series', models.BooleanField(default=False, help_text='People come to all of them.', verbose_name='the sessions belong together')),
                        ('published', models.BooleanField(default=False, verbose_name='stands in the public programme')),
                        ('adaptations', models.ManyToManyField(blank=True, related_name='events', to='events.adaptation', verbose_name='adapted')),
                        ('audiences', models.ManyToManyField(blank=True, related_name='events', to='events.audiencetag', verbose_name='for whom')),
                        ('programme', models.ForeignKey(blank=True, help_text='The pathway or project that it belongs to.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.programme', verbose_name='programme')),
                        ('purposes', models.ManyToManyField(blank=True, related_name='+', to='citedesmetiers.purpose', verbose_name='purposes')),
                        ('repeats', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repeated_by', to='events.event', verbose_name='comes back from')),
                        ('thematic_week', models.ForeignKey(blank=True, limit_choices_to={'kind': 'thematic_week'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.programme', verbose_name='thematic week')),
                        ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='events.eventkind', verbose_name='kind')),
                        ('materials', models.ManyToManyField(blank=True, related_name='events', to='events.material', verbose_name='materials needed')),
                        ('institutions', models.ManyToManyField(related_name='+', through='events.Organiser', to='partners.institution', verbose_name='organisers')),
                        ('topics', models.ManyToManyField(blank=True, related_name='events', to='events.topic', verbose_name='themes')),
                        ('revised_at', models.DateTimeField(editable=False, null=True)),
                        ('module', models.ForeignKey(blank=True, help_text='The part of the pathway; its sessions and the people at them are counted there.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partners.programmemodule', verbose_name='module')),
                    ],
                    options={
                        'verbose_name': 'event',
                        'verbose_name_plural': 'events',
                        'ordering': [django.db.models.functions.text.Lower(models.Func(models.F('title'), function='UNACCENT')), 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('seats_at_once__range', (1, 10))), name='event_seats_at_once_1_to_10', violation_error_message='One booking takes 1 to 10 seats.'), models.CheckConstraint(condition=models.Q(('edition__isnull', True), ('edition__gte', 1), _connector='OR'), name='event_edition_from_1', violation_error_message='Editions are counted from 1.'), models.CheckConstraint(condition=models.Q(('module__isnull', True), ('programme__isnull', False), _connector='OR'), name='event_module_of_a_programme', violation_error_message='A module is part of a programme: name the programme too.')],
                    },
                ),
                migrations.CreateModel(
                    name='Organiser',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(choices=[('lead', 'Lead'), ('co_producer', 'Co-producer'), ('company', 'Company'), ('host', 'Host')], default='co_producer', max_length=12, verbose_name='role')),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='organisers', to='events.event')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.institution', verbose_name='institution')),
                    ],
                    options={
                        'verbose_name': 'organiser',
                        'verbose_name_plural': 'organisers',
                        'ordering': ['event', django.db.models.functions.text.Lower(models.Func(models.F('institution__name'), function='UNACCENT')), 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('event', 'institution', 'role'), name='organiser_role_once', violation_error_message='This institution has this role already.')],
                    },
                ),
                migrations.CreateModel(
                    name='Room',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=80, verbose_name='name')),
                        ('seats', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='seats')),
                        ('step_free', models.BooleanField(blank=True, null=True, verbose_name='step-free access')),
                        ('opened_on', models.DateField(blank=True, null=True, verbose_name='in use from')),
                        ('closed_on', models.DateField(blank=True, null=True, verbose_name='in use until')),
                        ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site', verbose_name='place')),
                    ],
                    options={
                        'verbose_name': 'room',
                        'verbose_name_plural': 'rooms',
                        'ordering': ['site', django.db.models.functions.text.Lower(models.Func(models.F('name'), function='UNACCENT')), 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('site', 'name'), name='room_name_once_at_a_place', violation_error_message='This place has a room of that name already.'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('opened_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='room_closed_on_not_before_opened_on', violation_error_message='The end lies before the beginning.')],
                    },
                ),
                migrations.CreateModel(
                    name='Session',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('elsewhere', models.CharField(blank=True, help_text='Name and address, when it is not held at the place itself.', max_length=200, verbose_name='somewhere else')),
                        ('online_url', models.URLField(blank=True, verbose_name='address of an online session')),
                        ('starts_at', models.DateTimeField(verbose_name='begins')),
                        ('ends_at', models.DateTimeField(verbose_name='ends')),
                        ('run', models.PositiveSmallIntegerField(blank=True, help_text='Sessions of an event with the same number belong together.', null=True, verbose_name='series')),
                        ('seats', models.PositiveSmallIntegerField(blank=True, help_text='Empty: no limit.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5000)], verbose_name='seats')),
                        ('seats_taken', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='seats booked')),
                        ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('cancelled', 'Cancelled')], default='planned', max_length=10, verbose_name='state')),
                        ('reason', models.CharField(blank=True, choices=[('too_few', 'Too few bookings'), ('speaker', 'The speaker cannot come'), ('partner', 'The partner has withdrawn'), ('room', 'The room is not available'), ('closed', 'The place is closed'), ('other', 'Another reason')], max_length=10, verbose_name='why it is cancelled')),
                        ('public_words', models.CharField(blank=True, max_length=150, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='what the programme says about it')),
                        ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='events.event', verbose_name='event')),
                        ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='events.room', verbose_name='room')),
                        ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site', verbose_name='place')),
                        ('speakers', models.ManyToManyField(blank=True, related_name='+', to='partners.professional', verbose_name='speakers')),
                        ('revised_at', models.DateTimeField(editable=False, null=True)),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                    ],
                    options={
                        'verbose_name': 'session',
                        'verbose_name_plural': 'sessions',
                        'ordering': ['starts_at', 'pk'],
                        'indexes': [models.Index(fields=['starts_at'], name='session_starts_at')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='session_ends_after_it_begins', violation_error_message='The session must end after it begins.'), models.CheckConstraint(condition=models.Q(('seats__isnull', True), ('seats_taken__lte', models.F('seats')), _connector='OR'), name='session_not_oversold', violation_error_message='More seats are booked than that.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('reason', '')), _connector='OR'), name='session_cancelled_with_a_reason', violation_error_message='A cancelled session needs a reason, and no other has one.'), models.CheckConstraint(condition=models.Q(('room__isnull', True), ('elsewhere', ''), _connector='OR'), name='session_room_or_elsewhere', violation_error_message='Either a room of the place, or somewhere else.')],
                    },
                ),
                migrations.CreateModel(
                    name='ClassVisit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('classes', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='classes')),
                        ('pupils', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2000)], verbose_name='pupils')),
                        ('youngest', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='from age')),
                        ('oldest', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='to age')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.institution', verbose_name='school or institution')),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='class_visits', to='events.session')),
                    ],
                    options={
                        'verbose_name': 'class visit',
                        'verbose_name_plural': 'class visits',
                        'ordering': ['session', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('session', 'institution'), name='class_visit_school_once', violation_error_message='This school is there already.'), models.CheckConstraint(condition=models.Q(('classes__gte', 1), ('classes__lte', models.F('pupils'))), name='class_visit_classes_not_more_than_pupils', violation_error_message='There cannot be more classes than pupils, and at least one comes.'), models.CheckConstraint(condition=models.Q(('youngest__isnull', True), ('oldest__isnull', True), ('oldest__gte', models.F('youngest')), _connector='OR'), name='class_visit_ages_in_order', violation_error_message='The higher age lies below the lower one.')],
                    },
                ),
                migrations.CreateModel(
                    name='Booking',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('digest', models.CharField(editable=False, max_length=64)),
                        ('seats', models.PositiveSmallIntegerField(default=1, verbose_name='seats')),
                        ('state', models.CharField(choices=[('confirmed', 'Confirmed'), ('waiting', 'On the waiting list'), ('cancelled', 'Cancelled'), ('present', 'Present')], default='confirmed', max_length=10, verbose_name='state')),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bookings', to='events.session')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                    ],
                    options={
                        'verbose_name': 'booking',
                        'verbose_name_plural': 'bookings',
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('session', 'digest'), name='booking_code_once_in_a_session', violation_error_message='This code is taken.'), models.CheckConstraint(condition=models.Q(('seats__range', (1, 10))), name='booking_1_to_10_seats', violation_error_message='One booking takes 1 to 10 seats.'), models.UniqueConstraint(fields=('session', 'uid'), name='booking_form_once', violation_error_message='This form was sent before.')],
                    },
                ),
                migrations.CreateModel(
                    name='AttendanceChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('before', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='before')),
                        ('after', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='after')),
                        ('changed_at', models.DateTimeField(null=True, verbose_name='when')),
                        ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance_changes', to='events.session')),
                    ],
                    options={
                        'verbose_name': 'correction of an attendance',
                        'verbose_name_plural': 'corrections of attendances',
                        'ordering': ['-changed_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('changed_at__isnull', True), ('changed_by__isnull', True)), models.Q(('changed_at__isnull', False), ('changed_by__isnull', False)), _connector='OR'), name='attendancechange_changed_at_with_changed_by', violation_error_message='A correction says who made it and when.')],
                    },
                ),
                migrations.CreateModel(
                    name='Attendance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('present', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='people present')),
                        ('present_mark', models.CharField(choices=[('exactly', 'exactly'), ('nearly', 'nearly'), ('about', 'about'), ('more_than', 'more than'), ('up_to', 'up to')], default='exactly', max_length=10, verbose_name='mark')),
                        ('method', models.CharField(choices=[('counted', 'counted in the room'), ('checked_in', 'checked in by code'), ('estimated', 'estimated'), ('declared', 'declared by the organiser')], default='counted', max_length=10, verbose_name='method')),
                        ('companies', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='companies present')),
                        ('companies_mark', models.CharField(choices=[('exactly', 'exactly'), ('nearly', 'nearly'), ('about', 'about'), ('more_than', 'more than'), ('up_to', 'up to')], default='exactly', max_length=10, verbose_name='mark of the companies')),
                        ('partners', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='partners present')),
                        ('beneficiaries', models.PositiveSmallIntegerField(blank=True, help_text='Declared by the organiser, when nobody could count.', null=True, verbose_name='beneficiaries')),
                        ('beneficiaries_mark', models.CharField(choices=[('exactly', 'exactly'), ('nearly', 'nearly'), ('about', 'about'), ('more_than', 'more than'), ('up_to', 'up to')], default='exactly', max_length=10, verbose_name='mark of the beneficiaries')),
                        ('beneficiaries_method', models.CharField(choices=[('counted', 'counted in the room'), ('checked_in', 'checked in by code'), ('estimated', 'estimated'), ('declared', 'declared by the organiser')], default='declared', max_length=10, verbose_name='method of the beneficiaries')),
                        ('session', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='events.session')),
                    ],
                    options={
                        'verbose_name': 'attendance',
                        'verbose_name_plural': 'attendances',
                        'ordering': ['session'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('present__isnull', False), ('beneficiaries__isnull', False), _connector='OR'), name='attendance_says_something', violation_error_message='Give the people present, or the beneficiaries.'), models.CheckConstraint(condition=models.Q(models.Q(('present__isnull', True), ('present__lte', 20000), _connector='OR'), models.Q(('beneficiaries__isnull', True), ('beneficiaries__lte', 20000), _connector='OR')), name='attendance_within_reason', violation_error_message='At most 20,000 people.')],
                    },
                ),
                migrations.CreateModel(
                    name='SessionResult',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('hired', 'people hired'), ('job_interviews', 'job interviews'), ('internships', 'internships and placements'), ('training', 'people who began a training'), ('businesses', 'businesses created'), ('other', 'something else')], max_length=15, verbose_name='result')),
                        ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                        ('mark', models.CharField(choices=[('exactly', 'exactly'), ('nearly', 'nearly'), ('about', 'about'), ('more_than', 'more than'), ('up_to', 'up to')], default='exactly', max_length=10, verbose_name='mark')),
                        ('as_of', models.DateField(verbose_name='as of')),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='events.session')),
                    ],
                    options={
                        'verbose_name': 'result',
                        'verbose_name_plural': 'results',
                        'ordering': ['session', '-as_of', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('session', 'kind', 'as_of'), name='session_result_once_a_day', violation_error_message='This result is there already for that day.')],
                    },
                ),
                migrations.CreateModel(
                    name='Topic',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('name_fr', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_en', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_it', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_es', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_pt', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                        ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                        ('purpose', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.purpose', verbose_name='purpose')),
                    ],
                    options={
                        'verbose_name': 'theme',
                        'verbose_name_plural': 'themes',
                        'ordering': ['rank', 'pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='AttendanceMarginal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('people', models.PositiveSmallIntegerField(verbose_name='people')),
                        ('attendance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marginals', to='events.attendance')),
                        ('value', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.profilevalue', verbose_name='value')),
                    ],
                    options={
                        'verbose_name': 'share of those present',
                        'verbose_name_plural': 'shares of those present',
                        'ordering': ['value'],
                        'constraints': [models.UniqueConstraint(fields=('attendance', 'value'), name='attendance_marginal_value_once', violation_error_message='This value is there already.'), models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='attendance_marginal_people_at_least_1', violation_error_message='Leave out what counts nobody.')],
                    },
                ),
                migrations.CreateModel(
                    name='AttendanceSubgroup',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('people', models.PositiveSmallIntegerField(verbose_name='people')),
                        ('attendance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subgroups', to='events.attendance')),
                        ('audience', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.audiencetag', verbose_name='audience')),
                    ],
                    options={
                        'verbose_name': 'sub-group',
                        'verbose_name_plural': 'sub-groups',
                        'ordering': ['audience'],
                        'constraints': [models.UniqueConstraint(fields=('attendance', 'audience'), name='attendance_subgroup_once', violation_error_message='This sub-group is there already.'), models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='attendance_subgroup_people_at_least_1', violation_error_message='Leave out what counts nobody.')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='event',
                    trigger=pgtrigger.compiler.Trigger(name='revised_when_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='NEW.revised_at := clock_timestamp(); RETURN NEW;', hash='0374de9c9bef41f7bfba2267d361790ca45422b1', operation='UPDATE', pgid='pgtrigger_revised_when_changed_2e5d7', table='events_event', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='session',
                    trigger=pgtrigger.compiler.Trigger(name='revision_only_grows', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    NEW.revision := GREATEST(OLD.revision, NEW.revision);\n                    NEW.revised_at := GREATEST(OLD.revised_at, NEW.revised_at);\n                    IF (OLD.starts_at, OLD.ends_at, OLD.site_id, OLD.room_id, OLD.elsewhere, OLD.online_url,\n                        OLD.public_words, OLD.state = 'cancelled')\n                        IS DISTINCT FROM\n                        (NEW.starts_at, NEW.ends_at, NEW.site_id, NEW.room_id, NEW.elsewhere, NEW.online_url,\n                        NEW.public_words, NEW.state = 'cancelled') THEN\n                        NEW.revision := OLD.revision + 1;\n                        NEW.revised_at := clock_timestamp();\n                    END IF;\n                    RETURN NEW;\n                ", hash='bc3a8d8471f5bf73ebbf7d0f6f09f31addd8d65f', operation='UPDATE', pgid='pgtrigger_revision_only_grows_fa954', table='events_session', when='BEFORE')),
                ),
            ],
        ),
    ]
