"""Bring a diary in: send the file, look at what it would change, confirm."""

from collections.abc import Callable
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tracker import phone, waiting_import
from tracker.actions.bring_in import BroughtIn, CannotStand, Pictures, bring_in
from tracker.actions.errors import ActionError
from tracker.carried import Carried
from tracker.carried_pictures import carried_picture
from tracker.exchange.incoming import read_incoming
from tracker.exchange.reading import FileRefused, Remark
from tracker.exchange.table_file import is_spreadsheet_name, is_table_name
from tracker.exchange.unpack import Upload, open_upload
from tracker.exchange.whole_zip import photo_small
from tracker.forms.bring_in import BringInForm
from tracker.photos import PhotoRefused, Picture
from tracker.uploads import was_dropped
from tracker.views import bring_table
from tracker.views.bring_table import Matched
from tracker.views.brought import choose, look, refuse_demo
from tracker.views.current import now_of, see_other
from tracker.views.writing import refuse


@require_POST
@login_required
def read(request: HttpRequest) -> HttpResponse:
    """Look into the file and show what it would change. It waits for the answer, for a day."""
    refuse_demo(request)
    waiting_import.purge(now=timezone.now())
    file = request.FILES.get("file")
    if was_dropped(request, "file"):
        return choose(request, [Remark("", _("The file is over 250 MB"))])
    if not isinstance(file, UploadedFile):
        return choose(request, [Remark("", _("Choose a file first"))])
    if is_spreadsheet_name(file.name or ""):
        words = _("This is a spreadsheet. Save it there as CSV, and choose that file")
        return choose(request, [Remark("", words)])
    try:
        path = waiting_import.keep(request.user.uuid, file.chunks())
    except OSError:
        return choose(request, [Remark("", _("The server has no room for it now. Try later"))])
    if is_table_name(file.name or ""):
        return bring_table.start(request, path)
    return _with_file(
        request, path, lambda carried, pictures: look(request, carried, pictures=pictures)
    )


@require_POST
@login_required
def bring(request: HttpRequest) -> HttpResponse:
    """Bring in what was looked at, or leave it."""
    refuse_demo(request)
    if request.POST.get("do") == "leave":
        waiting_import.remove(request.user.uuid)
        messages.info(request, _("Nothing was brought in. The file is deleted here."))
        return see_other("data")
    path = waiting_import.find(request.user.uuid)
    if path is None:
        return choose(request, [Remark("", _("The file is not here any more. Choose it again"))])
    if bring_table.TABLE in request.POST:
        return bring_table.with_table(
            request,
            path,
            lambda carried, matched: _bring(
                request, carried, pictures=bring_table.no_picture, matched=matched
            ),
        )
    return _with_file(
        request, path, lambda carried, pictures: _bring(request, carried, pictures=pictures)
    )


def _bring(
    request: HttpRequest, carried: Carried, *, pictures: Pictures, matched: Matched = ()
) -> HttpResponse:
    form = BringInForm(request.POST, owner=request.user)
    if not form.is_valid():
        return look(request, carried, pictures=pictures, form=form, matched=matched)
    try:
        result = bring_in(
            owner=request.user,
            carried=carried,
            takes=form.takes,
            seen=form.cleaned_data["seen"],
            at=now_of(request),
            key=form.cleaned_data["key"],
            pictures=pictures,
        )
    except CannotStand:
        raise
    except ActionError as refusal:
        request.user.refresh_from_db()
        refuse(form, refusal)
        return look(request, carried, pictures=pictures, form=form, matched=matched)
    waiting_import.remove(request.user.uuid)
    phone.renew(request)
    return _brought(request, result)


def _brought(request: HttpRequest, result: BroughtIn) -> HttpResponse:
    count = sum(result.compared.new.values())
    words = ngettext("%(n)s entry is brought in.", "%(n)s entries are brought in.", count)
    messages.success(request, words % {"n": count})
    return see_other("today" if result.notices else "data")


def _with_file(
    request: HttpRequest, path: Path, go_on: Callable[[Carried, Pictures], HttpResponse]
) -> HttpResponse:
    """Read the file and go on; or say what is wrong with it, and keep nothing of it."""
    try:
        with open_upload(path) as upload:
            carried = read_incoming(
                upload.text, today=now_of(request).today, pictures=upload.pictures
            )
            return go_on(carried, _pictures(upload))
    except FileRefused as refused:
        faults = list(refused.faults)
    except CannotStand as refused:
        faults = [Remark(refused.path, _(refused.message))]
    waiting_import.remove(request.user.uuid)
    return choose(request, faults)


def _pictures(upload: Upload) -> Callable[[str], Picture]:
    def picture(name: str) -> Picture:
        small = photo_small(name)
        try:
            return carried_picture(
                upload.picture(name), upload.picture(small) if small in upload.pictures else None
            )
        except PhotoRefused as refused:
            raise CannotStand(name, refused.message) from refused

    return picture
