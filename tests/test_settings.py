"""Settings that cannot be meant are refused, a sentence each, and secrets stay secret."""

from pathlib import Path

import pytest
from pydantic import Field, SecretStr

from domain.errors import BadInput
from mail.smtp import Smtp
from mail.smtp_auth import Password, XOAuth2
from mail.trial import OnlyTo, Redirected
from ops.transport import transport
from settings import Settings, read_settings

pytestmark = pytest.mark.unit

_REMOTE = {"SMTP_HOST": "smtp.uni.example", "SMTP_SECURITY": "starttls"}
_USER = {"SMTP_USER": "tandem@uni.example"}
_PASSWORD = {**_REMOTE, **_USER, "SMTP_PASSWORD": "canary"}
_TOKEN = {
    **_REMOTE,
    **_USER,
    "OAUTH_TOKEN_URL": "https://login.example/token",
    "OAUTH_CLIENT_ID": "tandem",
    "OAUTH_CLIENT_SECRET": "canary",
}


def _set(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"TANDEM_{name}", value)


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({**_PASSWORD, "SMTP_SECURITY": "plaintext"}, "does not sign in to smtp.uni.example over a line"),
        ({**_REMOTE, "SMTP_SECURITY": "none"}, "smtp.uni.example is another machine: others could read"),
        ({**_REMOTE, **_USER}, "TANDEM_SMTP_USER is set without a secret"),
        ({**_REMOTE, "SMTP_PASSWORD": "canary"}, "but no TANDEM_SMTP_USER"),
        ({**_TOKEN, "SMTP_USER": ""}, "but no TANDEM_SMTP_USER"),
        ({**_PASSWORD, "SMTP_PASSWORD_FILE": "/run/password"}, "PASSWORD_FILE are both set"),
        ({**_TOKEN, "SMTP_PASSWORD": "canary"}, "signs in with one of them"),
        ({**_TOKEN, "OAUTH_TOKEN_URL": "http://login.example/token"}, "must begin with https://"),
        ({**_TOKEN, "OAUTH_CLIENT_ID": ""}, "without TANDEM_OAUTH_CLIENT_ID"),
        ({**_TOKEN, "OAUTH_CLIENT_SECRET": ""}, "needs either TANDEM_OAUTH_CLIENT_SECRET or"),
        ({**_TOKEN, "OAUTH_CLIENT_SECRET_FILE": "/run/secret"}, "needs either TANDEM_OAUTH_CLIENT_SECRET or"),
        ({**_PASSWORD, "OAUTH_CLIENT_ID": "tandem"}, "but no TANDEM_OAUTH_TOKEN_URL"),
        ({"SMTP_CA_FILE": "ca.pem"}, "TANDEM_SMTP_CA_FILE is set, but"),
        ({"DATABASE_URL": "canary", "DATABASE_URL_FILE": "/run/url"}, "DATABASE_URL_FILE are both set"),
        ({"ERASURES_FILE": "/kept/erasures.jsonl"}, "belong together: set both, or neither"),
        ({"MAIL_ONLY_TO": "@uni.example", "MAIL_REDIRECT_TO": "ann@uni.example"}, "are both set"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], sentence: str
) -> None:
    _set(monkeypatch, variables)

    with pytest.raises(BadInput) as told:
        read_settings()

    assert len(told.value.problems) == 1
    assert sentence in told.value.problems[0]
    assert "canary" not in str(told.value)


@pytest.mark.parametrize(
    "variables",
    [
        {},
        _PASSWORD,
        _TOKEN,
        {**_USER, "SMTP_PASSWORD": "canary"},
        {**_TOKEN, "OAUTH_TOKEN_URL": "http://127.0.0.1:8080/token"},
        {"SMTP_PASSWORD_FILE": "", "SMTP_CA_FILE": ""},
        {"MAIL_ONLY_TO": "ann@uni.example, @test.example"},
        {"MAIL_REDIRECT_TO": "ann@uni.example"},
        {"DATABASE_URL": "postgresql://tandem:canary@db.example/tandem"},
        {"DATABASE_URL_FILE": ""},
        {"METRICS": "0.0.0.0:9464", "TRACES": "otlp"},
        {"METRICS": "[::1]:9464", "TRACES": ""},
    ],
)
def test_what_can_be_meant_is_taken(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    _set(monkeypatch, variables)

    assert "canary" not in repr(read_settings())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAIL_REDIRECT_TO", "ann"),
        ("MAIL_REDIRECT_TO", "ann@uni.example\r\nDATA"),
        ("MAIL_ONLY_TO", "uni.example"),
        ("MAIL_ONLY_TO", "ann@uni.example,"),
        ("SMTP_SECURITY", "ssl"),
        ("MAIL_PER_MINUTE", "0"),
        ("METRICS", "9464"),
        ("METRICS", "localhost:9464"),
        ("METRICS", "0.0.0.0:0"),
        ("METRICS", "0.0.0.0:http"),
        ("TRACES", "zipkin"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_with_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    _set(monkeypatch, {name: value})

    with pytest.raises(BadInput, match=f"TANDEM_{name}"):
        read_settings()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("SMPT_HOST", "SMTP_HOST"),
        ("DATABASE", "DATABASE_URL"),
        ("MAIL_HOUR", "MAIL_HOURS"),
        ("LOGS", "LOG"),
        ("HOEM", "HOME"),
    ],
)
def test_a_misspelt_setting_is_refused_with_the_one_that_was_meant(
    monkeypatch: pytest.MonkeyPatch, wrong: str, right: str
) -> None:
    _set(monkeypatch, {wrong: "x"})

    with pytest.raises(BadInput, match=rf"^TANDEM_{wrong} is no setting; did you mean TANDEM_{right}\?$"):
        read_settings()


