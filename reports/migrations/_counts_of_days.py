"""The SQL of the counts of days (decision 0008): two views, and triggers that note which days have changed."""

# Whoever changes a column that a view below reads drops the views before and makes them again after.
# ruff: noqa: E501, S608 -- SQL made of the names below alone

PROFILE = ["gender", "age_band", "status", "level", "territory", "heard_by", "first_visit"]
LISTS = {name: f"r.{name}_id" for name in PROFILE}


def one_of(values, codes=()):
    """A row once for each dimension of which it says one thing: a value (a key or number), or a code (a fixed word).

    A count of one dimension asks each row for that alone.
    """
    values, codes = {"all": "0"} | values, dict(codes)
    dimensions = ", ".join(f"('{name}')" for name in [*values, *codes])
    whens = " ".join(f"WHEN '{name}' THEN ({value})::bigint" for name, value in values.items())
    words = " ".join(f"WHEN '{name}' THEN {word}" for name, word in codes.items())
    code = f"CASE d.dimension {words} ELSE '' END" if words else "''"
    return (
        f"CROSS JOIN (VALUES {dimensions}) AS d (dimension) CROSS JOIN LATERAL "
        f"(SELECT d.dimension, CASE d.dimension {whens} ELSE 0 END, {code}) AS said (dimension, value, code)"
    )


def each_of(dimension, value="0", code="''"):
    """A row once for each element of an array: `value` or `code` unnests it."""
    return f"CROSS JOIN LATERAL (SELECT '{dimension}', {value}, {code}) AS said (dimension, value, code)"


def keys(dimension, column):
    return each_of(dimension, value=f"unnest(r.{column})::bigint")


# [(source, table, rows that count, what each row says about itself)]; what is said of arrays stands apart, so that a
# count of anything else never looks at them.
SOURCES = [
    (
        "visit", "reception_visit", "NOT r.undone",
        one_of({"hour": "r.hour", "purpose": "r.purpose_id", "referred_to_kind": "r.sent_to_kind_id"} | LISTS),
    ),
    ("visit", "reception_visit", "NOT r.undone", each_of("sent_to", code="unnest(r.sent_to)")),
    ("group", "reception_groupvisit", "NOT r.undone", one_of({"institution": "r.institution_id"})),
    ("group", "reception_groupvisit", "NOT r.undone", keys("purpose", "purposes")),
    (
        "interview", "counselling_interview", "r.state = 'done'",
        one_of(
            {
                "hour": "r.hour", "purpose": "r.purpose_id", "desk": "r.desk_id", "institution": "r.institution_id",
                "programme": "r.programme_id", "minutes": "r.minutes", "waited": "r.waiting_minutes",
                "referred_to_kind": "r.referred_to_kind_id",
            }
            | LISTS,
            {"kind": "r.kind", "channel": "r.channel", "language": "nullif(r.language, '')"},
        ),
    ),
    ("interview", "counselling_interview", "r.state = 'done'", keys("theme", "themes")),
    ("interview", "counselling_interview", "r.state = 'done'", keys("outcome", "outcomes")),
    ("interview", "counselling_interview", "r.state = 'done'", keys("referral", "referrals")),
    ("left", "counselling_interview", "r.state = 'left'", one_of({"desk": "r.desk_id", "purpose": "r.purpose_id"})),
    (
        "unmet", "counselling_unmetrequest", "NOT r.undone",
        one_of({"hour": "r.hour", "purpose": "r.purpose_id", "theme": "r.theme_id"}),
    ),
]  # fmt: skip
TABLES = {
    "reception_visit": ["visit"],
    "reception_groupvisit": ["group"],
    "counselling_interview": ["interview", "left"],
    "counselling_unmetrequest": ["unmet"],
}
COUNTS = "count(*)::integer AS entries, sum(r.people)::integer AS people"
KNOWN = "said.value IS NOT NULL AND said.code IS NOT NULL"

RAW = "CREATE VIEW reports_rawday AS " + " UNION ALL ".join(
    f"SELECT '{source}'::varchar AS source, r.site_id, r.day, said.dimension::varchar AS dimension, said.value, "
    f"said.code::varchar AS code, {COUNTS} FROM {table} r {said} "
    f"WHERE {counts} AND {KNOWN} GROUP BY r.site_id, r.day, said.dimension, said.value, said.code"
    for source, table, counts, said in SOURCES
)
ROLLED = "SELECT rolled.source, rolled.site_id, rolled.day, rolled.dimension, rolled.value, rolled.code, rolled.entries, rolled.people FROM reports_rolledday rolled"
# The innermost SELECT groups, so that it is asked day by day through the index, and only for the dimension wanted.
NOW = (
    f"CREATE VIEW reports_daycount AS {ROLLED} WHERE rolled.kept UNION ALL {ROLLED} WHERE NOT rolled.kept AND NOT EXISTS "
    "(SELECT FROM reports_changedday c WHERE c.source = rolled.source AND c.site_id = rolled.site_id "
    "AND c.day = rolled.day) UNION ALL "
) + " UNION ALL ".join(
    f"SELECT '{source}'::varchar, changed.site_id, changed.day, again.dimension, again.value, again.code, "
    f"again.entries, again.people FROM (SELECT DISTINCT site_id, day FROM reports_changedday WHERE source = '{source}') "
    f"changed CROSS JOIN LATERAL (SELECT said.dimension::varchar AS dimension, said.value, said.code::varchar AS code, "
    f"{COUNTS} FROM {table} r {said} WHERE r.site_id = changed.site_id AND r.day = changed.day "
    f"AND {counts} AND {KNOWN} GROUP BY said.dimension, said.value, said.code) again"
    for source, table, counts, said in SOURCES
)
MARK = """
CREATE FUNCTION reports_mark_changed_days() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    source text;
BEGIN
    FOREACH source IN ARRAY TG_ARGV LOOP
        IF TG_OP = 'INSERT' THEN
            INSERT INTO reports_changedday (source, site_id, day) SELECT DISTINCT source, site_id, day FROM new_rows;
        ELSIF TG_OP = 'DELETE' THEN
            INSERT INTO reports_changedday (source, site_id, day) SELECT DISTINCT source, site_id, day FROM old_rows;
        ELSIF TG_OP = 'UPDATE' THEN
            INSERT INTO reports_changedday (source, site_id, day)
                SELECT source, site_id, day FROM new_rows UNION SELECT source, site_id, day FROM old_rows;
        ELSE
            INSERT INTO reports_changedday (source, site_id, day)
                SELECT DISTINCT rolled.source, rolled.site_id, rolled.day FROM reports_rolledday rolled
                WHERE rolled.source = TG_ARGV[0] AND NOT rolled.kept;
        END IF;
    END LOOP;
    RETURN NULL;
END $$
"""
SEEN = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
    "TRUNCATE": "",
}
TRIGGERS = [
    f"CREATE TRIGGER reports_mark_{act.lower()} AFTER {act} ON {table} {seen} FOR EACH STATEMENT "
    f"EXECUTE FUNCTION reports_mark_changed_days({', '.join(repr(source) for source in sources)})"
    for table, sources in TABLES.items()
    for act, seen in SEEN.items()
]
NO_TRIGGERS = [f"DROP TRIGGER reports_mark_{act.lower()} ON {table}" for table in TABLES for act in SEEN]
