"""Where web, CLI and worker all start: settings, store, keys and the live version of the content, and the clock."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from intake.content import Content, load, read_folder
from intake.content.demo import DemoFile, read_demo
from intake.core.errors import SetupError
from intake.core.reference import uuid7
from intake.core.report import Version, VersionId
from intake.i18n import COUNTRIES, Catalogue, load_catalogues
from intake.render import Renderer
from intake.settings import Settings
from intake.store import versions
from intake.store.engine import Store, open_store
from intake.store.upgrade import upgrade
from intake.vault import Opener, Sealer, load_openers, load_sealer, make_keys
from intake.workflow.desk import Desk
from intake.workflow.window import Window

_POLL_SECONDS = 2.0


@dataclass
class LiveContent:
    """The published version that decides now. Looks for a newer one every two seconds; loads each version once.

    `at` may be called from many threads: one of them loads a new version while the others go on with the old one.
    """

    store: Store
    _loaded: dict[VersionId, Content] = field(default_factory=dict)
    _live: VersionId | None = None
    _looked_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> tuple[VersionId, Content]:
        """The id and content of the live version. Raises SetupError when nothing was ever published."""
        if time.monotonic() - self._looked_at > _POLL_SECONDS and self._lock.acquire(blocking=self._live is None):
            try:
                self._look()
            finally:
                self._lock.release()
        if self._live is None:
            raise SetupError("No rules are published yet. Run: intake init")
        return self._live, self._loaded[self._live]

    def version(self, version_id: VersionId) -> Content:
        """The content of any version that was ever published: what decided then, for ever."""
        if version_id not in self._loaded:
            with self.store.read() as db:
                stored = versions.by_id(db, version_id)
            self._loaded[version_id] = load(stored.files, countries=COUNTRIES)
        return self._loaded[version_id]

    def _look(self) -> None:
        with self.store.read() as db:
            live = versions.live_id(db)
        if live is not None and live != self._live:
            self.version(live)
            self._live = live
        self._looked_at = time.monotonic()


@dataclass(frozen=True)
class Runtime:
    """Everything a process works with. `opener` is None in a public process: it holds nothing that opens a dossier.

    `demo` is what a demonstration is made of, None in a house that is none.
    """

    settings: Settings
    store: Store
    sealer: Sealer
    opener: Opener | None
    live: LiveContent
    catalogues: Mapping[str, Catalogue]
    renderer: Renderer
    demo: DemoFile | None

    def now(self) -> datetime:
        """The time, in UTC. Nothing further in looks at the clock."""
        return now()

    def window(self) -> Window:
        """What one request works with, decided by one version from its beginning to its end."""
        version_id, content = self.live.now()
        return Window(
            store=self.store,
            sealer=self.sealer,
            content=content,
            version_id=version_id,
            countries=COUNTRIES,
            draft_days=self.settings.draft_days,
            connects_all=self.settings.demo,
            randomness=secrets.token_bytes,
            translators={lang: catalogue.gettext for lang, catalogue in self.catalogues.items()},
            on_call=self._on_call(content),
        )

    def on_call(self) -> Mapping[str, str]:
        """The mail address of whoever is on duty now, by queue; a desk that has nobody to call is not in it."""
        return self._on_call(self.live.now()[1])

    def _on_call(self, content: Content) -> Mapping[str, str]:
        agencies = content.rules.agencies
        if self.demo is not None:
            return {code: self.demo.on_call_at(code) for code, agency in agencies.items() if agency.queue}
        return {code: agency.on_call for code, agency in agencies.items() if agency.on_call is not None}

    def desk(self) -> Desk:
        """What one request of the staff side works with."""
        content = self.live.now()[1]
        return Desk(
            store=self.store,
            sealer=self.sealer,
            opener=self.opener,
            content=content,
            version=self.live.version,
            countries=COUNTRIES,
            randomness=secrets.token_bytes,
            on_call=self._on_call(content),
            connects_all=self.settings.demo,
        )


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def published(settings: Settings) -> Content | None:
    """What decides in this data folder; None where nothing was ever set up. For a command that only judges."""
    if not settings.database_url and not (settings.data / "intake.db").exists():
        return None
    store = open_store(settings.store_url, readers=1)
    try:
        return LiveContent(store).now()[1]
    finally:
        store.close()


def start(settings: Settings) -> Runtime:
    """Open everything for a process of the role that `settings` names. Raises SetupError with what to do."""
    keys = settings.data / "keys"
    if not keys.is_dir():
        raise SetupError("There are no keys yet. Run: intake init")
    store = open_store(settings.store_url, readers=settings.threads)
    upgrade(store)
    openers: Sequence[str] = settings.agencies
    if settings.role == "all":
        openers = sorted(path.stem for path in (keys / "private").glob("*.key"))
    opener = None if settings.role == "public" else load_openers(keys, openers)
    live = LiveContent(store)
    live.now()
    catalogues = load_catalogues(settings.content_root / "translations")
    renderer = Renderer(catalogues, settings.content_root / "static")
    demo = read_demo(settings.content_root) if settings.demo else None
    return Runtime(settings, store, load_sealer(keys), opener, live, catalogues, renderer, demo)


def prepare(settings: Settings) -> str | None:
    """Make what is missing: the data folder, the database, the keys of every queue, the first published version.

    Returns the recovery private key when it was made now; it is kept on disk in a demo only. Raises ContentError.
    """
    files = read_folder(settings.content_root)
    content = load(files, countries=COUNTRIES)
    queues = sorted(code for code, agency in content.rules.agencies.items() if agency.queue)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = open_store(settings.store_url, readers=1)
    try:
        upgrade(store)
        _publish_first(store, content)
    finally:
        store.close()
    # Last: the recovery key is told once, so nothing that may fail comes after it.
    return make_keys(settings.data / "keys", queues, keep_recovery=settings.demo)


def is_demo(settings: Settings) -> bool:
    """Whether the data folder is a demonstration's: only there is the recovery key kept."""
    return (settings.data / "keys" / "private" / "recovery.key").exists()


def _publish_first(store: Store, content: Content) -> None:
    with store.read() as db:
        if versions.live_id(db) is not None:
            return
    at = now()
    version = Version(
        id=VersionId(uuid7(at, secrets.token_bytes(10))),
        form_hash=content.form_hash,
        rules_hash=content.rules_hash,
        files=content.files,
        published_at=at,
        published_by="init",
    )
    store.write(lambda db: versions.publish(db, version, at=at))
