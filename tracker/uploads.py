"""How much a person may send at once: whole bodies and the files in them, by route."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.urls import Resolver404, resolve

# On the request: field and name of each file that was longer than this route takes.
DROPPED = "dropped_files"


def limits_of(request: HttpRequest) -> tuple[int, int]:
    """The longest body and the longest file in it, in bytes, of the route that is asked for.

    Only a few routes take files, and only from a browser that has a session here.
    """
    usual = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if request.method != "POST" or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return usual, usual
    try:
        name = resolve(request.path_info).url_name or ""
    except Resolver404:
        return usual, usual
    longest: tuple[int, int] = settings.LONGER_BODIES.get(name, (usual, usual))
    return longest


def was_dropped(request: HttpRequest, field: str) -> bool:
    """Whether the file of this field was too long, and so is not there."""
    return bool(dropped_names(request, field))


def dropped_names(request: HttpRequest, field: str) -> list[str]:
    """The names of the files of this field that were too long, as the browser told them."""
    return [name for where, name in getattr(request, DROPPED, ()) if where == field]


class BoundedUpload(FileUploadHandler):
    """Drops a file that is longer than its route takes; the rest of the form is still read."""

    chunk_size = 256 * 1024

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self.seen = 0
        self.longest = limits_of(self.request)[1] if self.request else 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.seen += len(raw_data)
        if self.seen > self.longest:
            this = (self.field_name, self.file_name)
            dropped = [*getattr(self.request, DROPPED, ()), this]
            setattr(self.request, DROPPED, dropped)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return None  # the next handler holds it
