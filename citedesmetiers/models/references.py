"""Who points at a row: so that a page can say in numbers what an act will leave behind."""


def rows_pointing_at(row):
    """How many rows of any table have a foreign key to `row`, in all rooms, its own table left out."""
    relations = [
        relation
        for relation in type(row)._meta.get_fields(include_hidden=True)
        if (relation.one_to_many or relation.one_to_one)
        and relation.auto_created
        and not relation.concrete
        and relation.related_model is not type(row)
        and not hasattr(relation.related_model, "pgh_tracked_model")  # the audit trail only remembers
    ]
    return sum(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).count() for relation in relations
    )
