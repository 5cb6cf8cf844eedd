"""Published versions of forms/ and routing_rules/, and which of them is live."""

from __future__ import annotations

import json
import zlib
from datetime import datetime

from sqlalchemy import Connection, insert, select

from intake.core.errors import NotFound
from intake.core.report import Version, VersionId
from intake.store.schema import live_version, version


def publish(db: Connection, new: Version, *, at: datetime) -> None:
    """Keep a version and make it live."""
    db.execute(
        insert(version).values(
            id=new.id,
            form_hash=new.form_hash,
            rules_hash=new.rules_hash,
            published_at=new.published_at,
            published_by=new.published_by,
            files=zlib.compress(json.dumps(dict(new.files), sort_keys=True).encode(), 9),
        )
    )
    db.execute(insert(live_version).values(version_id=new.id, since=at))


def live_id(db: Connection) -> VersionId | None:
    """The version that decides now; None when nothing was ever published."""
    found = db.execute(select(live_version.c.version_id).order_by(live_version.c.number.desc()).limit(1)).scalar()
    return None if found is None else VersionId(found)


def by_id(db: Connection, version_id: VersionId) -> Version:
    """A version with its texts. Raises NotFound."""
    row = db.execute(select(version).where(version.c.id == version_id)).one_or_none()
    if row is None:
        raise NotFound("version")
    files: dict[str, str] = json.loads(zlib.decompress(row.files))
    return Version(VersionId(row.id), row.form_hash, row.rules_hash, files, row.published_at, row.published_by)
