"""Drives the simulator with Nylas' official Python SDK: drive.py ORIGIN API_KEY."""

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib import error, parse, request

from nylas import Client
from nylas.models.errors import NylasApiError, NylasOAuthError

ADDRESS = "anna.lind@icloud.com"
APP_PASSWORD = "abcd-efgh-ijkl-mnop"
REDIRECT = "http://localhost:9007/callback"
STATE = "acme.nonce /+&"


class StopAtRedirects(request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def location(address, fields=None):
    """Where a browser would be led from an address, or by a form."""
    body = parse.urlencode(fields).encode() if fields else None
    try:
        request.build_opener(request.ProxyHandler({}), StopAtRedirects).open(address, body)
    except error.HTTPError as answer:
        assert answer.code in (302, 303), answer.read()
        return parse.urljoin(address, answer.headers["Location"])
    raise AssertionError("no redirect")


def sign_in(client, client_id):
    """Hosted sign-in, with a person in front of the simulator's page."""
    config = {"client_id": client_id, "redirect_uri": REDIRECT, "provider": "icloud", "login_hint": "anna+lind@icloud.com", "state": STATE}
    asked = client.auth.url_for_oauth2_pkce(config)
    page = location(asked.url)
    shown = request.build_opener(request.ProxyHandler({})).open(page).read().decode()
    assert 'value="anna+lind@icloud.com"' in shown, shown
    back = parse.urlparse(location(page, {"username": ADDRESS, "password": APP_PASSWORD}))
    assert f"{back.scheme}://{back.netloc}{back.path}" == REDIRECT, back
    told = dict(parse.parse_qsl(back.query))
    assert told["state"] == STATE, told
    return {"client_id": client_id, "redirect_uri": REDIRECT, "code": told["code"], "code_verifier": asked.secret}


def custom_auth(client, password, state=None):
    body = {"provider": "icloud", "settings": {"username": ADDRESS, "password": password}}
    return client.auth.custom_authentication({**body, **({"state": state} if state else {})})


def oauth_error_of(call):
    try:
        call()
    except NylasOAuthError as refused:
        return refused.status_code, refused.error
    raise AssertionError("no error")


def hosted(client, client_id, origin):
    redirects = client.applications.redirect_uris
    made = redirects.create({"url": REDIRECT, "platform": "desktop"}).data
    assert [uri.url for uri in redirects.list().data] == [REDIRECT] and redirects.find(made.id).data.platform == "desktop"
    assert [uri.url for uri in client.applications.info().data.callback_uris] == [REDIRECT]

    exchange = sign_in(client, client_id)
    tokens = client.auth.exchange_code_for_token(exchange)
    assert (tokens.email, tokens.provider, tokens.expires_in) == (ADDRESS, "icloud", 3600), tokens
    assert client.auth.validate_access_token(tokens.access_token).data.email == ADDRESS
    own = Client(api_key=tokens.access_token, api_uri=origin)
    assert own.grants.find("me").data.id == tokens.grant_id
    assert own.calendars.list("me").data and own.messages.list("me", query_params={"limit": 1}).data
    assert client.auth.revoke(tokens.access_token) is True
    assert error_of(lambda: own.grants.find("me"))[0] == 401
    assert oauth_error_of(lambda: client.auth.exchange_code_for_token(exchange)) == (400, "invalid_grant")

    wrong = {**sign_in(client, client_id), "code_verifier": "another"}
    assert oauth_error_of(lambda: client.auth.exchange_code_for_token(wrong)) == (400, "invalid_grant")
    redirects.update(made.id, {"url": REDIRECT + "/2", "platform": "desktop"})
    assert redirects.destroy(made.id).request_id and not redirects.list().data
    assert client.grants.destroy(tokens.grant_id).request_id


class Challenged(BaseHTTPRequestHandler):
    """A company's server, which answers the challenge."""

    def do_GET(self):
        challenge = dict(parse.parse_qsl(parse.urlparse(self.path).query))["challenge"].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(challenge)))
        self.end_headers()
        self.wfile.write(challenge)

    def log_message(self, *_):
        pass


