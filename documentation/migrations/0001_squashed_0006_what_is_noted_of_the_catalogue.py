import citedesmetiers.all_at_once
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import documentation.models.resource
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('documentation', '0001_catalogue'), ('documentation', '0002_unimarc_copy_map'), ('documentation', '0003_shelf_spots'), ('documentation', '0004_acquired_index'), ('documentation', '0005_facets_in_one_array'), ('documentation', '0006_what_is_noted_of_the_catalogue')]

    initial = True

    dependencies = [
        ('citedesmetiers', '0001_squashed_0016_what_is_noted_of_the_centre'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(
        ),
        citedesmetiers.all_at_once.AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='Level',
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
                        ('retired', models.BooleanField(default=False, verbose_name='retired')),
                        ('eqf', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='EQF level')),
                    ],
                    options={
                        'verbose_name': 'level',
                        'verbose_name_plural': 'levels',
                        'ordering': ['rank', 'pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Bibliography',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=documentation.models.resource.new_public_id, editable=False, max_length=12, unique=True)),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('subtitle', models.CharField(blank=True, max_length=200, verbose_name='subtitle')),
                        ('introduction', models.TextField(blank=True, max_length=3000, verbose_name='introduction')),
                        ('day', models.DateField(default=django.utils.timezone.localdate, verbose_name='as of')),
                        ('published', models.BooleanField(default=False, verbose_name='visible to the public')),
                        ('purpose', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.purpose', verbose_name='purpose')),
                        ('resources', models.ManyToManyField(related_name='bibliographies', through='documentation.BibliographyItem', to='documentation.resource')),
                    ],
                    options={
                        'verbose_name': 'bibliography',
                        'verbose_name_plural': 'bibliographies',
                        'ordering': ['-day', 'title', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='CatalogueWord',
                    fields=[
                        ('word', models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ('stem', models.CharField(db_index=True, max_length=60)),
                        ('documents', models.PositiveIntegerField()),
                    ],
                    options={
                        'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('word', name='gin_trgm_ops'), name='catalogue_word_trigrams'), models.Index(django.contrib.postgres.indexes.OpClass('word', name='text_pattern_ops'), name='catalogue_word_prefix')],
                    },
                ),
                migrations.CreateModel(
                    name='ClassificationNode',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=20, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('name_fr', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_en', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_it', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_es', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_pt', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                        ('retired', models.BooleanField(default=False, verbose_name='retired')),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='documentation.classificationnode', verbose_name='part of')),
                        ('purpose', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.purpose', verbose_name='purpose')),
                        ('see', models.ManyToManyField(blank=True, to='documentation.classificationnode', verbose_name='see also')),
                    ],
                    options={
                        'verbose_name': 'shelf',
                        'verbose_name_plural': 'shelving plan',
                        'ordering': ['code'],
                    },
                ),
                migrations.CreateModel(
                    name='Inventory',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('shelf', models.CharField(blank=True, help_text='Empty: all of the place.', max_length=20, verbose_name='shelf marks beginning with')),
                        ('started_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='started on')),
                        ('finished_on', models.DateField(blank=True, null=True, verbose_name='finished on')),
                        ('expected', models.PositiveIntegerField(blank=True, null=True, verbose_name='expected')),
                        ('found', models.PositiveIntegerField(blank=True, null=True, verbose_name='found')),
                        ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site', verbose_name='place')),
                    ],
                    options={
                        'verbose_name': 'inventory',
                        'verbose_name_plural': 'inventories',
                        'ordering': ['-started_on', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Medium',
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
                        ('retired', models.BooleanField(default=False, verbose_name='retired')),
                        ('may_be_lent', models.BooleanField(default=False, help_text='What a new copy starts with.', verbose_name='may be lent')),
                        ('loan_days', models.PositiveSmallIntegerField(default=21, verbose_name='loan (days)')),
                        ('given_away', models.BooleanField(default=False, verbose_name='to take away')),
                        ('verify_months', models.PositiveSmallIntegerField(default=24, verbose_name='to be verified after (months)')),
                        ('schema_type', models.CharField(default='CreativeWork', max_length=30, verbose_name='schema.org type')),
                    ],
                    options={
                        'verbose_name': 'medium',
                        'verbose_name_plural': 'media',
                        'ordering': ['rank', 'pk'],
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('loan_days__range', (1, 365))), name='medium_loan_1_to_365_days', violation_error_message='A loan lasts from 1 to 365 days.'), models.CheckConstraint(condition=models.Q(('verify_months__range', (1, 120))), name='medium_verified_within_10_years', violation_error_message='Between 1 and 120 months.')],
                    },
                ),
                migrations.CreateModel(
                    name='Resource',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=documentation.models.resource.new_public_id, editable=False, max_length=12, unique=True)),
                        ('source_id', models.CharField(blank=True, help_text='Its number where it came from: an Excel file, a library system. It is found again by it.', max_length=80, verbose_name='source id')),
                        ('harvested_from', models.CharField(blank=True, help_text='The catalogue it was harvested from.', max_length=200, verbose_name='taken over from')),
                        ('title', models.CharField(max_length=400, verbose_name='title')),
                        ('subtitle', models.CharField(blank=True, max_length=400, verbose_name='subtitle')),
                        ('other_title', models.CharField(blank=True, max_length=400, verbose_name='other title')),
                        ('creators', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, help_text='One per line.', size=None, verbose_name='authors')),
                        ('publisher', models.CharField(blank=True, max_length=200, verbose_name='publisher')),
                        ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                        ('isbn', models.CharField(blank=True, db_index=True, max_length=13, validators=[django.core.validators.RegexValidator('^97[89]\\d{10}$', '13 digits that begin with 978 or 979.')], verbose_name='ISBN')),
                        ('issn', models.CharField(blank=True, db_index=True, max_length=9, validators=[django.core.validators.RegexValidator('^\\d{4}-\\d{3}[\\dX]$', '8 digits, the last may be an X: 1234-567X.')], verbose_name='ISSN')),
                        ('number', models.CharField(blank=True, max_length=40, verbose_name='number of the issue')),
                        ('series', models.CharField(blank=True, max_length=200, verbose_name='series')),
                        ('pages', models.CharField(blank=True, help_text='212 p.; 26 min', max_length=80, verbose_name='extent')),
                        ('language', models.CharField(choices=[('fr', 'French'), ('en', 'English'), ('it', 'Italian'), ('es', 'Spanish'), ('pt', 'Portuguese'), ('de', 'German'), ('ar', 'Arabic'), ('uk', 'Ukrainian'), ('tr', 'Turkish'), ('zh', 'Chinese'), ('ru', 'Russian'), ('mul', 'Several languages'), ('oth', 'Another language')], default='fr', max_length=3, verbose_name='language')),
                        ('abstract', models.TextField(blank=True, max_length=4000, verbose_name='abstract')),
                        ('url', models.URLField(blank=True, max_length=800, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='web address')),
                        ('price_cents', models.PositiveIntegerField(blank=True, null=True, verbose_name='price')),
                        ('acquired_on', models.DateField(blank=True, null=True, verbose_name='acquired on')),
                        ('verified_on', models.DateField(blank=True, null=True, verbose_name='last verified on')),
                        ('published', models.BooleanField(default=True, verbose_name='visible to the public')),
                        ('weeded_on', models.DateField(blank=True, null=True, verbose_name='weeded on')),
                        ('weeded_because', models.CharField(blank=True, choices=[('outdated', 'Outdated'), ('worn', 'Worn out'), ('lost', 'Lost'), ('unused', 'Never used'), ('replaced', 'Replaced by a newer one'), ('dead_link', 'No longer online'), ('duplicate', 'Entered twice')], max_length=20, verbose_name='reason')),
                        ('changed_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                        ('level', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documentation.level', verbose_name='level')),
                        ('medium', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documentation.medium', verbose_name='medium')),
                        ('purposes', models.ManyToManyField(blank=True, related_name='+', to='citedesmetiers.purpose', verbose_name='purposes')),
                        ('related', models.ManyToManyField(blank=True, to='documentation.resource', verbose_name='related documents')),
                        ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='documentation.resource', verbose_name='replaced by')),
                        ('sector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documentation.sector', verbose_name='sector')),
                        ('subjects', models.ManyToManyField(blank=True, related_name='resources', to='documentation.subject', verbose_name='subjects')),
                    ],
                    options={
                        'verbose_name': 'resource',
                        'verbose_name_plural': 'resources',
                        'ordering': ['-pk'],
                        'indexes': [models.Index(fields=['weeded_on'], name='resource_weeded'), django.contrib.postgres.indexes.GinIndex(fields=['title'], name='resource_title_trigrams', opclasses=['gin_trgm_ops']), models.Index(fields=['acquired_on', 'id'], name='resource_acquired')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('harvested_from', 'source_id'), name='resource_source_id_once', violation_error_message='Another resource has this source id.'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='resource_has_a_title', violation_error_message='A resource needs a title.'), models.CheckConstraint(condition=models.Q(('year__isnull', True), ('year__range', (1450, 2100)), _connector='OR'), name='resource_year_1450_to_2100', violation_error_message='The year lies between 1450 and 2100.'), models.CheckConstraint(condition=models.Q(models.Q(('weeded_because', ''), ('weeded_on__isnull', True)), models.Q(('weeded_on__isnull', False), models.Q(('weeded_because', ''), _negated=True)), _connector='OR'), name='resource_weeded_with_a_reason', violation_error_message='A weeded resource has a day and a reason.'), models.CheckConstraint(condition=models.Q(('replaced_by__isnull', True), models.Q(('replaced_by', models.F('pk')), _negated=True), _connector='OR'), name='resource_not_replaced_by_itself', violation_error_message='A resource does not replace itself.')],
                    },
                ),
                migrations.CreateModel(
                    name='Opinion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField(max_length=2000, verbose_name='opinion')),
                        ('day', models.DateField(default=django.utils.timezone.localdate, verbose_name='day')),
                        ('officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signed by')),
                        ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='documentation.resource', verbose_name='resource')),
                    ],
                    options={
                        'verbose_name': 'opinion',
                        'verbose_name_plural': 'opinions',
                        'ordering': ['-day', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Copy',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('shelf_mark', models.CharField(blank=True, max_length=60, verbose_name='shelf mark')),
                        ('barcode', models.CharField(blank=True, max_length=40, verbose_name='barcode')),
                        ('state', models.CharField(choices=[('shelf', 'On the shelf'), ('missing', 'Missing'), ('repair', 'In repair'), ('withdrawn', 'Withdrawn')], default='shelf', max_length=10, verbose_name='state')),
                        ('lendable', models.BooleanField(default=False, verbose_name='may be lent')),
                        ('added_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='added on')),
                        ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='withdrawn on')),
                        ('node', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documentation.classificationnode', verbose_name='shelf')),
                        ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site', verbose_name='place')),
                        ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='documentation.resource', verbose_name='resource')),
                    ],
                    options={
                        'verbose_name': 'copy',
                        'verbose_name_plural': 'copies',
                        'ordering': ['site', 'shelf_mark', 'pk'],
                        'indexes': [models.Index(django.db.models.functions.text.Upper('shelf_mark'), name='copy_shelf_mark_upper')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('barcode', ''), _negated=True), fields=('barcode',), name='copy_barcode_once', violation_error_message='Another copy has this barcode.')],
                    },
                ),
                migrations.CreateModel(
                    name='ConsultationCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(verbose_name='day')),
                        ('n', models.PositiveIntegerField(default=0, verbose_name='consultations')),
                        ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site')),
                        ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultation_counts', to='documentation.resource')),
                    ],
                    options={
                        'verbose_name': 'count of consultations',
                        'verbose_name_plural': 'counts of consultations',
                        'constraints': [models.UniqueConstraint(fields=('day', 'resource', 'site'), name='consultation_count_once', nulls_distinct=False, violation_error_message='This day is counted already.')],
                    },
                ),
                migrations.CreateModel(
                    name='BibliographyItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                        ('section', models.CharField(blank=True, max_length=120, verbose_name='section')),
                        ('comment', models.TextField(blank=True, max_length=1000, verbose_name='comment')),
                        ('bibliography', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='documentation.bibliography')),
                        ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bibliography_items', to='documentation.resource', verbose_name='resource')),
                    ],
                    options={
                        'verbose_name': 'document of a bibliography',
                        'verbose_name_plural': 'documents of a bibliography',
                        'ordering': ['rank', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('bibliography', 'resource'), name='bibliography_item_once', violation_error_message='This document is in the list already.')],
                    },
                ),
                migrations.CreateModel(
                    name='SearchCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('question', models.CharField(max_length=80, verbose_name='question')),
                        ('week', models.DateField(verbose_name='week of')),
                        ('n', models.PositiveIntegerField(default=0, verbose_name='times')),
                        ('without_result', models.PositiveIntegerField(default=0, verbose_name='without a result')),
                    ],
                    options={
                        'verbose_name': 'count of searches',
                        'verbose_name_plural': 'counts of searches',
                        'constraints': [models.UniqueConstraint(fields=('week', 'question'), name='search_count_once', violation_error_message='This week is counted already.'), models.CheckConstraint(condition=models.Q(('week__iso_week_day', 1)), name='search_count_week_begins_on_monday', violation_error_message='A week begins on Monday.')],
                    },
                ),
                migrations.CreateModel(
                    name='Sector',
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
                        ('retired', models.BooleanField(default=False, verbose_name='retired')),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='documentation.sector', verbose_name='part of')),
                    ],
                    options={
                        'verbose_name': 'sector',
                        'verbose_name_plural': 'sectors',
                        'ordering': ['rank', 'pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Subject',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('name_fr', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_en', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_it', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_es', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_pt', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('code', models.CharField(blank=True, help_text='Of a ROME or Formacode file that was loaded.', max_length=40, verbose_name='code')),
                        ('retired', models.BooleanField(default=False, verbose_name='retired')),
                        ('broader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='narrower', to='documentation.subject', verbose_name='part of')),
                    ],
                    options={
                        'verbose_name': 'subject',
                        'verbose_name_plural': 'subjects',
                        'ordering': ['name', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('name',), name='subject_name_once', violation_error_message='There is a subject of this name.'), models.CheckConstraint(condition=models.Q(('broader__isnull', True), models.Q(('broader', models.F('pk')), _negated=True), _connector='OR'), name='subject_not_part_of_itself', violation_error_message='A subject is no part of itself.'), models.UniqueConstraint(fields=('name_fr',), name='subject_name_once-fr', violation_error_message='There is a subject of this name.'), models.UniqueConstraint(fields=('name_en',), name='subject_name_once-en', violation_error_message='There is a subject of this name.'), models.UniqueConstraint(fields=('name_it',), name='subject_name_once-it', violation_error_message='There is a subject of this name.'), models.UniqueConstraint(fields=('name_es',), name='subject_name_once-es', violation_error_message='There is a subject of this name.'), models.UniqueConstraint(fields=('name_pt',), name='subject_name_once-pt', violation_error_message='There is a subject of this name.')],
                    },
                ),
                migrations.CreateModel(
                    name='Suggestion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=80)),
                        ('text', models.CharField(max_length=160)),
                        ('kind', models.CharField(max_length=10)),
                        ('weight', models.PositiveIntegerField()),
                    ],
                    options={
                        'indexes': [models.Index(django.contrib.postgres.indexes.OpClass('key', name='text_pattern_ops'), models.OrderBy(models.F('weight'), descending=True), name='suggestion_prefix')],
                    },
                ),
                migrations.CreateModel(
                    name='Synonym',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), size=None, verbose_name='words')),
                        ('leads_to', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, help_text='Only in this direction; empty: the words above find each other.', size=None, verbose_name='also finds')),
                        ('starting', models.BooleanField(default=False, editable=False, verbose_name='from the starting list')),
                        ('retired', models.BooleanField(default=False, verbose_name='retired')),
                    ],
                    options={
                        'verbose_name': 'synonym',
                        'verbose_name_plural': 'synonyms',
                        'ordering': ['words', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('words__len__gte', 2), models.Q(('leads_to__len__gte', 1), ('words__len', 1)), _connector='OR'), name='synonym_has_two_sides', violation_error_message='Two words at least, or one word and what it also finds.')],
                    },
                ),
                migrations.CreateModel(
                    name='Wish',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=200, verbose_name='title or theme')),
                        ('asked_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='noted on')),
                        ('settled_on', models.DateField(blank=True, null=True, verbose_name='bought or dropped on')),
                        ('purpose', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.purpose', verbose_name='purpose')),
                        ('resource', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='documentation.resource', verbose_name='bought as')),
                    ],
                    options={
                        'verbose_name': 'purchase wish',
                        'verbose_name_plural': 'purchase wishes',
                        'ordering': ['-asked_on', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='InventoryScan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('barcode', models.CharField(max_length=40, verbose_name='barcode')),
                        ('copy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documentation.copy')),
                        ('inventory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scans', to='documentation.inventory')),
                    ],
                    options={
                        'verbose_name': 'scan',
                        'verbose_name_plural': 'scans',
                        'constraints': [models.UniqueConstraint(fields=('inventory', 'barcode'), name='inventory_scan_once', violation_error_message='This barcode was read already.')],
                    },
                ),
                migrations.CreateModel(
                    name='Loan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(verbose_name='card number')),
                        ('lent_on', models.DateField(verbose_name='lent on')),
                        ('due_on', models.DateField(verbose_name='due on')),
                        ('renewed', models.PositiveSmallIntegerField(default=0, verbose_name='times renewed')),
                        ('copy', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='loan', to='documentation.copy', verbose_name='copy')),
                    ],
                    options={
                        'verbose_name': 'loan',
                        'verbose_name_plural': 'loans',
                        'ordering': ['due_on', 'pk'],
                        'indexes': [models.Index(fields=['number'], name='loan_number')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('due_on__isnull', True), ('lent_on__isnull', True), ('due_on__gte', models.F('lent_on')), _connector='OR'), name='loan_due_on_not_before_lent_on', violation_error_message='It is due before it was lent.'), models.CheckConstraint(condition=models.Q(('number__range', (1, 999999))), name='loan_number_1_to_999999', violation_error_message='A card number goes from 1 to 999999.')],
                    },
                ),
                migrations.CreateModel(
                    name='SearchRow',
                    fields=[
                        ('resource', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_row', serialize=False, to='documentation.resource')),
                        ('year', models.SmallIntegerField(null=True)),
                        ('added', models.DateField(null=True)),
                        ('sort_title', models.CharField(max_length=80)),
                        ('vector', django.contrib.postgres.search.SearchVectorField()),
                        ('facets', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                    ],
                    options={
                        'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['vector'], name='search_vector')],
                    },
                ),
                migrations.CreateModel(
                    name='Reservation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.PositiveIntegerField(unique=True, verbose_name='code')),
                        ('day', models.DateField(verbose_name='day')),
                        ('kept_until', models.DateField(blank=True, null=True, verbose_name='kept aside until')),
                        ('copy', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reservation', to='documentation.copy', verbose_name='copy kept aside')),
                        ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site', verbose_name='fetched at')),
                        ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reservations', to='documentation.resource', verbose_name='resource')),
                    ],
                    options={
                        'verbose_name': 'reservation',
                        'verbose_name_plural': 'reservations',
                        'ordering': ['day', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kept_until__isnull', True), ('day__isnull', True), ('kept_until__gte', models.F('day')), _connector='OR'), name='reservation_kept_until_not_before_day', violation_error_message='The end lies before the beginning.')],
                    },
                ),
                migrations.CreateModel(
                    name='Report',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('missing', 'It is not where it should be'), ('outdated', 'It is out of date'), ('dead_link', 'The web address does not work'), ('damaged', 'It is damaged'), ('wrong', 'The description has a mistake')], max_length=10, verbose_name='what')),
                        ('day', models.DateField(verbose_name='day')),
                        ('n', models.PositiveSmallIntegerField(default=1, verbose_name='times')),
                        ('settled_on', models.DateField(blank=True, null=True, verbose_name='dealt with on')),
                        ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='documentation.resource')),
                    ],
                    options={
                        'verbose_name': 'report by visitors',
                        'verbose_name_plural': 'reports by visitors',
                        'ordering': ['-day', '-pk'],
                        'constraints': [models.UniqueConstraint(fields=('resource', 'kind', 'day'), name='report_once_a_day', violation_error_message='This day is counted already.')],
                    },
                ),
                migrations.CreateModel(
                    name='LoanCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(verbose_name='day')),
                        ('n', models.PositiveIntegerField(default=0, verbose_name='loans')),
                        ('renewals', models.PositiveIntegerField(default=0, verbose_name='renewals')),
                        ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site')),
                        ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loan_counts', to='documentation.resource')),
                    ],
                    options={
                        'verbose_name': 'count of loans',
                        'verbose_name_plural': 'counts of loans',
                        'constraints': [models.UniqueConstraint(fields=('day', 'resource', 'site'), name='loan_count_once', violation_error_message='This day is counted already.')],
                    },
                ),
                migrations.CreateModel(
                    name='LinkCheck',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('url', models.CharField(max_length=800, verbose_name='web address')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='looked at')),
                        ('status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='status')),
                        ('final_url', models.CharField(blank=True, max_length=2000, verbose_name='led to')),
                        ('verdict', models.CharField(choices=[('alive', 'Answers'), ('moved', 'Has moved'), ('dead', 'Is gone'), ('unsure', 'Did not answer this time'), ('refused', 'Not looked at: a private address')], max_length=10, verbose_name='verdict')),
                        ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='link_checks', to='documentation.resource', verbose_name='resource')),
                    ],
                    options={
                        'verbose_name': 'link check',
                        'verbose_name_plural': 'link checks',
                        'ordering': ['-at', '-pk'],
                        'indexes': [models.Index(fields=['resource', '-at'], name='link_check_latest')],
                    },
                ),
                migrations.CreateModel(
                    name='UnimarcCopyMap',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('tag', models.CharField(default='995', max_length=3, validators=[django.core.validators.RegexValidator('^\\d{3}$', 'Three digits, for example 995.')], verbose_name='field of a copy')),
                        ('barcode', models.CharField(blank=True, default='f', max_length=1, validators=[django.core.validators.RegexValidator('^[0-9a-z]$', 'One letter or digit.')], verbose_name='barcode')),
                        ('shelf_mark', models.CharField(blank=True, default='k', max_length=1, validators=[django.core.validators.RegexValidator('^[0-9a-z]$', 'One letter or digit.')], verbose_name='shelf mark')),
                        ('site', models.CharField(blank=True, default='c', max_length=1, validators=[django.core.validators.RegexValidator('^[0-9a-z]$', 'One letter or digit.')], verbose_name='place')),
                        ('medium', models.CharField(blank=True, default='r', max_length=1, validators=[django.core.validators.RegexValidator('^[0-9a-z]$', 'One letter or digit.')], verbose_name='medium')),
                    ],
                    options={
                        'verbose_name': 'fields of a copy in UNIMARC',
                        'verbose_name_plural': 'fields of a copy in UNIMARC',
                    },
                ),
                migrations.CreateModel(
                    name='ShelfSpot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('row', models.PositiveSmallIntegerField(help_text='Counted from the left as one comes in.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='row')),
                        ('words', models.CharField(blank=True, help_text='What helps to find it: by the windows.', max_length=120, verbose_name='in words')),
                        ('node', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spots', to='documentation.classificationnode', verbose_name='shelf')),
                        ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='citedesmetiers.site', verbose_name='place')),
                    ],
                    options={
                        'verbose_name': 'place of a shelf',
                        'verbose_name_plural': 'places of shelves',
                        'ordering': ['site', 'row', 'node'],
                        'constraints': [models.UniqueConstraint(fields=('node', 'site'), name='shelf_spot_once_at_a_place', violation_error_message='At this place the shelf stands somewhere already.'), models.CheckConstraint(condition=models.Q(('row__range', (1, 12))), name='shelf_spot_row_1_to_12', violation_error_message='A row has a number from 1 to 12.')],
                    },
                ),
                migrations.CreateModel(
                    name='CopyEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('shelf_mark', models.CharField(blank=True, max_length=60, verbose_name='shelf mark')),
                        ('barcode', models.CharField(blank=True, max_length=40, verbose_name='barcode')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='documentation.copy')),
                        ('resource', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documentation.resource', verbose_name='resource')),
                        ('site', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='citedesmetiers.site', verbose_name='place')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ResourceEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('title', models.CharField(max_length=400, verbose_name='title')),
                        ('subtitle', models.CharField(blank=True, max_length=400, verbose_name='subtitle')),
                        ('weeded_because', models.CharField(blank=True, choices=[('outdated', 'Outdated'), ('worn', 'Worn out'), ('lost', 'Lost'), ('unused', 'Never used'), ('replaced', 'Replaced by a newer one'), ('dead_link', 'No longer online'), ('duplicate', 'Entered twice')], max_length=20, verbose_name='reason')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='documentation.resource')),
                        ('replaced_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documentation.resource', verbose_name='replaced by')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='SubjectEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('name_fr', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_en', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_it', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_es', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('name_pt', models.CharField(max_length=120, null=True, verbose_name='name')),
                        ('broader', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documentation.subject', verbose_name='part of')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='documentation.subject')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='resource',
                    trigger=pgtrigger.compiler.Trigger(name='weeded_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."weeded_on" IS NOT NULL AND OLD."weeded_on" IS NULL)', func='INSERT INTO "documentation_resourceevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced_by_id", "subtitle", "title", "weeded_because") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'weeded\', NEW."id", NEW."replaced_by_id", NEW."subtitle", NEW."title", NEW."weeded_because"); RETURN NULL;', hash='d12b271b267f9082039ab3f2e9ac31e9461fd01d', operation='UPDATE', pgid='pgtrigger_weeded_update_bdd37', table='documentation_resource', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='resource',
                    trigger=pgtrigger.compiler.Trigger(name='taken_back_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."weeded_on" IS NULL AND OLD."weeded_on" IS NOT NULL)', func='INSERT INTO "documentation_resourceevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced_by_id", "subtitle", "title", "weeded_because") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'taken_back\', NEW."id", NEW."replaced_by_id", NEW."subtitle", NEW."title", NEW."weeded_because"); RETURN NULL;', hash='b9ef413010cbe48053b3b136fe60446255a41956', operation='UPDATE', pgid='pgtrigger_taken_back_update_56da4', table='documentation_resource', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='resource',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documentation_resourceevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced_by_id", "subtitle", "title", "weeded_because") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."replaced_by_id", OLD."subtitle", OLD."title", OLD."weeded_because"); RETURN NULL;', hash='3c61f6449bd46ee2d86bcb485ac2f05bf79330f9', operation='DELETE', pgid='pgtrigger_delete_delete_f3f9d', table='documentation_resource', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='copy',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documentation_copyevent" ("barcode", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id", "shelf_mark", "site_id") VALUES (OLD."barcode", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."resource_id", OLD."shelf_mark", OLD."site_id"); RETURN NULL;', hash='94b4e2af004a1b8f3fa5ffcfffa6dd79e4d62f2d', operation='DELETE', pgid='pgtrigger_delete_delete_9cecd', table='documentation_copy', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='subject',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documentation_subjectevent" ("broader_id", "id", "name_en", "name_es", "name_fr", "name_it", "name_pt", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."broader_id", OLD."id", OLD."name_en", OLD."name_es", OLD."name_fr", OLD."name_it", OLD."name_pt", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='0724c952d49ea8064f53f8605403b6fcf1931f27', operation='DELETE', pgid='pgtrigger_delete_delete_6e580', table='documentation_subject', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='copyevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8f790d72ef3353f38edd8d53a5b144c03506ed93', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d0e91', table='documentation_copyevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='resourceevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fe1e8ce8f5b7ab0593f14f0e0c2016f003e377ce', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_31641', table='documentation_resourceevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='subjectevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a206f42027b0b7a881be0a91b4bcb1edddb1cfdc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2fe5f', table='documentation_subjectevent', when='BEFORE')),
                ),
            ],
        ),
    ]
