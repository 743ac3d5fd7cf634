#!/usr/bin/env python3
"""Writes the seeds of all corpora: plain ones that lead a fuzzer on, deep ones and wide ones. Files keep their names."""

import json
import pathlib

CORPUS = pathlib.Path(__file__).parent / "corpus"
DEEP, WIDE = 4000, 1500
STATE = "customer-17.0123456789abcdef"


def write(target, seeds):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        data = seed if isinstance(seed, bytes) else seed.encode()
        (folder / f"seed-{number:02}").write_bytes(data)


def imap():
    greeting = "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] iCloud ready\r\n"
    said = [
        greeting + 'a1 OK LOGIN completed\r\n* 1 EXISTS\r\n* LIST () "/" INBOX\r\na2 OK done\r\n',
        greeting + "a1 NO [AUTHENTICATIONFAILED] Authentication failed\r\n",
        "* BYE too many connections\r\n",
        "+ go on\r\na1 BAD what\r\n* PREAUTH\r\n",
        "* 1 FETCH (BODY[HEADER] {12}\r\nSubject: Hi\r FLAGS ())\r\na3 OK\r\n",
        "* 1 FETCH (BODYSTRUCTURE " + "(" * DEEP,
        "* 1 FETCH (BODYSTRUCTURE " + "(" * 400 + ")" * 400 + ")\r\na1 OK\r\n",
        "* NO " + "{0}\r\n" * WIDE,
        "* OK\r\n" * WIDE,
        "* OK " + "x" * DEEP + "\r\n",
        "* 1 FETCH {4294967295}\r\n",
        "\r\n\r\n* OK\n",
    ]
    write("imap", [bytes([piece]) + text.encode() for piece in (1, 200) for text in said])


def caldav():
    def found(props):
        return ('<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
                "<d:response><d:href>/1/</d:href><d:propstat><d:prop>" + props + "</d:prop>"
                "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>")

    principal = "<d:current-user-principal><d:href>/12/principal/</d:href></d:current-user-principal>"
    home = "<c:calendar-home-set><d:href>https://p1-caldav.icloud.com/12/</d:href></c:calendar-home-set>"
    calendar = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:displayname>Home &amp; &#x41;</d:displayname>"
    one = found(calendar)
    write("caldav", [
        found(principal), found(home), one,
        "<a>" * DEEP,
        "".join(f'<a xmlns:n{n}="u{n}">' for n in range(WIDE)),
        "<a " + " ".join(f'b{n}=""' for n in range(WIDE)) + "/>",
        "<a " + " ".join(f'xmlns:n{n}="u"' for n in range(WIDE)) + "/>",
        one.replace("</d:multistatus>", "<d:response/>" * WIDE + "</d:multistatus>"),
        found("<d:displayname>" + "&amp;" * WIDE + "</d:displayname>"),
        found("<d:displayname><![CDATA[" + "]" * WIDE + "]]></d:displayname>"),
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        "<a><!--" + "-" * DEEP,
        "<?xml version='1.0' encoding='utf-16'?><a/>",
        "",
    ])


def redirects():
    query = f"code=abc-123&state={STATE}"
    fetch = "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n"

    def request(target, headers=fetch):
        return f"GET {target} HTTP/1.1\r\nHost: localhost:9007\r\n{headers}\r\n"

    asked = [
        request("/callback?" + query), request("/callback?" + query, ""),
        request(f"/callback?error=access_denied&error_description=no&state={STATE}"),
        request("/favicon.ico"), request("/callback/done"),
        request("/callback?" + query, "Origin: https://evil.example\r\n"),
        request("/callback?" + "a=b&" * WIDE + query),
        request("/callback?code=" + "%41" * WIDE + "&state=" + STATE),
        request("/callback?" + query, "".join(f"X-{n}: 1\r\n" for n in range(200))),
        "POST /callback HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello",
        "GET /" + "(" * DEEP,
        "\r\n" * 200,
    ]
    write("redirect_request", [bytes([piece]) + text.encode() for piece in (1, 255) for text in asked])
    address = "http://localhost:9007/callback?"
    write("redirect_address", [
        address + query, " <" + address + query + "> ", "localhost:9007/callback?" + query, query,
        address + f"error=access_denied&state={STATE}", address + "code=a&state=another",
        address + "a=b&" * WIDE + query, address + query + "#" * DEEP, address + "state=" + STATE + "&" + query,
        address + query.replace("-", "%2d"), "https://account.apple.com/", "http://[" * 500,
    ])


