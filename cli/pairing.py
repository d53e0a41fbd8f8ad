"""`tandem pairing`: see a pairing, and tell it what happened.

Every command takes a pairing by its id, or by what one knows of a partner.
"""

from enum import StrEnum
from typing import Annotated

import typer

from cli.confirming import Yes, confirm
from cli.context import ask, read
from cli.exports.option import Export, exports
from cli.keys import OfCohort
from cli.options import On, day, earlier_day
from cli.output import local, say
from cli.pairings import sessions
from cli.pairings.named import InCohort, Named, One, OneOrBoth, pairing_id
from cli.pairings.sheets import history_sheets, pairing_sheet
from cli.pairings.views import print_pairing, print_pairings, print_updated, stage_of
from cli.slips import print_told, say_taken_back
from domain.enums import Arrangement, EndReason, ReviewChoice, Role, Stage
from domain.errors import BadInput
from services import pairings, slips
from services.cohorts.sittings_begun import day_attended
from services.evaluation.answering import settle_contact
from services.pairing_again import pair_again
from services.pairing_lookup import both_names, find_pairing, one_role, some_roles, with_role
from services.reports.zones import zones
from storage.views import PairingView

app = typer.Typer(no_args_is_help=True)

GatheringKey = Annotated[str, typer.Argument(metavar="GATHERING", help="Its key, such as induction.")]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command("list")
@exports
def list_pairings(
    cohort: OfCohort = None,
    stage: Annotated[Stage | None, typer.Option(help="Only in this stage.")] = None,
    attention: Annotated[bool, typer.Option("--attention", help="Only those that need you.")] = False,
    json: Json = False,
    *,
    export: Export,
) -> None:
    """List pairings. Reads the store alone."""
    found = read(pairings.list_pairings, cohort, stage, attention)
    if not export.write(lambda: [pairing_sheet(found, read(zones))]):
        print_pairings(found, json)


@app.command("show")
@exports
def show(pairing: Named, cohort: InCohort = None, json: Json = False, *, export: Export) -> None:
    """A pairing's history, its letters, what it waits for and until when. Reads the store alone."""
    found = read(pairings.history, pairing_id(pairing, cohort))
    if not export.write(lambda: history_sheets(found)):
        print_pairing(found, json)


@app.command("accept")
def accept(pairing: Named, who: OneOrBoth = None, on: On = None, cohort: InCohort = None) -> None:
    """A partner, or both, accepted the pairing."""
    found = read(find_pairing, pairing, who, cohort)
    print_updated(ask(pairings.accept, found.id, some_roles(found), earlier_day(on)), found.roles)


@app.command("attend")
def attend(
    pairing: Named,
    gathering: GatheringKey,
    who: OneOrBoth = None,
    missed: Annotated[bool, typer.Option("--missed", help="They were not there.")] = False,
    sitting: Annotated[
        str | None,
        typer.Option("--sitting", metavar="KEY", help="Which date, where there have been several."),
    ] = None,
    on: On = None,
    cohort: InCohort = None,
) -> None:
    """Record who attended a gathering, or caught up later; --missed: who was not there.

    Everybody whom the gathering is for, if nobody is named.
    """
    found, day = read(find_pairing, pairing, who, cohort), earlier_day(on)
    day = day or read(day_attended, found.id, gathering, found.roles, sitting, missed)
    print_updated(ask(pairings.attend, found.id, gathering, found.roles, not missed, day), found.roles)


