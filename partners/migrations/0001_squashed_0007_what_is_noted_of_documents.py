import citedesmetiers.all_at_once
import citedesmetiers.models.hours
import citedesmetiers.personal_data
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import partners.models.agreement
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('partners', '0001_initial'), ('partners', '0002_search_without_accents'), ('partners', '0003_institutions_agreements_people_meetings'), ('partners', '0004_programmes_and_budgets'), ('partners', '0005_sort_names_as_people_do'), ('partners', '0006_history_is_append_only'), ('partners', '0007_what_is_noted_of_documents')]

    initial = True

    dependencies = [
        ('citedesmetiers', '0001_squashed_0016_what_is_noted_of_the_centre'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        django.contrib.postgres.operations.UnaccentExtension(
        ),
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        citedesmetiers.all_at_once.AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='InstitutionKind',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=100, verbose_name='name')),
                        ('name_fr', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('name_en', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('name_it', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('name_es', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('name_pt', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                        ('ownership', models.CharField(choices=[('public', 'Public'), ('private', 'Private'), ('mixed', 'Public or private')], default='mixed', max_length=10, verbose_name='ownership')),
                    ],
                    options={
                        'verbose_name': 'kind of institution',
                        'verbose_name_plural': 'kinds of institutions',
                        'ordering': ['rank', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Institution',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=150, verbose_name='name')),
                        ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('desk_partner', 'Desk partner'), ('activity_partner', 'Regular workshop partner'), ('lead', 'Lead organisation'), ('holder', 'Holding structure'), ('funder', 'Funder'), ('host', 'Host of a site'), ('occasional', 'Occasional partner'), ('company', 'Participating company'), ('school', 'School visiting in groups'), ('prescriber', 'Institution that sends people to us'), ('documentation_source', 'Provider of documents'), ('project_partner', 'Project partner (European or other)')], max_length=30), blank=True, default=list, size=None, verbose_name='roles')),
                        ('country', models.CharField(default='FR', max_length=2, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$', 'Write the country as two capital letters, for example FR.')], verbose_name='country')),
                        ('municipality', models.CharField(blank=True, max_length=100, verbose_name='municipality')),
                        ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='institutions', to='partners.institutionkind', verbose_name='kind')),
                        ('priority_district', models.BooleanField(blank=True, help_text='Leave open when the country has none.', null=True, verbose_name='in a priority district')),
                        ('remarks', models.TextField(blank=True, help_text='About the institution. Never anything about visitors; people of the institution are contacts.', max_length=2000, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='remarks')),
                        ('since', models.DateField(blank=True, null=True, verbose_name='takes part since')),
                        ('until', models.DateField(blank=True, help_text='Fill in when the relation is over; all data stays.', null=True, verbose_name='took part until')),
                        ('website', models.URLField(blank=True, verbose_name='website')),
                    ],
                    options={
                        'verbose_name': 'institution',
                        'verbose_name_plural': 'institutions',
                        'ordering': [django.db.models.functions.text.Lower(models.Func(models.F('name'), function='UNACCENT')), 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('roles__contained_by', ['desk_partner', 'activity_partner', 'lead', 'holder', 'funder', 'host', 'occasional', 'company', 'school', 'prescriber', 'documentation_source', 'project_partner'])), name='institution_roles_are_known', violation_error_message='One of the roles is not known.'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('since__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='institution_until_not_before_since', violation_error_message='The last day lies before the first day.')],
                    },
                ),
                migrations.CreateModel(
                    name='Agreement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('object', models.CharField(help_text='What it is about, in one line. Two agreements about the same object must not overlap.', max_length=200, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='object')),
                        ('signed_on', models.DateField(blank=True, help_text='Empty while it is being prepared.', null=True, verbose_name='signed on')),
                        ('starts_on', models.DateField(verbose_name='from')),
                        ('ends_on', models.DateField(blank=True, help_text='Empty: without an end.', null=True, verbose_name='to')),
                        ('charter_accepted_on', models.DateField(blank=True, help_text='Who joins the Cité accepts the charter: free, open to all, anonymous, without appointment.', null=True, verbose_name='charter accepted on')),
                        ('renewal_waived', models.BooleanField(default=False, help_text='It then leaves the reminders.', verbose_name='not to be renewed')),
                        ('remarks', models.TextField(blank=True, max_length=2000, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='remarks')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='partners.institution', verbose_name='institution')),
                        ('renews', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewed_by', to='partners.agreement', verbose_name='renews')),
                    ],
                    options={
                        'verbose_name': 'agreement',
                        'verbose_name_plural': 'agreements',
                        'ordering': ['institution', 'starts_on', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('starts_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='agreement_ends_on_not_before_starts_on', violation_error_message='The end lies before the beginning.'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('signed_on__isnull', True), ('ends_on__gte', models.F('signed_on')), _connector='OR'), name='agreement_ends_on_not_before_signed_on', violation_error_message='It is signed after its own end.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('institution'), '='), (django.db.models.functions.text.Lower('object'), '='), (citedesmetiers.models.hours.Days('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='agreement_same_object_once_at_a_time', violation_error_message='This institution has an agreement about the same object in these days already.'), models.CheckConstraint(condition=models.Q(('renews__isnull', True), models.Q(('renews', models.F('pk')), _negated=True), _connector='OR'), name='agreement_does_not_renew_itself', violation_error_message='An agreement cannot renew itself.')],
                    },
                ),
                migrations.CreateModel(
                    name='AgreementCommitment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('sessions', 'Sessions on a desk'), ('hours', 'Staff time'), ('workshops', 'Workshops'), ('premises', 'Premises'), ('equipment', 'Equipment'), ('funding', 'Funding'), ('other', 'Something else')], default='sessions', max_length=20, verbose_name='what')),
                        ('quantity', models.DecimalField(blank=True, decimal_places=2, help_text='Sessions or hours a month, workshops a year, m², pieces, or € a year.', max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='how many')),
                        ('description', models.CharField(blank=True, max_length=200, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='in words')),
                        ('valued_euros', models.DecimalField(blank=True, decimal_places=2, help_text='What it would cost; goes into the budget as a contribution in kind.', max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='valued at (€ a year)')),
                        ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commitments', to='partners.agreement')),
                        ('purpose', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.purpose', verbose_name='on which purpose')),
                    ],
                    options={
                        'verbose_name': 'commitment',
                        'verbose_name_plural': 'commitments',
                        'ordering': ['agreement', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('quantity__isnull', False), models.Q(('description', ''), _negated=True), ('valued_euros__isnull', False), _connector='OR'), name='agreementcommitment_says_something', violation_error_message='Say how many, or describe it in words.'), models.CheckConstraint(condition=models.Q(models.Q(('quantity__isnull', True), ('quantity__gte', 0), _connector='OR'), models.Q(('valued_euros__isnull', True), ('valued_euros__gte', 0), _connector='OR')), name='agreementcommitment_nothing_negative', violation_error_message='Numbers and amounts are not negative.')],
                    },
                ),
                migrations.CreateModel(
                    name='AgreementCommitmentEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('kind', models.CharField(choices=[('sessions', 'Sessions on a desk'), ('hours', 'Staff time'), ('workshops', 'Workshops'), ('premises', 'Premises'), ('equipment', 'Equipment'), ('funding', 'Funding'), ('other', 'Something else')], default='sessions', max_length=20, verbose_name='what')),
                        ('quantity', models.DecimalField(blank=True, decimal_places=2, help_text='Sessions or hours a month, workshops a year, m², pieces, or € a year.', max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='how many')),
                        ('description', models.CharField(blank=True, max_length=200, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='in words')),
                        ('valued_euros', models.DecimalField(blank=True, decimal_places=2, help_text='What it would cost; goes into the budget as a contribution in kind.', max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='valued at (€ a year)')),
                        ('agreement', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.agreement')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.agreementcommitment')),
                        ('purpose', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='citedesmetiers.purpose', verbose_name='on which purpose')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='AgreementDocument',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=150, verbose_name='title')),
                        ('kind', models.CharField(choices=[('pdf', 'PDF'), ('odt', 'ODT'), ('docx', 'DOCX'), ('jpg', 'JPEG'), ('png', 'PNG')], max_length=5, verbose_name='kind of file')),
                        ('file', models.FileField(max_length=120, upload_to=partners.models.agreement.place_of_document, verbose_name='file')),
                        ('size', models.PositiveIntegerField(default=0, verbose_name='size in bytes')),
                        ('uploaded_at', models.DateTimeField(blank=True, null=True, verbose_name='added at')),
                        ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='partners.agreement')),
                        ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                    ],
                    options={
                        'verbose_name': 'document',
                        'verbose_name_plural': 'documents',
                        'ordering': ['agreement', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('uploaded_at__isnull', True), ('uploaded_by__isnull', True)), models.Q(('uploaded_at__isnull', False), ('uploaded_by__isnull', False)), _connector='OR'), name='agreementdocument_uploaded_at_with_uploaded_by', violation_error_message='Who added it and when come together.')],
                    },
                ),
                migrations.CreateModel(
                    name='AgreementEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('object', models.CharField(help_text='What it is about, in one line. Two agreements about the same object must not overlap.', max_length=200, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='object')),
                        ('signed_on', models.DateField(blank=True, help_text='Empty while it is being prepared.', null=True, verbose_name='signed on')),
                        ('starts_on', models.DateField(verbose_name='from')),
                        ('ends_on', models.DateField(blank=True, help_text='Empty: without an end.', null=True, verbose_name='to')),
                        ('charter_accepted_on', models.DateField(blank=True, help_text='Who joins the Cité accepts the charter: free, open to all, anonymous, without appointment.', null=True, verbose_name='charter accepted on')),
                        ('renewal_waived', models.BooleanField(default=False, help_text='It then leaves the reminders.', verbose_name='not to be renewed')),
                        ('remarks', models.TextField(blank=True, max_length=2000, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='remarks')),
                        ('institution', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.institution', verbose_name='institution')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.agreement')),
                        ('renews', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.agreement', verbose_name='renews')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Attendance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('beginner', models.BooleanField(default=False, verbose_name='beginner')),
                        ('half_days', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.5'))], verbose_name='half-days')),
                        ('professional', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='partners.professional', verbose_name='person')),
                        ('training', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='partners.training')),
                    ],
                    options={
                        'verbose_name': 'attendance',
                        'verbose_name_plural': 'attendances',
                        'ordering': ['training', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('training', 'professional'), name='attendance_once_a_training', violation_error_message='This person is noted for this training already.')],
                    },
                ),
                migrations.CreateModel(
                    name='Body',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=100, verbose_name='name')),
                        ('remit', models.CharField(blank=True, help_text='Write functions, not names, and nothing about visitors.', max_length=300, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='what it decides')),
                        ('dissolved_on', models.DateField(blank=True, null=True, verbose_name='dissolved on')),
                        ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='partners.meetingkind', verbose_name='kind of its meetings')),
                    ],
                    options={
                        'verbose_name': 'body',
                        'verbose_name_plural': 'bodies',
                        'ordering': [django.db.models.functions.text.Lower(models.Func(models.F('name'), function='UNACCENT')), 'pk'],
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='body_named_once', violation_error_message='Another body has this name.')],
                    },
                ),
                migrations.CreateModel(
                    name='BodyMember',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('function', models.CharField(blank=True, help_text='For example: chair, head of agency.', max_length=100, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='function')),
                        ('since', models.DateField(blank=True, null=True, verbose_name='since')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                        ('body', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='partners.body')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='partners.institution', verbose_name='institution')),
                    ],
                    options={
                        'verbose_name': 'seat',
                        'verbose_name_plural': 'seats',
                        'ordering': ['body', django.db.models.functions.text.Lower(models.Func(models.F('institution__name'), function='UNACCENT')), 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('since__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='bodymember_until_not_before_since', violation_error_message='The end lies before the beginning.')],
                    },
                ),
                migrations.CreateModel(
                    name='Contact',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('function', models.CharField(help_text='For example: head of agency, secretariat, accounts.', max_length=100, verbose_name='function')),
                        ('name', models.CharField(blank=True, help_text='A member of the institution’s staff. Visitors are never entered here.', max_length=100, verbose_name='name')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                        ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='partners.institution')),
                    ],
                    options={
                        'verbose_name': 'contact',
                        'verbose_name_plural': 'contacts',
                        'ordering': ['institution', 'function', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('email', ''), _negated=True), models.Q(('phone', ''), _negated=True), models.Q(('name', ''), _negated=True), _connector='OR'), name='contact_can_be_reached', violation_error_message='Give a name, an e-mail address or a telephone number.')],
                    },
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.CharField(help_text='Write functions, not names, and nothing about visitors.', max_length=300, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='decision')),
                        ('by_function', models.CharField(blank=True, help_text='A function: partnership manager, director…', max_length=100, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='who does it')),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                        ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                        ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='partners.meeting')),
                    ],
                    options={
                        'verbose_name': 'decision',
                        'verbose_name_plural': 'decisions',
                        'ordering': ['meeting', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='ExpiryFeed',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('made_on', models.DateField(verbose_name='made on')),
                        ('owner', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'calendar address',
                        'verbose_name_plural': 'calendar addresses',
                    },
                ),
                migrations.CreateModel(
                    name='Meeting',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(blank=True, help_text='Write functions, not names, and nothing about visitors.', max_length=200, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='about')),
                        ('day', models.DateField(verbose_name='day')),
                        ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='length in minutes')),
                        ('elsewhere', models.CharField(blank=True, help_text='A town, or online.', max_length=100, verbose_name='somewhere else')),
                        ('people', models.PositiveSmallIntegerField(blank=True, help_text='A number. No list of names is kept.', null=True, verbose_name='people who came')),
                        ('minutes_on', models.DateField(blank=True, help_text='When they were sent out.', null=True, verbose_name='minutes of')),
                        ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='partners.body', verbose_name='of the body')),
                        ('institutions', models.ManyToManyField(blank=True, related_name='meetings', to='partners.institution', verbose_name='institutions that came')),
                        ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site', verbose_name='place')),
                        ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='partners.meetingkind', verbose_name='kind')),
                    ],
                    options={
                        'verbose_name': 'meeting',
                        'verbose_name_plural': 'meetings',
                        'ordering': ['-day', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('minutes_on__isnull', True), ('day__isnull', True), ('minutes_on__gte', models.F('day')), _connector='OR'), name='meeting_minutes_on_not_before_day', violation_error_message='The minutes lie before the meeting.')],
                    },
                ),
                migrations.CreateModel(
                    name='MeetingKind',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=100, verbose_name='name')),
                        ('name_fr', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('name_en', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('name_it', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('name_es', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('name_pt', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                        ('family', models.CharField(choices=[('governance', 'Governance'), ('sharing', 'Team and exchange'), ('presentation', 'Presenting the Cité'), ('partnership', 'With one partner'), ('network', 'Network and projects')], default='sharing', max_length=15, verbose_name='family')),
                    ],
                    options={
                        'verbose_name': 'kind of meeting',
                        'verbose_name_plural': 'kinds of meetings',
                        'ordering': ['rank', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Presence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('since', models.DateField(blank=True, null=True, verbose_name='since')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='partners.institution')),
                        ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site', verbose_name='place')),
                    ],
                    options={
                        'verbose_name': 'presence at a place',
                        'verbose_name_plural': 'presences at places',
                        'ordering': ['institution', 'site', 'since'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('since__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='presence_until_not_before_since', violation_error_message='The end lies before the beginning.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('institution'), '='), (models.F('site'), '='), (citedesmetiers.models.hours.Days('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='presence_once_at_a_time', violation_error_message='The institution is noted at this place for these days already.')],
                    },
                ),
                migrations.CreateModel(
                    name='Professional',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=100, verbose_name='name')),
                        ('functions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('counsellor', 'Counsellor'), ('workshop_leader', 'Workshop leader'), ('reception_agent', 'Reception agent'), ('information_officer', 'Information officer'), ('digital_facilitator', 'Digital facilitator'), ('events_organiser', 'Events organiser'), ('partnership_manager', 'Partnership manager'), ('director', 'Director'), ('civic_service_volunteer', 'Civic service volunteer'), ('administrator', 'Software administrator'), ('host_contact', 'Host’s contact'), ('funder_contact', 'Funder’s contact'), ('other', 'Something else')], max_length=30), blank=True, default=list, size=None, verbose_name='functions')),
                        ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('fr', 'French'), ('en', 'English'), ('it', 'Italian'), ('es', 'Spanish'), ('pt', 'Portuguese'), ('de', 'German'), ('ar', 'Arabic'), ('tr', 'Turkish'), ('uk', 'Ukrainian'), ('ru', 'Russian'), ('ro', 'Romanian'), ('pl', 'Polish'), ('sq', 'Albanian'), ('ka', 'Georgian'), ('hy', 'Armenian'), ('fa', 'Persian, Dari'), ('ps', 'Pashto'), ('bn', 'Bengali'), ('zh', 'Chinese'), ('vi', 'Vietnamese'), ('ku', 'Kurdish'), ('ber', 'Berber languages'), ('wo', 'Wolof'), ('bm', 'Bambara'), ('ff', 'Fula'), ('so', 'Somali'), ('ti', 'Tigrinya'), ('mg', 'Malagasy'), ('swb', 'Comorian, Shimaore'), ('gcf', 'Antillean Creole'), ('rcf', 'Réunion Creole'), ('nl', 'Dutch'), ('ca', 'Catalan'), ('fsl', 'French Sign Language'), ('ssr', 'Swiss-French Sign Language'), ('ise', 'Italian Sign Language')], max_length=3), blank=True, default=list, size=None, verbose_name='languages spoken')),
                        ('contract', models.CharField(choices=[('employee', 'Employee'), ('volunteer', 'Volunteer'), ('civic_service', 'Civic service'), ('trainee', 'Trainee')], default='employee', max_length=15, verbose_name='here as')),
                        ('fte', models.DecimalField(blank=True, decimal_places=2, help_text='Working time in the Cité: 1 is a full-time job, 0.1 half a day a week.', max_digits=3, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='full-time equivalent')),
                        ('active_from', models.DateField(blank=True, null=True, verbose_name='works here from')),
                        ('active_until', models.DateField(blank=True, help_text='The person’s account closes by itself after it.', null=True, verbose_name='works here until')),
                        ('charter_signed_on', models.DateField(blank=True, null=True, verbose_name='charter signed on')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='professionals', to='partners.institution', verbose_name='institution')),
                        ('sites', models.ManyToManyField(blank=True, related_name='+', to='citedesmetiers.site', verbose_name='works at')),
                        ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                    ],
                    options={
                        'verbose_name': 'professional',
                        'verbose_name_plural': 'professionals',
                        'ordering': [django.db.models.functions.text.Lower(models.Func(models.F('name'), function='UNACCENT')), 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('active_until__isnull', True), ('active_from__isnull', True), ('active_until__gte', models.F('active_from')), _connector='OR'), name='professional_active_until_not_before_active_from', violation_error_message='The end lies before the beginning.'), models.CheckConstraint(condition=models.Q(('fte__isnull', True), models.Q(('fte__gte', 0), ('fte__lte', 1)), _connector='OR'), name='professional_fte_0_to_1', violation_error_message='The full-time equivalent goes from 0 to 1.'), models.CheckConstraint(condition=models.Q(('functions__contained_by', ['counsellor', 'workshop_leader', 'reception_agent', 'information_officer', 'digital_facilitator', 'events_organiser', 'partnership_manager', 'director', 'civic_service_volunteer', 'administrator', 'host_contact', 'funder_contact', 'other'])), name='professional_functions_are_known', violation_error_message='One of the functions is not known.')],
                    },
                ),
                migrations.CreateModel(
                    name='ProfessionalEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('name', models.CharField(max_length=100, verbose_name='name')),
                        ('functions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('counsellor', 'Counsellor'), ('workshop_leader', 'Workshop leader'), ('reception_agent', 'Reception agent'), ('information_officer', 'Information officer'), ('digital_facilitator', 'Digital facilitator'), ('events_organiser', 'Events organiser'), ('partnership_manager', 'Partnership manager'), ('director', 'Director'), ('civic_service_volunteer', 'Civic service volunteer'), ('administrator', 'Software administrator'), ('host_contact', 'Host’s contact'), ('funder_contact', 'Funder’s contact'), ('other', 'Something else')], max_length=30), blank=True, default=list, size=None, verbose_name='functions')),
                        ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('fr', 'French'), ('en', 'English'), ('it', 'Italian'), ('es', 'Spanish'), ('pt', 'Portuguese'), ('de', 'German'), ('ar', 'Arabic'), ('tr', 'Turkish'), ('uk', 'Ukrainian'), ('ru', 'Russian'), ('ro', 'Romanian'), ('pl', 'Polish'), ('sq', 'Albanian'), ('ka', 'Georgian'), ('hy', 'Armenian'), ('fa', 'Persian, Dari'), ('ps', 'Pashto'), ('bn', 'Bengali'), ('zh', 'Chinese'), ('vi', 'Vietnamese'), ('ku', 'Kurdish'), ('ber', 'Berber languages'), ('wo', 'Wolof'), ('bm', 'Bambara'), ('ff', 'Fula'), ('so', 'Somali'), ('ti', 'Tigrinya'), ('mg', 'Malagasy'), ('swb', 'Comorian, Shimaore'), ('gcf', 'Antillean Creole'), ('rcf', 'Réunion Creole'), ('nl', 'Dutch'), ('ca', 'Catalan'), ('fsl', 'French Sign Language'), ('ssr', 'Swiss-French Sign Language'), ('ise', 'Italian Sign Language')], max_length=3), blank=True, default=list, size=None, verbose_name='languages spoken')),
                        ('contract', models.CharField(choices=[('employee', 'Employee'), ('volunteer', 'Volunteer'), ('civic_service', 'Civic service'), ('trainee', 'Trainee')], default='employee', max_length=15, verbose_name='here as')),
                        ('fte', models.DecimalField(blank=True, decimal_places=2, help_text='Working time in the Cité: 1 is a full-time job, 0.1 half a day a week.', max_digits=3, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='full-time equivalent')),
                        ('active_from', models.DateField(blank=True, null=True, verbose_name='works here from')),
                        ('active_until', models.DateField(blank=True, help_text='The person’s account closes by itself after it.', null=True, verbose_name='works here until')),
                        ('charter_signed_on', models.DateField(blank=True, null=True, verbose_name='charter signed on')),
                        ('institution', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.institution', verbose_name='institution')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.professional')),
                        ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Training',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(blank=True, max_length=150, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='title')),
                        ('starts_on', models.DateField(verbose_name='first day')),
                        ('ends_on', models.DateField(help_text='Leave empty for a single day.', verbose_name='last day')),
                        ('half_days', models.DecimalField(decimal_places=1, help_text='A day is two half-days, three days are six.', max_digits=4, validators=[django.core.validators.MinValueValidator(Decimal('0.5'))], verbose_name='length in half-days')),
                        ('elsewhere', models.CharField(blank=True, max_length=100, verbose_name='somewhere else')),
                        ('further_people', models.PositiveSmallIntegerField(default=0, help_text='People who came and are not in your list of professionals, for example of other Cités.', verbose_name='further people')),
                        ('further_beginners', models.PositiveSmallIntegerField(default=0, verbose_name='beginners among them')),
                        ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site', verbose_name='place')),
                        ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='partners.trainingkind', verbose_name='kind')),
                    ],
                    options={
                        'verbose_name': 'training',
                        'verbose_name_plural': 'trainings',
                        'ordering': ['-starts_on', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('starts_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='training_ends_on_not_before_starts_on', violation_error_message='The last day lies before the first day.'), models.CheckConstraint(condition=models.Q(('further_beginners__lte', models.F('further_people'))), name='training_no_more_beginners_than_people', violation_error_message='There are more beginners than people.')],
                    },
                ),
                migrations.CreateModel(
                    name='TrainingKind',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=100, verbose_name='name')),
                        ('name_fr', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('name_en', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('name_it', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('name_es', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('name_pt', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                        ('step', models.CharField(blank=True, choices=[('charter', 'Charter signed'), ('awareness', 'Awareness day'), ('resources', 'Presentation of resources'), ('shadowing', 'Desk shadowing')], help_text='Whoever attends a training of this kind has done this step.', max_length=10, verbose_name='step of onboarding')),
                        ('half_days', models.DecimalField(decimal_places=1, default=1, max_digits=4, validators=[django.core.validators.MinValueValidator(0)], verbose_name='usual length in half-days')),
                    ],
                    options={
                        'verbose_name': 'kind of training',
                        'verbose_name_plural': 'kinds of trainings',
                        'ordering': ['rank', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='TargetTag',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=100, verbose_name='name')),
                        ('name_fr', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('name_en', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('name_it', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('name_es', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('name_pt', models.CharField(max_length=100, null=True, verbose_name='name')),
                        ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                    ],
                    options={
                        'verbose_name': 'target group',
                        'verbose_name_plural': 'target groups',
                        'ordering': ['rank', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Budget',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                        ('stage', models.CharField(choices=[('planned', 'Planned'), ('actual', 'Actual')], default='planned', max_length=10, verbose_name='stage')),
                        ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site', verbose_name='place')),
                        ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='budgets', to='partners.programme', verbose_name='programme')),
                    ],
                    options={
                        'verbose_name': 'budget',
                        'verbose_name_plural': 'budgets',
                        'ordering': ['-year', 'programme__name', 'site__name', 'stage', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('programme', 'site', 'year', 'stage'), name='budget_once_a_year', nulls_distinct=False, violation_error_message='This budget is there already: same programme, place, year and stage.'), models.CheckConstraint(condition=models.Q(('year__gte', 1990), ('year__lte', 2100)), name='budget_of_a_real_year', violation_error_message='The year goes from 1990 to 2100.')],
                    },
                ),
                migrations.CreateModel(
                    name='BudgetLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('side', models.CharField(choices=[('charge', 'Charges'), ('income', 'Income')], max_length=10, verbose_name='side')),
                        ('nature', models.CharField(choices=[('cash', 'Cash'), ('in_kind', 'In kind')], default='cash', max_length=10, verbose_name='nature')),
                        ('label', models.CharField(max_length=150, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='label')),
                        ('category', models.CharField(blank=True, choices=[('staff', 'Staff and coordination'), ('services', 'Services and training'), ('communication', 'Communication'), ('purchases', 'Purchases and documentation'), ('premises', 'Premises and equipment'), ('travel', 'Catering and travel'), ('grant', 'Grant'), ('sponsorship', 'Sponsorship'), ('own', 'Own share of the holder'), ('in_kind', 'Voluntary contributions in kind'), ('other', 'Other')], max_length=15, verbose_name='category')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='amount in euros')),
                        ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                        ('budget', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='partners.budget')),
                        ('funder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='budget_lines', to='partners.institution', verbose_name='who pays')),
                    ],
                    options={
                        'verbose_name': 'budget line',
                        'verbose_name_plural': 'budget lines',
                        'ordering': ['budget', 'side', 'nature', 'rank', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='budget_line_of_some_amount', violation_error_message='The amount must be more than 0.')],
                    },
                ),
                migrations.CreateModel(
                    name='BudgetLineEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('side', models.CharField(choices=[('charge', 'Charges'), ('income', 'Income')], max_length=10, verbose_name='side')),
                        ('nature', models.CharField(choices=[('cash', 'Cash'), ('in_kind', 'In kind')], default='cash', max_length=10, verbose_name='nature')),
                        ('label', models.CharField(max_length=150, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='label')),
                        ('category', models.CharField(blank=True, choices=[('staff', 'Staff and coordination'), ('services', 'Services and training'), ('communication', 'Communication'), ('purchases', 'Purchases and documentation'), ('premises', 'Premises and equipment'), ('travel', 'Catering and travel'), ('grant', 'Grant'), ('sponsorship', 'Sponsorship'), ('own', 'Own share of the holder'), ('in_kind', 'Voluntary contributions in kind'), ('other', 'Other')], max_length=15, verbose_name='category')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='amount in euros')),
                        ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                        ('budget', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.budget')),
                        ('funder', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.institution', verbose_name='who pays')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.budgetline')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Programme',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=150, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='name')),
                        ('kind', models.CharField(choices=[('pathway', 'Pathway'), ('thematic_week', 'Thematic week'), ('european_project', 'Erasmus+ or other European project'), ('project', 'Other project'), ('ephemeral_preparation', 'Preparation of an ephemeral Cité')], max_length=25, verbose_name='kind')),
                        ('edition', models.PositiveSmallIntegerField(blank=True, help_text='A number, when it comes back: 21 for the 21st.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='edition')),
                        ('elsewhere', models.CharField(blank=True, help_text='A place that is none of yours.', max_length=150, verbose_name='somewhere else')),
                        ('starts_on', models.DateField(verbose_name='first day')),
                        ('ends_on', models.DateField(blank=True, help_text='The same as the first for a single day; empty: open end.', null=True, verbose_name='last day')),
                        ('target_words', models.CharField(blank=True, help_text='Nothing that names a person.', max_length=300, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='for whom, in words')),
                        ('funding_scheme', models.CharField(blank=True, help_text='For example: Erasmus+, regional call 2026.', max_length=150, verbose_name='funding scheme')),
                        ('description', models.TextField(blank=True, help_text='Nothing that names a person.', max_length=3000, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='what it is about')),
                        ('notes', models.TextField(blank=True, help_text='Nothing that names a person.', max_length=3000, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='notes')),
                        ('meetings', models.ManyToManyField(blank=True, related_name='programmes', to='partners.meeting', verbose_name='meetings')),
                        ('sites', models.ManyToManyField(blank=True, related_name='+', to='citedesmetiers.site', verbose_name='places')),
                        ('trainings', models.ManyToManyField(blank=True, related_name='programmes', to='partners.training', verbose_name='trainings')),
                        ('targets', models.ManyToManyField(blank=True, related_name='programmes', to='partners.targettag', verbose_name='for whom')),
                    ],
                    options={
                        'verbose_name': 'programme',
                        'verbose_name_plural': 'programmes',
                        'ordering': ['-starts_on', django.db.models.functions.text.Lower(models.Func(models.F('name'), function='UNACCENT')), 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('starts_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='programme_ends_on_not_before_starts_on', violation_error_message='The last day lies before the first day.'), models.UniqueConstraint(condition=models.Q(('edition__isnull', False)), fields=('name', 'edition'), name='programme_edition_once', violation_error_message='There is a programme with this name and edition already.')],
                    },
                ),
                migrations.CreateModel(
                    name='PreparationStep',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('step', models.CharField(choices=[('charter', 'Charter respected: free, anonymous, open to all'), ('open_place', 'Open and frequented place'), ('local_actors', 'Local actors mobilised'), ('awareness', 'Awareness day'), ('resources', 'Presentation of resources'), ('shadowing', 'At least one desk shadowing')], max_length=15, verbose_name='step')),
                        ('done_on', models.DateField(verbose_name='done on')),
                        ('answer', models.CharField(blank=True, max_length=200, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='how')),
                        ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.institution', verbose_name='institution')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='partners.programme')),
                    ],
                    options={
                        'verbose_name': 'step of preparation',
                        'verbose_name_plural': 'steps of preparation',
                        'ordering': ['programme', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('programme', 'institution', 'step'), name='preparation_step_once', nulls_distinct=False, violation_error_message='This step is noted already.'), models.CheckConstraint(condition=models.Q(models.Q(('institution__isnull', True), ('step__in', ['charter', 'open_place', 'local_actors'])), models.Q(('institution__isnull', False), ('step__in', ['awareness', 'resources', 'shadowing'])), _connector='OR'), name='preparation_step_of_whom', violation_error_message='Some steps are for the whole Cité, the others for each stakeholder.')],
                    },
                ),
                migrations.CreateModel(
                    name='Objective',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.CharField(max_length=250, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='objective')),
                        ('status', models.CharField(choices=[('not_started', 'Not started'), ('under_way', 'Under way'), ('nearly', 'Nearly achieved'), ('achieved', 'Achieved'), ('dropped', 'Dropped')], default='not_started', max_length=12, verbose_name='status')),
                        ('as_of', models.DateField(blank=True, null=True, verbose_name='as of')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objectives', to='partners.programme')),
                    ],
                    options={
                        'verbose_name': 'objective',
                        'verbose_name_plural': 'objectives',
                        'ordering': ['programme', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='CommunicationSupport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('brochure', 'Brochure'), ('poster', 'Posters'), ('programme_page', 'Programme of the day'), ('social_media', 'Social networks'), ('portal', 'Digital portal'), ('press', 'Press'), ('local_radio', 'Local radio'), ('other', 'Something else')], max_length=15, verbose_name='support')),
                        ('words', models.CharField(blank=True, max_length=100, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='which')),
                        ('copies', models.PositiveIntegerField(blank=True, null=True, verbose_name='copies')),
                        ('done_on', models.DateField(blank=True, null=True, verbose_name='ready on')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='partners.programme')),
                    ],
                    options={
                        'verbose_name': 'communication support',
                        'verbose_name_plural': 'communication supports',
                        'ordering': ['programme', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='BudgetEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                        ('stage', models.CharField(choices=[('planned', 'Planned'), ('actual', 'Actual')], default='planned', max_length=10, verbose_name='stage')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.budget')),
                        ('site', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='citedesmetiers.site', verbose_name='place')),
                        ('programme', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.programme', verbose_name='programme')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ProgrammeModule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=150, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='name')),
                        ('sessions', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='sessions planned')),
                        ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minutes each')),
                        ('seats', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='seats')),
                        ('result', models.CharField(blank=True, max_length=200, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='what it brought')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='modules', to='partners.programme')),
                    ],
                    options={
                        'verbose_name': 'module',
                        'verbose_name_plural': 'modules',
                        'ordering': ['programme', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='ProgrammeRole',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(choices=[('lead', 'Lead'), ('partner', 'Partner'), ('funder', 'Funder'), ('host', 'Host'), ('company', 'Company')], default='partner', max_length=10, verbose_name='role')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programme_roles', to='partners.institution', verbose_name='institution')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='partners.programme')),
                    ],
                    options={
                        'verbose_name': 'role in a programme',
                        'verbose_name_plural': 'roles in programmes',
                        'ordering': ['programme', django.db.models.functions.text.Lower(models.Func(models.F('institution__name'), function='UNACCENT')), 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('programme', 'institution', 'role'), name='programme_role_once', violation_error_message='This institution has this role already.')],
                    },
                ),
                migrations.CreateModel(
                    name='ProgressFigure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('label', models.CharField(help_text='For example: interviews.', max_length=150, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='what was counted')),
                        ('mark', models.CharField(choices=[('exactly', 'exactly'), ('nearly', 'nearly'), ('about', 'about'), ('more_than', 'more than'), ('up_to', 'up to')], default='exactly', max_length=10, verbose_name='mark')),
                        ('value', models.DecimalField(blank=True, decimal_places=1, max_digits=12, null=True, verbose_name='value')),
                        ('unit', models.CharField(choices=[('number', 'number'), ('percent', '%')], default='number', max_length=10, verbose_name='unit')),
                        ('words', models.CharField(blank=True, help_text='When there is no number: “several days, not counted”.', max_length=100, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='or in words')),
                        ('as_of', models.DateField(verbose_name='as of')),
                        ('source', models.CharField(blank=True, help_text='Who says so, and how it was counted.', max_length=200, validators=[citedesmetiers.personal_data.no_personal_data], verbose_name='source and method')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='partners.programme')),
                    ],
                    options={
                        'verbose_name': 'progress figure',
                        'verbose_name_plural': 'progress figures',
                        'ordering': ['programme', '-as_of', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('value__isnull', False), models.Q(('words', ''), _negated=True), _connector='OR'), name='progress_figure_says_something', violation_error_message='Give a value, or say it in words.'), models.CheckConstraint(condition=models.Q(('value__isnull', True), ('value__gte', 0), _connector='OR'), name='progress_figure_not_below_nothing', violation_error_message='The value cannot be below 0.'), models.CheckConstraint(condition=models.Q(models.Q(('unit', 'percent'), _negated=True), ('value__isnull', True), ('value__lte', 100), _connector='OR'), name='progress_figure_percent_to_100', violation_error_message='A percentage goes up to 100.')],
                    },
                ),
                migrations.CreateModel(
                    name='AgreementDocumentEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('title', models.CharField(max_length=150, verbose_name='title')),
                        ('kind', models.CharField(choices=[('pdf', 'PDF'), ('odt', 'ODT'), ('docx', 'DOCX'), ('jpg', 'JPEG'), ('png', 'PNG')], max_length=5, verbose_name='kind of file')),
                        ('size', models.PositiveIntegerField(default=0, verbose_name='size in bytes')),
                        ('uploaded_at', models.DateTimeField(blank=True, null=True, verbose_name='added at')),
                        ('agreement', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.agreement')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.agreementdocument')),
                        ('uploaded_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='agreement',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_agreementevent" ("charter_accepted_on", "ends_on", "id", "institution_id", "object", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remarks", "renewal_waived", "renews_id", "signed_on", "starts_on") VALUES (NEW."charter_accepted_on", NEW."ends_on", NEW."id", NEW."institution_id", NEW."object", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."remarks", NEW."renewal_waived", NEW."renews_id", NEW."signed_on", NEW."starts_on"); RETURN NULL;', hash='71ec47abe8f022e366a9ef139bd2d817b7c6eac9', operation='INSERT', pgid='pgtrigger_insert_insert_b1737', table='partners_agreement', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='agreement',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "partners_agreementevent" ("charter_accepted_on", "ends_on", "id", "institution_id", "object", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remarks", "renewal_waived", "renews_id", "signed_on", "starts_on") VALUES (NEW."charter_accepted_on", NEW."ends_on", NEW."id", NEW."institution_id", NEW."object", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."remarks", NEW."renewal_waived", NEW."renews_id", NEW."signed_on", NEW."starts_on"); RETURN NULL;', hash='24f7e835d35ad89b3f3589db0a5af51226cb8a34', operation='UPDATE', pgid='pgtrigger_update_update_8c840', table='partners_agreement', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='agreement',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_agreementevent" ("charter_accepted_on", "ends_on", "id", "institution_id", "object", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remarks", "renewal_waived", "renews_id", "signed_on", "starts_on") VALUES (OLD."charter_accepted_on", OLD."ends_on", OLD."id", OLD."institution_id", OLD."object", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."remarks", OLD."renewal_waived", OLD."renews_id", OLD."signed_on", OLD."starts_on"); RETURN NULL;', hash='7e834196786f80040753b2c2a50427ab982e4470', operation='DELETE', pgid='pgtrigger_delete_delete_63f2d', table='partners_agreement', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='agreementcommitment',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_agreementcommitmentevent" ("agreement_id", "description", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose_id", "quantity", "valued_euros") VALUES (NEW."agreement_id", NEW."description", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose_id", NEW."quantity", NEW."valued_euros"); RETURN NULL;', hash='d2bd94d153459ee21bdec19069d7949eb59bca14', operation='INSERT', pgid='pgtrigger_insert_insert_f266c', table='partners_agreementcommitment', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='agreementcommitment',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "partners_agreementcommitmentevent" ("agreement_id", "description", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose_id", "quantity", "valued_euros") VALUES (NEW."agreement_id", NEW."description", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose_id", NEW."quantity", NEW."valued_euros"); RETURN NULL;', hash='b8da25052484c06819ba27ef4cc73f52b3c7fe9f', operation='UPDATE', pgid='pgtrigger_update_update_8c4fe', table='partners_agreementcommitment', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='agreementcommitment',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_agreementcommitmentevent" ("agreement_id", "description", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose_id", "quantity", "valued_euros") VALUES (OLD."agreement_id", OLD."description", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose_id", OLD."quantity", OLD."valued_euros"); RETURN NULL;', hash='b3d9783b2e6c8dc4bf17148b71344ecde3bdfc39', operation='DELETE', pgid='pgtrigger_delete_delete_d578d', table='partners_agreementcommitment', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='agreementcommitmentevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3aadad9c18545a4076c8491b1d530c41319a081c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_08566', table='partners_agreementcommitmentevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='agreementdocument',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_agreementdocumentevent" ("agreement_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size", "title", "uploaded_at", "uploaded_by_id") VALUES (NEW."agreement_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."size", NEW."title", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;', hash='a82de516f6faf393c4158285c3981bb301374847', operation='INSERT', pgid='pgtrigger_insert_insert_c994c', table='partners_agreementdocument', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='agreementdocument',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."uploaded_at" IS DISTINCT FROM (NEW."uploaded_at") OR OLD."uploaded_by_id" IS DISTINCT FROM (NEW."uploaded_by_id"))', func='INSERT INTO "partners_agreementdocumentevent" ("agreement_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size", "title", "uploaded_at", "uploaded_by_id") VALUES (NEW."agreement_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."size", NEW."title", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;', hash='d997bdf3e21e102cc57fa3aa231d460ef1ddd44b', operation='UPDATE', pgid='pgtrigger_update_update_1ede1', table='partners_agreementdocument', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='agreementdocument',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_agreementdocumentevent" ("agreement_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size", "title", "uploaded_at", "uploaded_by_id") VALUES (OLD."agreement_id", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."size", OLD."title", OLD."uploaded_at", OLD."uploaded_by_id"); RETURN NULL;', hash='d3453c5cc66954a979649246c88a6b95c3884aee', operation='DELETE', pgid='pgtrigger_delete_delete_f6fe7', table='partners_agreementdocument', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='agreementevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fe274609650c759fb0325772ebe3c7ed7f9056ad', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_860b0', table='partners_agreementevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='professional',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_professionalevent" ("active_from", "active_until", "charter_signed_on", "contract", "fte", "functions", "id", "institution_id", "languages", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."active_from", NEW."active_until", NEW."charter_signed_on", NEW."contract", NEW."fte", NEW."functions", NEW."id", NEW."institution_id", NEW."languages", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;', hash='fe77f66a625423537b0f2b68581794bfc330d374', operation='INSERT', pgid='pgtrigger_insert_insert_21597', table='partners_professional', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='professional',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "partners_professionalevent" ("active_from", "active_until", "charter_signed_on", "contract", "fte", "functions", "id", "institution_id", "languages", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."active_from", NEW."active_until", NEW."charter_signed_on", NEW."contract", NEW."fte", NEW."functions", NEW."id", NEW."institution_id", NEW."languages", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;', hash='a83087bea8b4b56eb4a068a4856996047558c981', operation='UPDATE', pgid='pgtrigger_update_update_fc942', table='partners_professional', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='professional',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_professionalevent" ("active_from", "active_until", "charter_signed_on", "contract", "fte", "functions", "id", "institution_id", "languages", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."active_from", OLD."active_until", OLD."charter_signed_on", OLD."contract", OLD."fte", OLD."functions", OLD."id", OLD."institution_id", OLD."languages", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."user_id"); RETURN NULL;', hash='38fcb59764c159139e15f9e1f0a57593cd6625a5', operation='DELETE', pgid='pgtrigger_delete_delete_d6251', table='partners_professional', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='professionalevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='55fcfd5095b753790616bf88f8d023005599c4f7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d25bb', table='partners_professionalevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='budget',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_budgetevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "site_id", "stage", "year") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."site_id", NEW."stage", NEW."year"); RETURN NULL;', hash='d38998b9cde9a3f4ff3aa4c153750f7cc7cb01bb', operation='INSERT', pgid='pgtrigger_insert_insert_66672', table='partners_budget', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='budget',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "partners_budgetevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "site_id", "stage", "year") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."site_id", NEW."stage", NEW."year"); RETURN NULL;', hash='5e340a50b5fcbc362b716f9e134b62087a7e909f', operation='UPDATE', pgid='pgtrigger_update_update_90890', table='partners_budget', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='budget',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_budgetevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "site_id", "stage", "year") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."site_id", OLD."stage", OLD."year"); RETURN NULL;', hash='e3a0c8645fcf3f478bb9578bdacf7215a5df0dde', operation='DELETE', pgid='pgtrigger_delete_delete_6125c', table='partners_budget', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='budgetline',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_budgetlineevent" ("amount", "budget_id", "category", "funder_id", "id", "label", "nature", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "side") VALUES (NEW."amount", NEW."budget_id", NEW."category", NEW."funder_id", NEW."id", NEW."label", NEW."nature", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rank", NEW."side"); RETURN NULL;', hash='ba2a076629053c98752f0f24701e080d20e131cf', operation='INSERT', pgid='pgtrigger_insert_insert_3c7eb', table='partners_budgetline', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='budgetline',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "partners_budgetlineevent" ("amount", "budget_id", "category", "funder_id", "id", "label", "nature", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "side") VALUES (NEW."amount", NEW."budget_id", NEW."category", NEW."funder_id", NEW."id", NEW."label", NEW."nature", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rank", NEW."side"); RETURN NULL;', hash='c0453d2ffa7f9100b22174fc66d7b33c1c55b8c7', operation='UPDATE', pgid='pgtrigger_update_update_3988d', table='partners_budgetline', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='budgetline',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_budgetlineevent" ("amount", "budget_id", "category", "funder_id", "id", "label", "nature", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "side") VALUES (OLD."amount", OLD."budget_id", OLD."category", OLD."funder_id", OLD."id", OLD."label", OLD."nature", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rank", OLD."side"); RETURN NULL;', hash='ae6fe1c5caeb7f6430954b7990e7ae48969c8435', operation='DELETE', pgid='pgtrigger_delete_delete_bcdcd', table='partners_budgetline', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='budgetlineevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b0393fd429489589828b8099502c487c4241472d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_da772', table='partners_budgetlineevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='budgetevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4ba85799808becb9cabaff0acbf72d2c27ece297', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4be0f', table='partners_budgetevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='agreementdocumentevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c61841da539683a971eb6be27131d1f4cbc12c83', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7aa9a', table='partners_agreementdocumentevent', when='BEFORE')),
                ),
            ],
        ),
    ]