def webhooks(client):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Challenged)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told = f"http://127.0.0.1:{server.server_port}/hook"
    made = client.webhooks.create({"trigger_types": ["grant.expired"], "webhook_url": told}).data
    assert made.status == "active" and made.webhook_secret, made
    assert [webhook.webhook_url for webhook in client.webhooks.list().data] == [told]
    assert client.webhooks.rotate_secret(made.id).data.webhook_secret != made.webhook_secret


def plain_imap(client):
    settings = {"imap_username": "anna@mail.example", "imap_password": APP_PASSWORD, "imap_host": "imap.mail.example", "imap_port": 993}
    body = {"provider": "imap", "settings": settings, "state": "st-1"}
    assert "imap" in error_of(lambda: client.auth.custom_authentication(body))[2]
    assert client.connectors.create({"provider": "imap"}).data.provider == "imap"
    grant = client.auth.custom_authentication(body).data
    assert (grant.provider, grant.email, grant.state) == ("imap", "anna@mail.example", "st-1"), grant
    assert client.messages.list(grant.id).data
    assert error_of(lambda: client.calendars.list(grant.id))[0] == 400
    every = {"provider": "imap", "grant_status": "valid", "limit": 200, "offset": 0, "sort_by": "updated_at", "order_by": "asc"}
    assert [found.id for found in client.grants.list(query_params=every).data] == [grant.id]
    assert client.auth.detect_provider({"email": "anna@me.com"}).data.type == "icloud"


def error_of(call):
    try:
        call()
    except NylasApiError as error:
        assert error.request_id, "an error without its request id"
        return error.status_code, error.type, str(error)
    raise AssertionError("no error")


def main(origin, key):
    client = Client(api_key=key, api_uri=origin)
    application = client.applications.info().data
    assert application.region == "us"

    assert error_of(lambda: client.connectors.find("icloud"))[0] == 404
    assert client.connectors.create({"provider": "icloud"}).data.provider == "icloud"
    assert client.connectors.find("icloud").data.provider == "icloud"
    assert [connector.provider for connector in client.connectors.list().data] == ["icloud"]

    grant = custom_auth(client, "abcd-efgh-ijkl-mnop", "st-1").data
    assert (grant.email, grant.grant_status, grant.state) == (ADDRESS, "valid", "st-1"), grant
    again = custom_auth(client, "abcdefghijklmnop").data
    assert again.id == grant.id and again.updated_at > grant.updated_at

    calendars = client.calendars.list(grant.id).data
    assert {"Home", "Birthdays"} <= {calendar.name for calendar in calendars}
    first = client.messages.list(grant.id, query_params={"limit": 1})
    rest = client.messages.list(grant.id, query_params={"page_token": first.next_cursor})
    assert len(first.data) == 1 and rest.data and not rest.next_cursor
    assert first.data[0].from_[0]["email"] and first.data[0].date > rest.data[0].date

    listed = client.grants.list(query_params={"email": ADDRESS, "limit": 10, "offset": 0}).data
    assert [found.id for found in listed] == [grant.id]
    assert client.grants.find(grant.id).data.email == ADDRESS
    assert client.grants.destroy(grant.id).request_id
    assert error_of(lambda: client.grants.find(grant.id))[:2] == (404, "grant.not_found")

    hosted(client, application.application_id, origin)
    plain_imap(client)
    webhooks(client)

    refused = error_of(lambda: custom_auth(client, "not-an-app-password"))
    wanted = "Authentication failed due to wrong input or credentials"
    assert refused == (400, "grant.invalid_authentication", wanted), refused
    stranger = Client(api_key="nyk_v0_wrong", api_uri=origin)
    assert error_of(stranger.applications.info)[:2] == (401, "api.authentication_error")


if __name__ == "__main__":
    main(*sys.argv[1:])
