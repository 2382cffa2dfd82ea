from django.urls import path

from events.views import booking, prints, programme

app_name = "programme"
urlpatterns = [
    path("", programme.overview, name="programme"),
    path("<int:pk>/", programme.event, name="event"),
    # For calendar programs and readers of news
    path("programme.ics", programme.calendar, name="calendar_ics"),
    path("programme.atom", programme.news, name="news"),
    path("session/<int:pk>/session.ics", programme.session_ics, name="session_ics"),
    # Seats without a name
    path("session/<int:pk>/book/", booking.book, name="book"),
    path("session/<int:pk>/code/", booking.code, name="code"),
    # On paper
    path("month.pdf", prints.month, name="month_pdf"),
    path("week.pdf", prints.week, name="week_pdf"),
    path("session/<int:pk>/poster.pdf", prints.poster, name="poster_pdf"),
]
