"""Records what Nylas' official Python SDK sends: record.py > ../golden.json

The SDK talks to a server on loopback that answers everything alike, so only the requests are evidence. Of the headers
those are kept that say who asks and what is sent.
"""

import json
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from urllib import parse

KEY = "nyk_v0_recorded_key"
GRANT = "e19f8e1a-eb1c-41c0-b6a6-d2e59daf7f47"
CLIENT_ID = "ad410018-d306-43f9-8361-fa5d7b2172e0"
REDIRECT = "http://127.0.0.1:53682/callback"
REDIRECT_ID = "0556d035-6cb6-4262-a035-6b77e11cf8fc"
VERIFIER = "5967ca40-a2d8-4ee0-a0e0-6f18ace39a90"
# The SDK's own kind of verifier, the example of RFC 7636 (appendix B), and the shortest and longest that the RFC allows.
VERIFIERS = [VERIFIER, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "A" * 43, "abcDEF123-._~" * 9 + "abcDEF123-."]

ICLOUD = {
    "provider": "icloud",
    "settings": {"username": "nyla@icloud.com", "password": "abcd-efgh-ijkl-mnop"},
    "state": "st-1",
}
IMAP = {
    "provider": "imap",
    "settings": {
        "imap_username": "nyla@icloud.com",
        "imap_password": "abcd-efgh-ijkl-mnop",
        "imap_host": "imap.mail.me.com",
        "imap_port": 993,
        "smtp_host": "smtp.mail.me.com",
        "smtp_port": 587,
    },
    "state": "st-1",
}
DESKTOP = {"url": REDIRECT, "platform": "desktop"}
CODE = {"code": "code-1", "client_id": CLIENT_ID, "redirect_uri": REDIRECT}
WEBHOOK_ID = "UMWjAjMeWQ4D8gYF2moonK4486"
WEBHOOK = {
    "trigger_types": ["grant.created", "grant.updated", "grant.expired", "grant.deleted"],
    "webhook_url": "https://connect.acme.example/webhooks/nylas",
    "description": "icloud-connect-relay",
}
AUTHORIZE = {
    "client_id": CLIENT_ID,
    "redirect_uri": REDIRECT,
    "provider": "icloud",
    "login_hint": "nyla+test@icloud.com",
    "state": "st-1 /+=&",
}
EVERY_FILTER = {
    "email": "nyla+test@icloud.com",
    "provider": "icloud",
    "grant_status": "valid",
    "limit": 10,
    "offset": 0,
    "sort_by": "created_at",
    "order_by": "desc",
}

