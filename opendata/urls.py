from django.contrib.sitemaps import views as sitemaps
from django.urls import path, register_converter

from opendata import embeds, feeds, views
from opendata.addresses import Day
from opendata.cards import card
from opendata.sharing import opened
from opendata.sitemaps import SITEMAPS

register_converter(Day, "day")

data = (
    [
        path("", views.index, name="index"),
        path("spacecoop-<day:day>.zip", opened(views.download), name="bundle"),
    ],
    "opendata",
)
urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("llms.txt", views.llms, name="llms"),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("feeds/changes.atom", opened(feeds.Changes()), name="feed-changes"),
    path("feeds/missions.atom", opened(feeds.NewMissions()), name="feed-missions"),
    path("feeds/treaty-actions.atom", opened(feeds.TreatyActions()), name="feed-treaty-actions"),
    path("cards/<slug:table>/<slug:key>.png", opened(card), name="social-card"),
    path("embed/missions/<slug:slug>/", embeds.mission, name="embed-mission"),
    path("embed/treaties/<slug:slug>/", embeds.treaty, name="embed-treaty"),
    path("embed/agencies/network/", embeds.network, name="embed-network"),
    path("oembed/", embeds.oembed, name="oembed"),
]
