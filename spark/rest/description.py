"""The API's description, OpenAPI 3.1: made once in a process.

Making it takes a second or more, and anybody may ask for it.
"""

from functools import cache

from django.http import HttpResponse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


@method_decorator(conditional_page, name="dispatch")
class DescriptionView(SpectacularAPIView):
    """JSON, or YAML if `Accept` says so; in English whatever the reader's language."""

    renderer_classes = [
        OpenApiJsonRenderer2,
        OpenApiJsonRenderer,
        OpenApiYamlRenderer,
        OpenApiYamlRenderer2,
    ]

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: object, **kwargs: object) -> HttpResponse:
        renderer = request.accepted_renderer
        content = written(type(renderer))  # type: ignore[arg-type]
        return HttpResponse(content, content_type=renderer.media_type)


@cache
def written(renderer: type[BaseRenderer]) -> bytes:
    view = DescriptionView
    generator = view.generator_class(urlconf=view.urlconf, patterns=view.patterns)
    with translation.override("en"):
        schema = generator.get_schema(request=None, public=True)
        return renderer().render(schema, renderer_context={})
