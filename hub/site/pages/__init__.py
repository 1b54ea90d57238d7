"""The pages, a module for each family; the greedy ones come last."""

from fastapi import APIRouter

from hub.site.pages import about, api, health, items, meetups, places, sources, stream, tags

# `/{place}` takes whatever nobody took before it.
ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    api.router,
    about.router,
    places.router,
    items.router,
    meetups.router,
    tags.router,
    sources.router,
    stream.router,
)
