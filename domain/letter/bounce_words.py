"""What mail servers say about a letter that they turn away, in the words in which they do.

Each pattern is a kind of cause and no mail server's sentence: nobody is reached there, a mailbox is full, the
sender is refused. They look at what `bare` leaves of the words.
"""

import re

_NAMES = re.compile(
    r"https?://\S+|\bwww\.\S+"
    r"|(?<![\d.-])[45]\d\d[\s-](?:[45]\.\d{1,3}\.\d{1,3}\b)?"
    r"|<?[^\s<>@]{0,80}@[\w-]+(?:\.[\w-]+)*>?"
    r"|(?<!client )\bhost \S{1,80} ?\[[^\]]{0,60}\]",
    re.IGNORECASE,
)


def bare(words: str) -> str:
    """On one line, without the addresses, the names of hosts and the links in them: `spam` in the name of a
    mail server, or `full` in that of a person, says nothing about the cause. And without the code that begins
    each line of an answer, since it tears what it says."""
    return " ".join(_NAMES.sub(" ", words).replace("\u2019", "'").split())


def _of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_WHO = (
    r"(?<!sender )(?<!sender's )(?<!sending )(?<!from )(?<!your )(?<!ip )\b"
    r"(?:users?(?:name|id)?|recipients?|rcpt|addressee|(?:e-?mail )?address(?:es)?|mail[ -]?box|account"
    r"|person|customer|alias|local[- ]part)\b(?:\(s\))?"
)
_BUT_OURS = (
    r"(?!temporar|sender|sending|from\b|envelope|helo|client|authori[sz]ed|permitted|registered|connection"
    r"|message)"
)
"""What must not stand between: then it is about something else."""
_GONE = (
    r"(?:does ?n[o']t exist|does not exist|no(?:t|n)? exist|(?:not|n't) (?:be )?(?:found|locate)"
    r"|not (?:present|listed|known|local|recogni[sz]ed|valid|active|activated|a member of)|unknown"
    r"|non[- ]?existent|inactive|invalid|disabled|deactivated|discontinued|suspended|terminated"
    r"|closed|locked|frozen"
    r"|no longer|expired)\b(?!,? (?:temporar|reason|error))"
)

NOBODY = _of(
    rf"{_WHO}(?:{_BUT_OURS}[^.;:!?]){{0,40}}?\b{_GONE}",
    r"\b(?:unknown|invalid|bad|illegal|non[- ]?existent|wrong|deactivated|inactive|disabled)"
    rf"(?:(?: or|/) ?\w+)?(?:[ _-]{_BUT_OURS}\w+){{0,2}}?[ _-]{_WHO}",
    rf"\bno such (?:{_WHO}|host|domain)",
    r"\bno (?:mail[ -]?box|account|user|person|address|domain)\b.{0,12}"
    r" (?:here|found|by that|with that|available|exists|named|associated)",
    r"\bthere is no (?:one|user|person) (?:at|by|here|with)",
    rf"\bnot (?:a|an|our|one of our) (?:{_BUT_OURS}[\w-]+ ){{0,2}}?{_WHO}",
    r"\b(?:does ?n[o']t|does not) have an? .{0,40}\b(?:account|mailbox|delivery point)",
    r"\bnot (?:listed )?in (?:\w+ ){0,4}(?:directory|address book)|not exactly match|matches to nameserver",
    r"\bwasn't found at|\bbad_?(?:rcpt|recipient)|\bresolver\.adr\.\w{0,20}notfound",
    r"\bno longer (?:valid|in use|exists?|employed|works?|with (?:us|the)|on (?:this )?server)",
    # in other languages
    r"n'existe pas(?!,? ou)|(?:destinataire|utilisateur) inconnu|(?:benutzer|empf(?:ä|ae)nger) unbekannt",
    r"existiert nicht|\bno existe\b|usuario desconocido|nie istnieje|n[ãa]o existe|utente sconosciuto",
    # of a domain
    r"\bunknown (?:host|domain)\b|(?:name or service|host) not known|\bnon-?existent ?domain|\bnxdomain",
    r"\b(?:host|domain)(?: or domain)?(?: name)? (?:is )?(?:unknown|does(?: not|n't) exist|not found)\b"
    r"(?!.{0,120}try again)",
    r"unroute?able (?:mail )?(?:address|domain)|malformed (?:or unexpected )?name server reply|\bnull ?mx\b",
)
"""Nobody is reached at this address."""

FULL = _of(
    r"\b(?:mail ?-?box|mail ?folder|mail ?dir|in-?box|account|storage|space|quota|mail ?file)\b(?:\(s\))?"
    r"(?:(?!send|outgoing)[^.;]){0,40}?\b(?:full(?! name)|exceed\w{0,3}|exhausted|used up|not enough)\b",
    r"\b(?:over|exceed\w{0,3}|overdrawn|reached)\b[^.;]{0,25}\b(?:quota|storage|disk ?space|disk limit)",
    r"\bover ?quota|quota (?:is |was |has been )?(?:exceeded|full|violation|reached)|exdiskquota|disk full",
    r"(?:out of|not enough|insufficient|not have enough|no) (?:\w+ )?(?:storage|space)\b",
    r"\bfull (?:mail ?box|in-?box)|too (?:many|much) (?:messages|mails?)(?: \w+)? (?:on|in) ",
    r"too much mail (?:stored|data)|receiving mail (?:at a rate|too quickly)",
)
"""No more fits into the mailbox, or no more within this hour."""

