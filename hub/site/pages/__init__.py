"""The pages, a module for each family; the greedy ones come last."""

from fastapi import APIRouter

from hub.site.pages import (
    about,
    api,
    embeds,
    follow,
    health,
    installable,
    items,
    looks,
    meetups,
    noticeboard,
    places,
    portrait,
    search,
    sharing,
    sources,
    stream,
    tags,
)

# `/{place}` takes whatever nobody took before it.
ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    api.router,
    about.router,
    installable.router,
    sharing.router,
    places.router,
    items.router,
    looks.router,
    meetups.router,
    noticeboard.router,
    embeds.router,
    follow.router,
    portrait.router,
    tags.router,
    sources.router,
    search.router,
    stream.router,
)
