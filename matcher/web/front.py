"""The front page, and whether the site is up."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse

from matcher.web.pages import page

router = APIRouter()


@router.get("/", response_class=HTMLResponse)
def home(request: Request) -> HTMLResponse:
    """Say what this is and where to go on."""
    return page(request, "home.html.j2")


@router.get("/up", response_class=PlainTextResponse)
def up() -> str:
    """Answer a load balancer."""
    return "ok\n"
