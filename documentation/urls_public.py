from django.urls import path

from documentation.views import catalogue, oai, records, reserving, searches

app_name = "catalogue"
urlpatterns = [
    path("", catalogue.search, name="search"),
    path("suggestions/", catalogue.suggest, name="suggest"),
    path("opensearch.xml", catalogue.opensearch, name="opensearch"),
    path("asked/", searches.asked, name="asked"),
    path("oai", oai.answer, name="oai"),
    path("lists/", records.bibliographies, name="bibliographies"),
    path("lists/<slug:public_id>/", records.bibliography, name="bibliography"),
    path("lists/<slug:public_id>.ris", records.bibliography_ris, name="bibliography_ris"),
    path("<slug:public_id>/", records.record, name="record"),
    path("<slug:public_id>/reserve/", reserving.reserve, name="reserve"),
    path("<slug:public_id>/reserved/<str:ticket>/", reserving.reserved, name="reserved"),
    path("<slug:public_id>/tell/", records.tell, name="tell"),
    path("<slug:public_id>/opened/", records.opened, name="opened"),
    path("<slug:public_id>/label/", records.label, name="label"),
    path("<slug:public_id>/qr.svg", records.qr, name="qr"),
    path("<slug:public_id>.ris", records.export, {"suffix": "ris"}, name="record_ris"),
    path("<slug:public_id>.bib", records.export, {"suffix": "bib"}, name="record_bib"),
    path("<slug:public_id>.dc.xml", records.export, {"suffix": "dc.xml"}, name="record_dc"),
    path("<slug:public_id>.jsonld", records.export, {"suffix": "jsonld"}, name="record_jsonld"),
]