def profiles():
    whole = """[organization]
name = "Acme CRM"
uses = ["mail", "calendar"]
support_email = "help@acme.example"
support_phone = "+1 555 0100"
privacy_url = "https://acme.example/privacy"
return_url = "https://acme.example/connected"
logo = "logo.png"
[connection]
kind = "hosted"
provider = "icloud"
region = "us"
state = "customer-17"
renew = "jo@icloud.com"
client_id = "1b5f9a5c-0000-4000-8000-000000000000"
redirect_port = 9007
other_providers = ["google", "microsoft"]
smtp_port = 587
[apple]
caldav_url = "https://caldav.icloud.com"
imap_host = "imap.mail.me.com"
imap_port = 993
check_first = true
[network]
extra_ca = "ca.pem"
proxy = "http://proxy.acme.example:3128"
"""
    names = ["🅰pple", "ᴀᴘᴘʟᴇ", "Appl€", "Micr○soft", "株式会社サンプル", "㈱山田", "دیجی\u200cکالا", "Яндекс", "(" * 30, "€" * 30,
             "Global Cloud", "Security Team", "ABCマート", "i" * 30]
    hosts = ["https://api.us.nylas.com:8443", "https://api.us.nylas.com.", "https://127.1", "http://[::ffff:127.0.0.1]:4010",
             "http://localhost:4010", "https://ａpi.us.nylas.com", "https://user@api.us.nylas.com", "http://0x7f.1"]
    write("profile", [
        "", whole, "\ufeff" + whole.replace("\n", "\r\n"),
        *(f"[organization]\nname = '{name}'\n" for name in names),
        *(f"[connection]\napi_url = '{host}'\n[apple]\ncaldav_url = '{host}'\n" for host in hosts),
        *(f"apple.imap_host = '{host}'\n" for host in ["::1", "127.0.0.1", "localhost.", "IMAP.mail.me.com", "[::1]", "127.1"]),
        "x = " + "[" * DEEP, "[" + "a." * WIDE + "b]", "x = {" + "a = {" * 500,
        "".join(f"k{n} = 1\n" for n in range(WIDE)),
        "[organization]\nuses = [" + "'mail'," * WIDE + "]\n",
    ])


def state_files():
    account = {"grant": "g-1", "address": "nyla@icloud.com", "origin": "https://api.us.nylas.com", "connected_at": 1}
    state = {"schema_version": 1, "desk": "https://api.us.nylas.com", "accounts": [account], "tries": [],
             "progress": {"schema_version": 1, "step": "address"}}
    text = json.dumps(state)
    many = [account | {"grant": f"g-{n}"} for n in range(150)]
    write("state_file", [
        text, text[:-20], text.replace("schema_version", "schema"), json.dumps(state | {"schema_version": 99}),
        json.dumps(state | {"desk": "https://evil.example"}), json.dumps(state | {"accounts": many}),
        json.dumps(state | {"accounts": many})[:-30], json.dumps(account), json.dumps([account] * 100),
        "{" * DEEP, "[" * DEEP, '{"a":' * WIDE, '{"accounts":[' * 300, "{}" * WIDE, '{"grant":"' * 500, "\x00" * 100, "",
        json.dumps(state).encode("utf-16"), text.replace("nyla@", "\ud7ff\u202e@"),
    ])


