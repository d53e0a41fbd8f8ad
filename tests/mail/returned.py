"""What mail servers send back, in the shapes in which they do: for a letter of this id to this address."""

ADDRESS, MESSAGE_ID = "ann@uni.example", "<0b1c@tandem.example>"


def eml(text: str, message_id: str = MESSAGE_ID, address: str = ADDRESS) -> bytes:
    """One of the reports below, about this letter, as it is saved in a file."""
    text = text.replace(MESSAGE_ID, message_id).replace(ADDRESS, address)
    return text.lstrip("\n").replace("\n", "\r\n").encode()


POSTFIX = """
Return-Path: <>
Date: Tue, 15 Jun 2027 09:00:02 +0000 (UTC)
From: MAILER-DAEMON@relay.uni.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: tandem@uni.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="8D1F2.1813/relay.uni.example"
Message-Id: <20270615090002.B1F@relay.uni.example>

This is a MIME-encapsulated message.

--8D1F2.1813/relay.uni.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host relay.uni.example.

<ann@uni.example>: host mx.uni.example[192.0.2.7] said: 550 5.1.1
    <ann@uni.example>: Recipient address rejected: User unknown

--8D1F2.1813/relay.uni.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.uni.example
X-Postfix-Queue-ID: 8D1F2
X-Postfix-Sender: rfc822; tandem@uni.example
Arrival-Date: Tue, 15 Jun 2027 09:00:01 +0000 (UTC)

Final-Recipient: rfc822; ann@uni.example
Original-Recipient: rfc822;ann@uni.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.uni.example
Diagnostic-Code: smtp; 550 5.1.1 <ann@uni.example>: Recipient address
    rejected: User unknown

--8D1F2.1813/relay.uni.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: Reciprocal Mentoring <tandem@uni.example>
To: Ann Adeyemi <ann@uni.example>
Subject: Meet your partner
Message-ID: <0b1c@tandem.example>

--8D1F2.1813/relay.uni.example--
"""

EXCHANGE = """
From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@uni.example>
To: <tandem@uni.example>
Date: Tue, 15 Jun 2027 09:00:04 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="7a8c0d1b-2f54-4c43-b0a1-0b6d5f2e9c11"
Content-Language: en-GB
Message-ID: <d91f@LO2P123MB0001.GBRP123.PROD.OUTLOOK.COM>
In-Reply-To: <0b1c@tandem.example>
References: <0b1c@tandem.example>
Thread-Topic: Meet your partner
Subject: Undeliverable: Meet your partner
Auto-Submitted: auto-replied
MIME-Version: 1.0

--7a8c0d1b-2f54-4c43-b0a1-0b6d5f2e9c11
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="1f1a55f0-5c5b-4f0c-9f1e-4c6d3b6a7e21"

--1f1a55f0-5c5b-4f0c-9f1e-4c6d3b6a7e21
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

Your message to ann@uni.example couldn't be delivered. ann wasn't found at =
uni.example.

--1f1a55f0-5c5b-4f0c-9f1e-4c6d3b6a7e21
Content-Type: text/html; charset="us-ascii"

<html><body>Your message couldn't be delivered.</body></html>

--1f1a55f0-5c5b-4f0c-9f1e-4c6d3b6a7e21--

--7a8c0d1b-2f54-4c43-b0a1-0b6d5f2e9c11
Content-Type: message/delivery-status

Reporting-MTA: dns;LO2P123MB0001.GBRP123.PROD.OUTLOOK.COM
Received-From-MTA: dns;relay.uni.example
Arrival-Date: Tue, 15 Jun 2027 09:00:03 +0000

Final-Recipient: rfc822;Ann@uni.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound;
 Recipient ann@uni.example not found by SMTP address lookup

--7a8c0d1b-2f54-4c43-b0a1-0b6d5f2e9c11--
"""

GMAIL = """
Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: tandem@uni.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <0b1c@tandem.example>
In-Reply-To: <0b1c@tandem.example>
X-Failed-Recipients: ann@uni.example
Message-ID: <60c8.mailer-daemon@google.com>
Date: Tue, 15 Jun 2027 02:00:03 -0700 (PDT)
MIME-Version: 1.0
Content-Type: multipart/report; boundary="000000000000a1b2c305c4d0"; report-type=delivery-status

--000000000000a1b2c305c4d0
Content-Type: multipart/related; boundary="000000000000a1b2d205c4d1"

--000000000000a1b2d205c4d1
Content-Type: text/plain; charset="UTF-8"

** Address not found **

Your message wasn't delivered to ann@uni.example because the address couldn't be found.

--000000000000a1b2d205c4d1--

--000000000000a1b2c305c4d0
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Arrival-Date: Tue, 15 Jun 2027 02:00:02 -0700 (PDT)
X-Original-Message-ID: <0b1c@tandem.example>

Final-Recipient: rfc822; ann@uni.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; gmail-smtp-in.l.google.com. (192.0.2.26, the server for the domain uni.example.)
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.
Last-Attempt-Date: Tue, 15 Jun 2027 02:00:03 -0700 (PDT)

--000000000000a1b2c305c4d0
Content-Type: message/rfc822

From: Reciprocal Mentoring <tandem@uni.example>
To: Ann Adeyemi <ann@uni.example>
Subject: Meet your partner
Message-ID: <0b1c@tandem.example>

Dear Ann,

--000000000000a1b2c305c4d0--
"""

EXIM = """
X-Failed-Recipients: ann@uni.example
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@host.uni.example>
To: tandem@uni.example
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1lt5Xy-0003@host.uni.example>
Date: Tue, 15 Jun 2027 09:00:02 +0000

This message was created automatically by mail delivery software.

  ann@uni.example
    No Such User Here
"""

NAMELESS = POSTFIX.replace("Message-ID: <0b1c@tandem.example>\n", "")
"""A report that does not say which letter it is about."""

FULL_BY_TEXT = """
From: MAILER-DAEMON@relay.uni.example
To: tandem@uni.example
Subject: Undeliverable mail: Meet your partner
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

This mailbox is full.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.uni.example

Final-Recipient: rfc822; ann@uni.example
Action: failed
Status: 5.0.0

--B--
"""
"""A report whose fields do not say why."""

EMPTY = """
From: Mail Delivery Subsystem <MAILER-DAEMON@relay.uni.example>
To: tandem@uni.example
Subject: Returned mail: see transcript for details
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

<<< No Message Collected >>>
"""
"""A report of which nothing has come but its head."""

DELAYED = POSTFIX.replace("Action: failed", "Action: delayed").replace("Status: 5.1.1", "Status: 4.4.1")
RELAYED = POSTFIX.replace("Action: failed", "Action: relayed").replace("Status: 5.1.1", "Status: 2.0.0")

VACATION = """
From: Ann Adeyemi <ann@uni.example>
To: tandem@uni.example
Subject: Automatic reply: Meet your partner
In-Reply-To: <0b1c@tandem.example>
Auto-Submitted: auto-replied
Content-Type: text/plain

I am away until Monday.
"""