OURS = _of(
    r"\b(?:sender|sending(?! to)|client host|helo|ehlo|mail from|from address|return-?path|envelope[- ]from"
    r"|your (?:domain|server|host|hostname|ip|address|account|sender))\b"
    r"(?:(?!recipient|rcpt|user|mailbox|sent )[^.;]){0,50}?"
    r"\b(?:rejected|refused|denied|not accepted|not allowed|not verified"
    rf"|verif\w{{1,8}} fail\w{{0,3}}|is not|{_GONE})",
    r"\bmail ?from\b.{0,60}\b(?:mismatch\w{0,3}|failed)",
    r"\b(?:invalid|unknown|bad|unroutable|forged|null|envelope) ?sender",
    r"\b(?:sending|outgoing|outbound|hourly|daily) (?:\w+ )?(?:limit|quota|rate)\b",
    r">>? ?(?:MAIL FROM|HELO|EHLO)\b[^<>]{0,60}<<<",
    r"\bin reply to (?:MAIL FROM|HELO|EHLO)\b|\bafter (?:MAIL FROM|HELO|EHLO|initial connection)\b",
)
"""The sender is refused, whatever code a mail server gives with it."""

REFUSED = _of(
    # by what the letter seems to be
    r"\bspam|\bmcspam|\bjunk|polic(?:y|ies)\b|\b(?:unsolicited|unwanted|reputation|ube|uce|virus|infected|phishing)\b",
    r"\b(?:bulk|mass)[ -](?:e-?)?mail|malware|(?:banned|prohibited|forbidden) (?:content|file)",
    r"content (?:was |is |filter )?(?:reject|denied)|\bmime[ /](?:reject|error)",
    r"invalid (?:data|structure|header)",
    r"(?:no|missing|without|invalid|duplicate|multiple) [\w-]{1,40}:? (?:header )?fields?\b",
    r"headers? (?:is|are) not",
    r"\b(?:message|mail)(?: data)? (?:\S+ )?(?:is |was |has been )?(?:rejected|refused|blocked|filtered)\b"
    r"(?! by the (?:recipient|server|other))",
    r"too (?:large|big)|(?:size|line) limit|exceed\w{0,3}.{0,25} size|(?:size|length) exceeds",
    r"(?:maximum|max) (?:\w+ )?(?:message|mail) size",
    # by where it comes from
    r"\b(?:spf|dkim|dmarc|rbl|drbl|dns[rb]?bl|uribl|surbl)\b|reverse dns|ptr record|dynamic ip|open proxy",
    r"black.?list|block.?list|white.?list|\blisted (?:as|at|by|on)\b|blocked (?:by|using|for|-)",
    r"(?:was|been) blocked|blocked ip",
    r"\b(?:server|host|ip)\b.{0,30}\b(?:blocked|banned|limited|not allowed|refused)",
    r"(?:can ?not|can't) (?:find|resolve) your|from your (?:ip|isp|server|network)|network not allowed",
    r"(?:rate|frequency) limit|too many (?:messages|connections)|not allowed to (?:send|connect|post)",
    r"relay\w{0,3}\b.{0,30}\b(?:denied|prohibited|disallowed|not (?:permitted|allowed))",
    r"unauthori[sz]ed relay",
    r"\b(?:to|open|a) relay\b|\brcpthosts\b|not authenticated|requires (?:confirmation|authentication)",
    r"\bauth(?:entication)? (?:required|failed)",
    # by whom it goes to
    r"accept\w{0,3} (?:e-?mail|mail|messages) (?:with|from)|not pre-?approved",
    r"refuse[sd] to (?:receive|accept)",
    r"recipient preferences",
)
"""Whoever sends, or what is sent, is not wanted."""

AWAY = _of(
    r"timed? ?out|time-?out|expired|connection .{0,30}\b(?:refused|reset|dropped|lost|broken)|temporar",
    r"could not be delivered for|too busy|retry time|in the queue too long|maximum delivery attempts",
    r"failing for a long time|not been collected|failed \d+ attempts|after \d+ tries|lookup failure",
    r"currently unavailable",
    r"is not responding|did not respond|not reachable within|unable to connect|could not connect",
    r"unreachable|no route to host|try again later|not found,? try again|an SMTP connection",
)
"""A mail server that was not there, and may be there another time."""

AT_END = _of(r"\bin reply to end of data\b|\bafter end of data\b")
"""Turned away when all of the letter had been seen: what is in it did not please."""
