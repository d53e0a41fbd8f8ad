"""What the words of mail servers say, in several forms of each kind."""

import pytest

from domain.letter.bounce_cause import BounceCause, cause_of
from domain.letter.bounce_words import bare
from tests.every import every

pytestmark = pytest.mark.unit

_ADDRESS, _UNKNOWN, _TEMPORARY, _SENDER = BounceCause


@every(
    "words",
    [
        "550 User [ann@uni.example] does not exist",
        "554 Rcpt <ann@uni.example> doesn't exist here",
        "550 Recipient no longer exists",
        "553 <ann@uni.example>... Address does not exist",
        "550 ann is not a known user on this system",
        "551 <ann@uni.example> is a deactivated mailbox",
        "550-ann@uni.example is not an active address at this host",
        "550 Refused: no account by that name here",
        "550 ** No mail box available for this user **",
        "553 sorry, badrcptto (user mail-box not found)",
        "550 BAD_RECIPIENT - see https://mail.uni.example/spam/why",
        "501 unknown or illegal user: ann",
        "Invalid final delivery userid: ann",
        "554 This account has been disabled or discontinued",
        "550 User suspended",
        "550 This user doesn't have an account at uni.example (ann@uni.example)",
        "551 not our customer",
        "550 User status is locked",
        "ann wasn't found at uni.example.",
        "ann wasn\u2019t found at uni.example.",
        "The recipient name is not recognized",
        "User Ann Adeyemi (ann@uni.example) not listed in public Name & Address Book",
        "L'adresse ci-dessus n'existe pas",
        "550 Empf\u00e4nger unbekannt",
        "550 El usuario no existe",
        "550-5.1.1 The account that you write to does not\n550-5.1.1 exist. See\n550 5.1.1 https://a.example",
        "550 No such domain at this location",
        "[uni.example]: Name or service not known",
        "Host or domain name not found. Name service error for name=uni.example type=A: Host not found",
        'unrouteable mail domain "uni.example"',
        "Name service error for name=uni.example type=MX: Malformed name server reply",
        "556 uni.example does not accept mail (nullMX)",
    ],
)
def test_nobody_is_reached_there(words: str) -> None:
    assert cause_of(None, words) is _ADDRESS


@every(
    "words",
    [
        "User mailbox exceeds allowed size: ann@uni.example",
        "550 User has too many messages on the server.",
        "account is full (quota exceeded)",
        "the recipient is over disk quota",
        "the user's maildir has overdrawn his diskspace quota",
        "552 Account(s) <ann@uni.example> does not have enough space",
        "552 5.2.2 The recipient's inbox is out of storage space",
        "has failed due to a full mailbox",
        "452 Mailbox size limit exceeded",
        "This person's account is exceeding their quota.",
        "permission denied. Command output: Mail quota\n    exceeded.",
        "550-5.2.1 The user you write to is receiving mail at a rate that leaves no room for more",
    ],
)
def test_a_full_mailbox_may_have_room_another_time(words: str) -> None:
    assert cause_of(None, words) is _TEMPORARY
    assert cause_of("5.2.1", words) is _TEMPORARY
    assert cause_of("5.2.3", words) is _TEMPORARY


@every(
    "words",
    [
        "all hosts have been failing for a long time and were last tried after this message arrived",
        "failed because it has not been collected after 30 days",
        "I'm not going to try again; this message has been in the queue too long.",
        "Host mx.uni.example is not responding.",
        "Host or domain name not found. Name service error for name=uni.example: Host not found, try again",
        "Delivery failed 20 attempts: ann@uni.example",
        "554 Service currently unavailable",
        "550 account temporarily suspended",
        "connect to mx.uni.example[192.0.2.7]: No route to host",
    ],
)
def test_a_mail_server_that_was_away_may_be_there_another_time(words: str) -> None:
    assert cause_of(None, words) is _TEMPORARY


