"""The way to the mail server, as the settings name it."""

import ssl

from domain.errors import BadInput
from mail.results import Transport
from mail.smtp import Encryption, Smtp
from mail.smtp_auth import Password, SignIn, XOAuth2
from mail.tokens import Tokens
from mail.trial import OnlyTo, Redirected
from settings import Settings, secret


def transport(settings: Settings) -> Transport:
    """The way to the mail server. Raises BadInput if a file it needs cannot be used."""
    smtp = Smtp(
        host=settings.smtp_host,
        port=settings.smtp_port,
        mail_from=settings.mail_from,
        timeout=settings.smtp_timeout,
        data_timeout=settings.smtp_data_timeout,
        encryption=_encryption(settings),
        sign_in=_sign_in(settings),
    )
    if settings.mail_redirect_to:
        return Redirected(smtp, settings.mail_redirect_to)
    if settings.mail_only_to:
        return OnlyTo(smtp, frozenset(settings.mail_only_to.lower().replace(" ", "").split(",")))
    return smtp


def _encryption(settings: Settings) -> Encryption | None:
    if not settings.is_smtp_encrypted:
        return None
    try:
        context = ssl.create_default_context(cafile=settings.smtp_ca_file)
    except OSError as problem:
        file = settings.smtp_ca_file
        raise BadInput(f"TANDEM_SMTP_CA_FILE: {file} cannot be used: {problem}.") from None
    return Encryption(context, from_the_start=settings.smtp_security == "tls")


def _sign_in(settings: Settings) -> SignIn | None:
    if not settings.smtp_user:
        return None
    if not settings.oauth_token_url:
        password = secret("smtp_password", settings.smtp_password, settings.smtp_password_file)
        return Password(settings.smtp_user, password)
    key = secret("oauth_client_secret", settings.oauth_client_secret, settings.oauth_client_secret_file)
    tokens = Tokens(settings.oauth_token_url, settings.oauth_client_id, key, settings.oauth_scope)
    return XOAuth2(settings.smtp_user, tokens)
