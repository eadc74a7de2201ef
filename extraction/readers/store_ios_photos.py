"""Pictures and videos of an iPhone: `Photos.sqlite` with the files of DCIM.

docs/readers.md 10. Tried on made databases of the columns of iOS 14 to 17. Times are Cocoa
seconds. An asset and its file are one record; what the file says of itself stands beside.
"""

from extraction.readers.store_rows import Row
from extraction.readers.store_schema import Mapper, Store, StoreContext, Table, extra_of, flags_of
from extraction.readers.store_values import clock, text, true, whole
from extraction.record import Place, Record, Text
from extraction.sqlite_source import Value

_COLUMNS = (
    *("ZDIRECTORY", "ZFILENAME", "ZDATECREATED", "ZMODIFICATIONDATE", "ZADDEDDATE"),
    *("ZLATITUDE", "ZLONGITUDE", "ZKIND", "ZTRASHEDSTATE", "ZHIDDEN", "ZFAVORITE", "ZUUID"),
    *("ZUNIFORMTYPEIDENTIFIER", "ZWIDTH", "ZHEIGHT", "ZDURATION", "ZTRASHEDDATE"),
)
_MORE = ("ZORIGINALFILENAME", "ZTIMEZONEOFFSET", "ZTITLE", "ZEXIFTIMESTAMPSTRING")
_MIME = {
    "public.jpeg": "image/jpeg",
    "public.heic": "image/heic",
    "public.png": "image/png",
    "com.compuserve.gif": "image/gif",
    "com.apple.quicktime-movie": "video/quicktime",
    "public.mpeg-4": "video/mp4",
}
_VIDEO = 1
_POLE = 90


def _assets(there: StoreContext) -> Mapper:
    created, changed = clock("cocoa_s", "captured"), clock("cocoa_s", "modified")
    added = clock("cocoa_s", "created")
    more = there.side.beside("ZADDITIONALASSETATTRIBUTES", "ZASSET", *_MORE)

    def record(rowid: int, row: Row) -> Record:
        _, folder, name, date, modified, came, lat, lon, kind, trashed, hidden, *rest = row
        favourite, uuid, form, width, height, duration, gone = rest
        mime = _MIME.get(text(form), "")
        path = f"{text(folder)}/{text(name)}"
        blob, exif = there.media.photo(path, text(name), mime)
        attributes = next(iter(more.of(rowid)), (None,) * len(_MORE))
        original, offset, title, stamp = (text(value) for value in attributes)
        times = [time for time in (changed(modified), added(came)) if time is not None]
        place = _place(lat, lon)
        flags = flags_of((), (blob,))
        if exif is not None:
            times += [exif.time] if exif.time is not None else []
            times += exif.times
            place = place or exif.place
            flags = (*flags, *exif.flags)
        return Record(
            *(there.record_id(rowid), "media", there.prov(rowid)),
            subtype="video" if whole(kind) == _VIDEO else "photo",
            app_id="ios.photos",
            app_name="Photos",
            time=created(date),
            times=tuple(times),
            text=(Text("title", title),) if title else (),
            blobs=(blob,),
            place=place,
            state=extra_of(
                deleted="deleted" if true(trashed) else "",
                hidden="true" if true(hidden) else "",
                favourite="true" if true(favourite) else "",
            ),
            extra=extra_of(
                path=path,
                uuid=text(uuid),
                type=text(form),
                width=text(width),
                height=text(height),
                duration=text(duration),
                trashed_date=text(gone),
                original_name=original,
                zone_offset_s=offset,
                exif_time=stamp,
            ),
            flags=flags,
        )

    return record


def _place(lat: Value, lon: Value) -> Place | None:
    """Give the place; -180 of both stands for none."""
    if not isinstance(lat, float | int) or not isinstance(lon, float | int):
        return None
    if abs(lat) > _POLE or abs(lon) > 2 * _POLE:
        return None
    return Place(text(lat), text(lon), "app")


STORE = Store(
    "ios-photos",
    ("photos.sqlite",),
    tuple(
        Table(name, ("ZDIRECTORY", "ZFILENAME", "ZDATECREATED"), _COLUMNS, _assets)
        for name in ("ZASSET", "ZGENERICASSET")
    ),
    helpers=("ZADDITIONALASSETATTRIBUTES",),
)
