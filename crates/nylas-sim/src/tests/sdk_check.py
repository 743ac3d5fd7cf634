"""Drives the simulator with Nylas' official Python SDK: sdk_check.py ORIGIN API_KEY."""

import sys

from nylas import Client
from nylas.models.errors import NylasApiError

ADDRESS = "anna.lind@icloud.com"


def custom_auth(client, password, state=None):
    body = {"provider": "icloud", "settings": {"username": ADDRESS, "password": password}}
    return client.auth.custom_authentication({**body, **({"state": state} if state else {})})


def error_of(call):
    try:
        call()
    except NylasApiError as error:
        assert error.request_id, "an error without its request id"
        return error.status_code, error.type, str(error)
    raise AssertionError("no error")


def main(origin, key):
    client = Client(api_key=key, api_uri=origin)
    assert client.applications.info().data.region == "us"

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

    refused = error_of(lambda: custom_auth(client, "not-an-app-password"))
    wanted = "Authentication failed due to wrong input or credentials"
    assert refused == (400, "grant.invalid_authentication", wanted), refused
    stranger = Client(api_key="nyk_v0_wrong", api_uri=origin)
    assert error_of(stranger.applications.info)[:2] == (401, "api.authentication_error")


if __name__ == "__main__":
    main(*sys.argv[1:])