@app.command("sitting")
def sitting(
    pairing: Named,
    gathering: GatheringKey,
    who: OneOrBoth = None,
    key: Annotated[
        str | None, typer.Option("--sitting", metavar="KEY", help="Which date, by its key.")
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Or by the day it is on.")] = None,
    none: Annotated[
        bool, typer.Option("--none", help="One partner can come to no date that there is.")
    ] = False,
    cohort: InCohort = None,
) -> None:
    """A partner, or both, come to another date of a gathering; calendars and reminders follow.

    Everybody who has not attended it yet, if nobody is named.
    """
    if [key is not None, on is not None, none].count(True) != 1:
        raise typer.BadParameter("Say which date with --sitting or with --on: --on 2027-07-13; or --none.")
    on_day = day(on, "--on") if on else None
    found = read(find_pairing, pairing, who, cohort)
    if none:
        role = one_role(found)
        print_updated(ask(pairings.cannot_come, found.id, gathering, role), [role])
        return
    print_updated(ask(pairings.choose_sitting, found.id, gathering, found.roles, key, on_day), found.roles)


@app.command("waive")
def waive(
    pairing: Named, gathering: GatheringKey, who: OneOrBoth = None, on: On = None, cohort: InCohort = None
) -> None:
    """Excuse a partner, or both, from a gathering."""
    found = read(find_pairing, pairing, who, cohort)
    print_updated(ask(pairings.waive, found.id, gathering, some_roles(found), earlier_day(on)), found.roles)


app.command("book")(sessions.book)
app.command("propose")(sessions.propose)
app.command("log")(sessions.log)


@app.command("review")
def review(
    pairing: Named,
    who: Annotated[
        str,
        typer.Argument(metavar="[mentor|mentee|NAME]", help="Which partner, unless PAIRING is their name."),
    ],
    choice: Annotated[
        str | None, typer.Argument(metavar="|".join(ReviewChoice), help="How to go on.")
    ] = None,
    on: On = None,
    cohort: InCohort = None,
    yes: Yes = False,
) -> None:
    """What a partner said at the mid-way review; to end is asked about first."""
    said = _choice(choice or who)
    found = read(find_pairing, pairing, who if choice else None, cohort)
    role = one_role(found)
    if said is ReviewChoice.END:
        _confirm_leaving(found.pairing, role, yes)
    print_updated(ask(pairings.review, found.id, role, said, earlier_day(on)), found.roles)


@app.command("answer")
def answer(pairing: Named, who: OneOrBoth = None, on: On = None, cohort: InCohort = None) -> None:
    """A partner, or both, answered the evaluation."""
    found = read(find_pairing, pairing, who, cohort)
    print_updated(ask(pairings.answer, found.id, some_roles(found), earlier_day(on)), found.roles)


@app.command("pause")
def pause(
    pairing: Named,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="The day on which it goes on by itself."),
    ] = None,
    on: On = None,
    cohort: InCohort = None,
) -> None:
    """Pause: no letters, deadlines wait, booked sessions are cancelled."""
    last = day(until, "--until") if until else None
    print_updated(ask(pairings.pause, pairing_id(pairing, cohort), last, earlier_day(on)))


@app.command("extend")
def extend(
    pairing: Named,
    to: Annotated[str, typer.Option("--to", metavar="DATE", help="The new last day.")],
    cohort: InCohort = None,
) -> None:
    """Move the last day for the sessions of this pair alone; its evaluation moves along.

    One that has ended by itself, since that day was over, goes on; who was told of the end is told so.
    """
    updated = ask(pairings.extend_sessions, pairing_id(pairing, cohort), day(to, "--to"))
    print_updated(updated)
    closes = local(updated.snapshot.sessions_close, updated.programme.zone)
    say(f"Its time for sessions ends on {closes}.")


@app.command("arrangement")
def arrangement(
    pairing: Named,
    kind: Annotated[Arrangement, typer.Argument(metavar="KIND", help=" | ".join(Arrangement))],
    proposed_by: Annotated[
        str | None,
        typer.Option(
            metavar="mentor|mentee|NAME", help="Only proposed, by this partner: the other is asked."
        ),
    ] = None,
    cohort: InCohort = None,
) -> None:
    """The pair goes on in another arrangement: reverse, reciprocal, or combined, where its programme has it.

    Both partners are told. With --proposed-by the other one is asked first, and agrees by proposing the same.
    """
    found = read(find_pairing, pairing, proposed_by, cohort)
    if proposed_by:
        role = one_role(found)
        print_updated(ask(pairings.propose_arrangement, found.id, role, kind), [role])
    else:
        print_updated(ask(pairings.change_arrangement, found.id, kind))


