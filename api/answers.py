"""Answers that are not JSON, as the OpenAPI document names them."""

from typing import Any

from fastapi.responses import Response

OCTETS = "application/octet-stream"


def answered(media_type: str, form: str | None = None) -> dict[str, Any]:
    """Give what a route's decorator takes for an answer of another media type."""
    schema = {"type": "string"} | ({} if form is None else {"format": form})
    content = {media_type: {"schema": schema}}
    return {
        "response_class": Response,
        "responses": {200: {"description": "Successful Response", "content": content}},
    }


OCTETS_ANSWERED = answered(OCTETS, "binary")