CALLS = {
    "application": lambda nylas: nylas.applications.info(),
    "redirect-uris-list": lambda nylas: nylas.applications.redirect_uris.list(),
    "redirect-uris-create": lambda nylas: nylas.applications.redirect_uris.create(DESKTOP),
    "redirect-uris-find": lambda nylas: nylas.applications.redirect_uris.find(REDIRECT_ID),
    "redirect-uris-update": lambda nylas: nylas.applications.redirect_uris.update(REDIRECT_ID, DESKTOP),
    "redirect-uris-delete": lambda nylas: nylas.applications.redirect_uris.destroy(REDIRECT_ID),
    "connectors-list": lambda nylas: nylas.connectors.list(),
    "connectors-create": lambda nylas: nylas.connectors.create({"provider": "icloud"}),
    "connectors-find": lambda nylas: nylas.connectors.find("icloud"),
    "connectors-delete": lambda nylas: nylas.connectors.destroy("icloud"),
    "detect-provider": lambda nylas: nylas.auth.detect_provider({"email": "nyla+test@icloud.com", "all_provider_types": False}),
    "custom-auth-icloud": lambda nylas: nylas.auth.custom_authentication(ICLOUD),
    "custom-auth-imap": lambda nylas: nylas.auth.custom_authentication(IMAP),
    "token": lambda nylas: nylas.auth.exchange_code_for_token(CODE),
    "token-pkce": lambda nylas: nylas.auth.exchange_code_for_token({**CODE, "code_verifier": VERIFIER}),
    "tokeninfo": lambda nylas: nylas.auth.validate_access_token("at-1"),
    "revoke": lambda nylas: nylas.auth.revoke("at-1"),
    "grants-list": lambda nylas: nylas.grants.list(query_params=EVERY_FILTER),
    "grants-find": lambda nylas: nylas.grants.find(GRANT),
    "grants-delete": lambda nylas: nylas.grants.destroy(GRANT),
    "calendars": lambda nylas: nylas.calendars.list(GRANT),
    "messages": lambda nylas: nylas.messages.list(GRANT, query_params={"limit": 1}),
    "webhooks-list": lambda nylas: nylas.webhooks.list(),
    "webhooks-create": lambda nylas: nylas.webhooks.create(WEBHOOK),
    "webhooks-rotate-put": lambda nylas: nylas.webhooks.rotate_secret(WEBHOOK_ID),
}
# What any of the SDK's models asks for.
ANYTHING = {
    "id": "i",
    "provider": "icloud",
    "email_address": "a@example.com",
    "detected": False,
    "application_id": "a",
    "organization_id": "o",
    "region": "us",
    "environment": "production",
    "branding": {"name": "n"},
    "url": REDIRECT,
    "platform": "desktop",
    "iss": "s",
    "aud": "a",
    "iat": 1,
    "exp": 1,
    "trigger_types": ["grant.created"],
    "webhook_url": "https://connect.acme.example/webhooks/nylas",
    "webhook_secret": "s",
    "status": "active",
    "notification_email_addresses": [],
    "status_updated_at": 1,
    "created_at": 1,
    "updated_at": 1,
}
LISTS = {"redirect-uris-list", "connectors-list", "grants-list", "calendars", "messages", "webhooks-list"}


class Recorder(BaseHTTPRequestHandler):
    def answer(self):
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.seen.append(
            {
                "method": self.command,
                "path": path,
                "query": parse.parse_qsl(query, keep_blank_values=True),
                "authorization": self.headers.get("Authorization"),
                "content_type": self.headers.get("Content-Type"),
                "body": json.loads(body) if body else None,
            }
        )
        answer = json.dumps({"request_id": "r", "data": self.server.data, "access_token": "a", "grant_id": "g", "expires_in": 1})
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer.encode())

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer

    def log_message(self, *_):
        pass


def lines(value, depth=1):
    """JSON whose objects have a line for each entry, two levels deep."""
    if depth > 2 or not isinstance(value, dict):
        return json.dumps(value)
    entries = (f"{'  ' * depth}{json.dumps(name)}: {lines(entry, depth + 1)}" for name, entry in value.items())
    return "{\n" + ",\n".join(entries) + "\n" + "  " * (depth - 1) + "}"


def main():
    from nylas import Client
    from nylas.resources import auth

    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    nylas = Client(api_key=KEY, api_uri=f"http://127.0.0.1:{server.server_port}")
    requests = {}
    for name, call in CALLS.items():
        server.seen, server.data = [], [] if name in LISTS else ANYTHING
        call(nylas)
        (requests[name],) = server.seen

    uuid.uuid4 = lambda: uuid.UUID(VERIFIER)
    asked = nylas.auth.url_for_oauth2_pkce(AUTHORIZE)
    address, _, query = asked.url.partition("?")
    nothing = {"authorization": None, "content_type": None, "body": None}
    requests["authorize"] = {"method": "GET", "path": parse.urlparse(address).path, "query": parse.parse_qsl(query), **nothing}

    parts = {
        "sdk": f"nylas {version('nylas')}",
        "authorize_query": query,
        "pkce": {verifier: auth._hash_pkce_secret(verifier) for verifier in VERIFIERS},
        "requests": requests,
    }
    print(lines(parts))


if __name__ == "__main__":
    main()