@app.command("resume")
def resume(pairing: Named, on: On = None, cohort: InCohort = None) -> None:
    """Go on after a pause."""
    print_updated(ask(pairings.resume, pairing_id(pairing, cohort), earlier_day(on)))


@app.command("withdraw")
def withdraw(
    pairing: Named, who: One = None, on: On = None, cohort: InCohort = None, yes: Yes = False
) -> None:
    """A partner leaves; the other is told with care."""
    found = read(find_pairing, pairing, who, cohort)
    leaver = one_role(found)
    _confirm_leaving(found.pairing, leaver, yes)
    print_updated(ask(pairings.withdraw, found.id, leaver, earlier_day(on)), found.roles)


def _confirm_leaving(pairing: PairingView, leaver: Role, yes: bool) -> None:
    left = with_role(pairing, leaver.partner)
    what = f"{with_role(pairing, leaver)} leaves {pairing.id}, which ends. {left} is written to."
    confirm(what, yes or not pairing.stage.is_open)


class EndedBecause(StrEnum):
    COORDINATOR = "ended_by_coordinator"
    NO_CONTACT = "no_contact"


@app.command("end")
def end(
    pairing: Named,
    reason: Annotated[EndedBecause, typer.Option(help="Why it ends.")] = EndedBecause.COORDINATOR,
    on: On = None,
    cohort: InCohort = None,
    yes: Yes = False,
) -> None:
    """End the pairing as its coordinator."""
    found = read(find_pairing, pairing, None, cohort).pairing
    confirm(
        f"This ends {found.id}: {both_names(found)}. Both are written to.", yes or not found.stage.is_open
    )
    print_updated(ask(pairings.end, found.id, EndReason(reason), earlier_day(on)))


@app.command("undo")
def undo(
    pairing: Named,
    number: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", min=1, help="Which of the things told.")
    ] = None,
    cohort: InCohort = None,
) -> None:
    """Take back what was told by mistake; without a number: what was told last, and what of it can go.

    The pairing then stands as if it had never been told; one that has ended is open again.
    """
    before = read(slips.last_told, pairing_id(pairing, cohort), number)
    view, zone = before.pairing, before.programme.zone
    if number is None:
        print_told(view.id, before.told, zone, ("pairing undo", view.id))
        if before.by_itself:
            say(before.by_itself)
        return
    updated = ask(slips.undo, view.id, number)
    say_taken_back(before.told, number, zone, lambda role: with_role(view, role))
    print_updated(updated)


@app.command("again")
def again(pairing: Named, cohort: InCohort = None, yes: Yes = False) -> None:
    """Pair the same two once more, as a new pairing, after theirs has ended; both are introduced anew.

    Where the end was the mistake, take that back instead: tandem pairing undo PAIRING
    """
    found = read(find_pairing, pairing, None, cohort).pairing
    confirm(f"This pairs {both_names(found)} once more, in {found.cohort}. Both are written to.", yes)
    new = ask(pair_again, found.id)
    say(f"{new.id}, {both_names(new)}: {stage_of(new)}. {found.id} stays as it ended.")


@app.command("contacted")
def contacted(pairing: Named, cohort: InCohort = None) -> None:
    """You have been in touch with a mentor who wanted that, about the work of explaining."""
    found = pairing_id(pairing, cohort)
    read(settle_contact, found)
    say(f"{found}: that you have been in touch is kept; it waits no more.")


def _choice(text: str) -> ReviewChoice:
    if text in set(ReviewChoice):
        return ReviewChoice(text)
    raise BadInput(f"{text!r} is no way to go on; write one of: {', '.join(ReviewChoice)}.")