def fields():
    password = "abcd-efgh-ijkl-mnop"
    write("password", [
        password, "abcdefghijklmnop", "abcd efgh ijkl mnop", password.upper(), "Acme CRM " + password, "“" + password + "”",
        "abcd\u2011efgh\u2011ijkl\u2011mnop", "ａｂｃｄ-efgh-ijkl-mnop", "аbcd-efgh-ijkl-mnop", "ab1d-efgh-ijkl-mnop",
        password + "\n" + password, "123456", "Your code is 123456.", "Tr0ub4dor&3", "nyla@icloud.com", "abcd-efgh",
        "abcdef-ghijkl-mnopqr", "-" * DEEP, "abcd-" * 800, "a b " * 1000, "(" * DEEP, "\u0301" * WIDE, "\u200b" * 1300, "", "İ" * WIDE,
    ])
    write("address", [
        "nyla@icloud.com", " <NYLA@ME.COM>, ", "mailto:nyla@mac.com?subject=x", "Nyla Park <nyla@icloud.com>", "nyla@iclould.com",
        "nyla@park.example", "nyla@xn--mnchen-3ya.de", "nyla@xn--e1afmkfd.xn--p1ai", "nyla@xn--.com", "P@ssw0rd.2024", "Summer@2024.x1",
        "p@ssword.de", "+1 555 010 0199", "ｎｙｌａ＠ｉｃｌｏｕｄ．ｃｏｍ", "Nyla.Park@acme.com", "a@" + "b." * 200 + "com", "@" * 400,
        "<" * 400, ": " * 200, "mailto:" * 60, "x@xn--" + "z" * 57 + ".com", "e\u0301" * 200, "+tag@icloud.com", "nyla+a+b@me.com",
    ])
    write("api_key", [
        "nyk_v0_0123456789abcdef", " nyk_v0_x\n", "0123456789abcdef0123456789", "P@ssw0rd.2024", "nyk_", "nyk_\u0430", "nyk_\x7f",
        "nyk_" + "x" * 496, "nyk_" + "x" * 497, "", "\u3000nyk_v0_x\u3000", "nyk_v0 x",
    ])


def nylas_answers():
    def answer(asked, status, body):
        return bytes([asked + 16 * status]) + (body if isinstance(body, str) else json.dumps(body)).encode()

    grant = {"id": "g-1", "provider": "icloud", "grant_status": "valid", "email": "nyla@icloud.com", "scope": [],
             "created_at": 1, "updated_at": 2, "state": "s"}
    tokens = {"access_token": "at", "grant_id": "g-1", "email": "nyla@icloud.com", "expires_in": 3600, "token_type": "Bearer"}
    data = [{"application_id": "a", "branding": {"name": "Acme"}}, [{"id": "c", "name": "Home", "is_primary": True}], [{"provider": "icloud"}],
            {}, {"email_address": "x", "detected": True, "provider": "google", "type": ""}, grant, [grant], [{"id": "m", "date": 1}],
            [{"id": "r", "url": "http://localhost:9007/callback", "platform": "desktop"}], {"iss": "x", "exp": 1}, tokens]
    error = {"request_id": "r", "error": {"type": "unauthorized", "message": "the key nyk_v0_canary is not known"}}
    seeds = [answer(n, 0, {"request_id": "r", "data": body}) for n, body in enumerate(data)]
    seeds += [answer(10, 0, tokens)]
    seeds += [answer(n, 4, error) for n in (0, 5, 10)]
    for told in ("nyk\\u005fv0\\u005fcanary", "NYK-V0-CANARY", "nyk v0 canary", "n-y-k-v-0-c-a-n-a-r-y", "bnlrX3YwX2NhbmFyeQ"):
        seeds += [answer(0, 2, '{"error":{"type":"x","message":"' + told + '"}}'), answer(0, 2, told)]
    seeds += [answer(0, 2, {"error": "x", "error_description": "nyk_v0_canary", "error_code": 1})]
    seeds += [answer(6, 0, "[" * DEEP), answer(6, 0, '{"data":' * 500), answer(6, 0, {"data": [grant] * 60}),
              answer(1, 0, {"data": [{"id": str(n)} for n in range(400)], "next_cursor": "c"}), answer(0, 3, "<html>" * 500), answer(5, 6, "")]
    write("nylas_answer", seeds)


def certificates():
    # A certificate's outermost parts: sequences in sequences, with lengths that are not there.
    write("certificate", [b"", b"\x30\x82\xff\xff", b"\x30\x80" * WIDE, b"\x30\x03\x02\x01\x01", b"\x30\x84\xff\xff\xff\xff" * 100])


for make in (imap, caldav, redirects, profiles, state_files, fields, nylas_answers, certificates):
    make()
