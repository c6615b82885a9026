"""A campus's system sends a candidate's clip: by the tus protocol, in pieces."""

from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from candidates.clips.access import CLIPS
from candidates.clips.models import Clip
from candidates.clips.stages import State
from candidates.clips.views import tus
from candidates.screening import actions
from candidates.screening.access import SENDING
from spark.resources import add_views
from spark.rest.views import SystemView

COUNT = {"type": "integer", "minimum": 0}
SPOKEN = OpenApiParameter(
    "Tus-Resumable",
    {"type": "string", "enum": [tus.VERSION]},
    OpenApiParameter.HEADER,
    required=True,
    description="The version of the protocol.",
)
LENGTH = OpenApiParameter(
    "Upload-Length",
    COUNT,
    OpenApiParameter.HEADER,
    required=True,
    description="Bytes of the whole clip, 500 MB at most.",
)
NAMED = OpenApiParameter(
    "Upload-Metadata",
    {"type": "string"},
    OpenApiParameter.HEADER,
    description="`filename` and its value in base64, which people see.",
)
OFFSET = OpenApiParameter(
    "Upload-Offset",
    COUNT,
    OpenApiParameter.HEADER,
    required=True,
    description="Where the piece begins: as many bytes as have come.",
)


class OtherVersion(exceptions.APIException):
    """Not said which tus is spoken, or one that isn't spoken here."""

    status_code = 412
    default_code = "tus_version"
    headers = {"Tus-Version": tus.VERSION}


class ClipSerializer(serializers.ModelSerializer):
    """How a clip stands. `refused_for` is why it can't be used; `seconds` its length.

    `received` of its `size` have come, in bytes; after `expires_at` it is given up
    while it is being sent.
    """

    state = serializers.ChoiceField(State.choices, read_only=True)

    class Meta:
        model = Clip
        fields = [
            "id",
            "candidate",
            "state",
            "state_since",
            "size",
            "received",
            "expires_at",
            "seconds",
            "refused_for",
        ]
        read_only_fields = fields


class _Sending(SystemView):
    """Only of the campus's own; by the verbs that its coordinators do it by."""

    required_scope = "candidates:write"
    keyed = False  # where a piece begins says whether it came before
    refuses: ClassVar = {
        "410": ("Nothing of it is kept any more.", "clip-gone"),
        "412": ("Another version of tus, or none, is spoken.", "tus_version"),
    }

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        spoken = request.headers.get("Tus-Resumable")
        if request.method not in {"GET", "OPTIONS"} and spoken != tus.VERSION:
            raise OtherVersion(_("Say Tus-Resumable: 1.0.0."))

    def finalize_response(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(*args, **kwargs)
        answer["Tus-Resumable"] = tus.VERSION
        answer["Cache-Control"] = "no-store"
        return answer


class ClipUploads(_Sending):
    name = "clips"

    @extend_schema(
        request=None, responses={201: None}, parameters=[SPOKEN, LENGTH, NAMED]
    )
    def post(self, request: Request, pk: int) -> HttpResponse:
        """Begin to send a candidate's clip, in place of the one that is there.

        As tus 1.0 creates an upload: `Location` is where its pieces go.

        Raises:
            Refused: clip-under-review, clip-too-large, clip-empty, clip-unannounced.
        """
        SENDING.get(request.user, pk)
        size, name = tus.announced(request)
        clip = actions.begin_clip(actor=request.user, pk=pk, size=size, name=name)
        address = reverse("api-candidate-clip", args=[pk, clip.pk])
        return tus.created(clip, address)


class ClipUpload(_Sending):
    name = "clip"

    def _clip(self, request: Request, pk: int, clip: int) -> Clip:
        found = CLIPS.get(request.user, clip)
        if found.candidate_id != pk:
            raise Http404
        return found

    @extend_schema(responses=ClipSerializer)
    def get(self, request: Request, pk: int, clip: int) -> Response:
        """Read how a candidate's clip stands.

        Ready, or why it can't be used; while it is sent, how much has come. A HEAD
        request with `Tus-Resumable` says it in tus's own headers.
        """
        return Response(ClipSerializer(self._clip(request, pk, clip)).data)

    def head(self, request: Request, pk: int, clip: int) -> HttpResponse:
        return tus.upload(request, self._clip(request, pk, clip), request.user)

    @extend_schema(
        request={tus.PIECE: OpenApiTypes.BINARY},
        responses={204: None},
        parameters=[SPOKEN, OFFSET],
    )
    def patch(self, request: Request, pk: int, clip: int) -> HttpResponse:
        """Send the next piece of a candidate's clip, up to 10 MB.

        A piece counts once all of it has come; `Upload-Offset` of the answer says where
        the next one begins. After the last one a job looks at the clip.

        Raises:
            Refused: clip-offset, clip-gone, clip-too-large, clip-unannounced.
        """
        return tus.upload(request, self._clip(request, pk, clip), request.user)

    @extend_schema(request=None, responses={204: None}, parameters=[SPOKEN])
    def delete(self, request: Request, pk: int, clip: int) -> HttpResponse:
        """Delete a candidate's clip, sent whole or not.

        Raises:
            Refused: clip-gone.
        """
        return tus.upload(request, self._clip(request, pk, clip), request.user)


add_views(
    "candidates",
    {"<int:pk>/clips": ClipUploads, "<int:pk>/clips/<int:clip>": ClipUpload},
)
