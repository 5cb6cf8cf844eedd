"""Who may come in: `intake staff` for people, `intake token` for partner systems."""

from __future__ import annotations

import click

from intake.cli.opening import start_public
from intake.core.errors import NotFound
from intake.core.report import Role
from intake.runtime import Runtime
from intake.workflow import partners, staffing

_NAME_CHARS = 100


def _printable(ctx: click.Context, parameter: click.Parameter, name: str) -> str:
    """A name is listed on a line of its own, so it must be one."""
    if not name.strip() or len(name) > _NAME_CHARS or not name.isprintable():
        raise click.BadParameter(f"write a name of 1 to {_NAME_CHARS} characters on one line")
    return name


@click.group()
def staff() -> None:
    """Who may sign in."""


@staff.command("add")
@click.argument("name", callback=_printable)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--agency", help="The agency whose queue they work.")
def staff_add(name: str, role: str, agency: str | None) -> None:
    """Add somebody; the last word printed is their sign-in link, good once."""
    runtime = start_public()
    _check_agency(runtime, Role(role), agency)
    staffing.add(runtime.window(), name, Role(role), agency, now=runtime.now())
    _print_link(runtime, name)


@staff.command("link")
@click.argument("name", callback=_printable)
def staff_link(name: str) -> None:
    """Another sign-in link for somebody; the last word printed."""
    _print_link(start_public(), name)


@click.group()
def token() -> None:
    """Partner systems that may send reports."""


@token.command("add")
@click.argument("name", callback=_printable)
@click.option("--agency", help="The agency the system belongs to, if it is one's.")
@click.option("--days", type=click.IntRange(1, 3650), default=90, show_default=True, help="How long it is good.")
def token_add(name: str, agency: str | None, days: int) -> None:
    """Make a token; it is the last word printed, shown once."""
    runtime = start_public()
    if agency is not None and agency not in runtime.window().content.rules.agencies:
        raise click.ClickException("--agency must be a code of routing_rules/agencies.yaml")
    secret = partners.add_token(runtime.window(), name, agency, days=days, now=runtime.now())
    click.echo(f"Token of {name}, good for {days} days, shown once: {secret}")


@token.command("list")
def token_list() -> None:
    """Every token: its id, whose it is, and whether it is good."""
    runtime = start_public()
    for made in partners.listed(runtime.window()):
        until = f"{made.expires_at:%Y-%m-%d}"
        state = (
            "revoked"
            if made.revoked_at
            else f"until {until}"
            if made.expires_at > runtime.now()
            else f"over since {until}"
        )
        click.echo(f"{made.id}  {made.name}  {made.agency or '-'}  {state}")


@token.command("revoke")
@click.argument("id_or_name", callback=_printable)
def token_revoke(id_or_name: str) -> None:
    """Revoke the token of this id, or all of this name. At once, in every process."""
    runtime = start_public()
    try:
        revoked = partners.revoke(runtime.window(), id_or_name, now=runtime.now())
    except NotFound:
        raise click.ClickException("there is no good token of this id or name: intake token list") from None
    click.echo(f"Revoked: {revoked}")


COMMANDS = (staff, token)


def _check_agency(runtime: Runtime, role: Role, agency: str | None) -> None:
    agencies = runtime.window().content.rules.agencies
    works_a_queue = role in (Role.CLERK, Role.SUPERVISOR)
    known = agencies.get(agency or "")
    if works_a_queue and (known is None or not known.queue):
        raise click.ClickException("--agency must be the code of a queue: see routing_rules/agencies.yaml")
    if not works_a_queue and agency is not None:
        raise click.ClickException(f"a member with the role {role.value} belongs to no agency")


def _print_link(runtime: Runtime, name: str) -> None:
    path = staffing.make_link(runtime.window(), name, now=runtime.now())
    click.echo(f"Sign-in link for {name}, good once within 24 hours: {runtime.settings.address}{path}")