@every(
    "words",
    [
        "they are not accepting mail with attachments or embedded images",
        "550-Rejected: 192.0.2.5 is not allowed to send mail from tandem.example",
        "550 Your server requires confirmation. Visit https://confirm.uni.example",
        "553 you are trying to use me as a relay, but I have not been told to let you",
        "550-mail.tandem.example is not permitted to\n550 relay through this server",
        "550 Too many unwanted messages came from where yours comes from",
        "550 relaying mail to uni.example is not allowed",
        "553 that domain isn't in my list of allowed rcpthosts",
        "Rejected - bulk email",
        "552 sorry, it seems as a junk mail",
        "550 RCPT TO:<ann@uni.example> max message size exceeded",
        "553 Exceeded maximum inbound message size",
        "Messages without To: fields are not accepted here",
        "554 Duplicate header field",
        "553 User refused to receive this mail.",
        "550 5.0.0 Message rejected",
        "554 Mail server at 192.0.2.5 is blocked",
        "550 Unknown sender (in reply to MAIL FROM command)",
        ">>> MAIL FROM:<tandem@uni.example>\n<<< 550 the user is unknown",
        "554 I do not like it (in reply to end of DATA command)",
    ],
)
def test_whoever_sends_or_what_is_sent_is_not_wanted(words: str) -> None:
    assert cause_of(None, words) is _SENDER


@every(
    "words",
    [
        "450 <tandem@uni.example>: Sender address rejected: User unknown in relay recipient table",
        "553 Domain of sender address tandem@uni.example does not exist",
        "504 <tandem>: Helo command rejected: Host not found",
        "550-Verification failed for <tandem@uni.example> 550-Unrouteable address 550 Sender verify failed",
        "550 Your account has exceeded its daily sending quota",
        "553 From address not verified",
    ],
)
def test_a_sender_of_whom_nothing_is_known_is_not_the_reader(words: str) -> None:
    assert cause_of(None, words) is _SENDER
    assert cause_of("5.1.1", words) is _SENDER


@every(
    ("status", "words", "cause"),
    [
        ("5.7.1", "550 5.7.1 No mailbox found", _ADDRESS),
        ("5.7.1", "554 5.7.1 Recipient address rejected: Nonexistent user", _ADDRESS),
        ("5.7.17", "550 no longer theirs", _ADDRESS),
        ("5.4.4", "Name service error: Malformed or unexpected name server reply", _ADDRESS),
        ("5.4.310", "550 5.4.310 DNS domain uni.example does not exist", _ADDRESS),
        ("4.1.1", "450 4.1.1 Recipient address rejected: User unknown in virtual alias table", _ADDRESS),
        ("4.1.1", "450 4.1.1 unverified address: connection timed out", _TEMPORARY),
        ("4.4.3", "Host or domain name not found", _TEMPORARY),
        ("5.3.1", "mail system full", _TEMPORARY),
        ("5.2.122", "550 5.2.122 more than the recipient takes within an hour", _TEMPORARY),
        ("5.1.1", "550 5.1.1 Message blocked by policy", _SENDER),
        ("5.1.1", "550 5.1.1 The account that you write to does not exist", _ADDRESS),
        ("5.1.90", "550 5.1.90 as many recipients as a day allows", _SENDER),
    ],
)
def test_code_and_words_correct_each_other(status: str, words: str, cause: BounceCause) -> None:
    assert cause_of(status, words) is cause


@every(
    "words",
    [
        "550 mailbox unavailable, see https://spamfilter.uni.example/policy/user-unknown",
        "host spam.uni.example[192.0.2.7] said: 550 mailbox unavailable",
        "host mx.unknown.example [192.0.2.7]: 550 not taken",
        "550 <blocked.user.unknown@uni.example> not taken",
        "550 not taken; write to antispam@policy.example",
        "Could not deliver to this address for unknown reasons",
        "Le groupe n'existe pas, ou vous n'avez pas le droit de lui écrire",
        "503 5.5.1 No recipients",
        "550 account holder's full name is missing",
    ],
)
def test_names_and_links_say_nothing(words: str) -> None:
    assert cause_of(None, words) is _UNKNOWN


def test_what_is_left_stands_on_one_line() -> None:
    assert bare(
        "host mx.uni.example[192.0.2.7] said: 550\n   <ann@uni.example>: No,\n see https://a.example"
    ) == ("said: : No, see")
