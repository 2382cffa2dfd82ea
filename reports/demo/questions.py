"""What people ask the demonstration from home: some answered, some waiting, and the counts of two years."""

from datetime import timedelta
from uuid import UUID

from citedesmetiers.models import Purpose
from counselling import questions
from counselling.models import Question, QuestionCount
from reports.demo.centre import read
from reports.demo.chance import stream

OFTEN = 0.35  # questions a working day, over all purposes
FIRST_DAY = 2 * 365  # days before today


def fill(seed, day):
    """Store the questions of the last weeks with their words, and counts of the days before; returns how many."""
    purposes = {purpose.code: purpose for purpose in Purpose.objects.doors()}
    rows, counts = [], {}
    for entry in read("questions")["questions"]:
        asked_on = day - timedelta(days=entry["days"])
        uid = UUID(int=stream(seed, "question", entry["code"]).getrandbits(128), version=4)
        question = Question(
            uid=uid,
            digest=questions.draw(uid, "fr")[1],
            purpose=purposes[entry["purpose"]],
            language="fr",
            day=asked_on,
            question=entry["question"],
        )
        if "answered_after" in entry:
            question.state = Question.State.ANSWERED
            question.answer = entry["answer"]
            question.answered_on = asked_on + timedelta(days=entry["answered_after"])
        rows.append(question)
        row = counts.setdefault((asked_on, question.purpose), [0, 0])
        row[0] += 1
        row[1] += question.state == Question.State.ANSWERED
    Question.objects.bulk_create(rows)
    earlier = day - timedelta(days=FIRST_DAY)
    while earlier < day - timedelta(days=62):
        rng = stream(seed, "questions_of", earlier.isoformat())
        if earlier.weekday() < 6 and rng.random() < OFTEN:
            purpose = rng.choice(list(purposes.values()))
            counts[(earlier, purpose)] = [1, int(rng.random() < 0.9)]
        earlier += timedelta(days=1)
    QuestionCount.objects.bulk_create(
        QuestionCount(
            day=on, purpose=purpose, asked=asked, answered=answered, closed=closed(on, day, asked - answered)
        )
        for (on, purpose), (asked, answered) in counts.items()
    )
    return len(rows)


def closed(on, today, unanswered):
    """Questions of days that are over were answered or closed."""
    return unanswered if (today - on).days > 60 else 0