def test_what_a_platform_says_of_its_services_is_no_setting_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(
        monkeypatch,
        {
            "PORT": "tcp://10.0.0.1:80",
            "DATABASE_PORT": "tcp://10.0.0.2:5432",
            "SERVICE_HOST": "10.0.0.1",
            "SERVICE_PORT": "80",
        },
    )

    assert read_settings() == Settings()


def test_an_empty_variable_is_not_set_but_for_the_hours_where_it_means_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _set(monkeypatch, {name.upper(): "" for name in Settings.model_fields})

    assert read_settings() == Settings.model_construct(mail_hours="")


def test_a_sentence_of_ours_stands_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, {"METRICS": "9464"})

    with pytest.raises(BadInput, match=r"^TANDEM_METRICS: write an IP address"):
        read_settings()


class Fussy(Settings):
    """Settings that no secret is right for."""

    database_url: str = Field(default="", max_length=1)
    smtp_password: SecretStr = Field(default=SecretStr(""), max_length=1)
    oauth_client_secret: SecretStr = Field(default=SecretStr(""), max_length=1)


@pytest.mark.parametrize("name", ["DATABASE_URL", "SMTP_PASSWORD", "OAUTH_CLIENT_SECRET"])
def test_a_secret_that_cannot_be_used_is_not_repeated(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr("settings.Settings", Fussy)
    _set(monkeypatch, {name: "canary"})

    with pytest.raises(BadInput, match=f"TANDEM_{name}: .* at most 1") as told:
        read_settings()

    assert "canary" not in str(told.value)


def _smtp(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> Smtp:
    _set(monkeypatch, variables)
    made = transport(read_settings())
    assert isinstance(made, Smtp)
    return made


def test_as_it_stands_the_catcher_is_spoken_to_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    smtp = _smtp(monkeypatch, {})

    assert (smtp.encryption, smtp.sign_in) == (None, None)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_certificates_are_looked_at(monkeypatch: pytest.MonkeyPatch, security: str) -> None:
    smtp = _smtp(monkeypatch, {**_PASSWORD, "SMTP_SECURITY": security})

    assert smtp.encryption
    assert smtp.encryption.from_the_start == (security == "tls")
    assert smtp.encryption.context.check_hostname


def test_a_secret_may_come_as_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("canary\n")
    file = str(tmp_path / "secret")

    password = _smtp(monkeypatch, {**_PASSWORD, "SMTP_PASSWORD": "", "SMTP_PASSWORD_FILE": file}).sign_in
    assert isinstance(password, Password)
    assert password.password.get_secret_value() == "canary"

    monkeypatch.delenv("TANDEM_SMTP_PASSWORD_FILE")
    token = {**_TOKEN, "OAUTH_CLIENT_SECRET": "", "OAUTH_CLIENT_SECRET_FILE": file}
    signed = _smtp(monkeypatch, token).sign_in
    assert isinstance(signed, XOAuth2)
    assert signed.tokens.client_secret.get_secret_value() == "canary"


def test_the_store_may_come_as_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    url = "postgresql://tandem:canary@db.example/tandem"
    (tmp_path / "url").write_text(f"{url}\n")
    _set(monkeypatch, {"DATABASE_URL_FILE": str(tmp_path / "url")})

    assert read_settings().store_url == url


def test_a_store_whose_file_cannot_be_read_is_refused_and_no_other_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _set(monkeypatch, {"DATABASE_URL_FILE": str(tmp_path / "url")})

    with pytest.raises(BadInput, match=r"TANDEM_DATABASE_URL_FILE: .* cannot be read"):
        _ = read_settings().store_url


@pytest.mark.parametrize("content", [None, "", "\n"])
def test_a_secrets_file_with_nothing_in_it_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_text(content)
    _set(monkeypatch, {**_PASSWORD, "SMTP_PASSWORD": "", "SMTP_PASSWORD_FILE": str(file)})

    with pytest.raises(BadInput, match=f"TANDEM_SMTP_PASSWORD_FILE: {file} (is empty|cannot be read)"):
        transport(read_settings())


def test_an_authority_that_cannot_be_read_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _set(monkeypatch, {**_REMOTE, "SMTP_CA_FILE": str(tmp_path / "ca.pem")})

    with pytest.raises(BadInput, match=r"TANDEM_SMTP_CA_FILE: .*ca\.pem cannot be used"):
        transport(read_settings())


def test_a_trial_stands_between_the_letters_and_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, {"MAIL_ONLY_TO": "Ann@Uni.example, @test.example"})
    only = transport(read_settings())
    assert isinstance(only, OnlyTo)
    assert only.allowed == {"ann@uni.example", "@test.example"}

    _set(monkeypatch, {"MAIL_ONLY_TO": "", "MAIL_REDIRECT_TO": "ann@uni.example"})
    redirected = transport(read_settings())
    assert isinstance(redirected, Redirected)
    assert redirected.to == "ann@uni.example"


def test_the_list_of_erasures_is_at_home_where_the_store_is(tmp_path: Path) -> None:
    assert Settings(home=tmp_path).erasure_files == (tmp_path / "erasures.jsonl", tmp_path / "erasures.key")
    assert Settings(home=tmp_path, database_url="postgresql://db/tandem").erasure_files is None
    list_, key = tmp_path / "list", tmp_path / "key"
    told = Settings(database_url="postgresql://db/tandem", erasures_file=list_, erasures_key_file=key)
    assert told.erasure_files == (list_, key)
