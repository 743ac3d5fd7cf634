import os
import sys

from nylas import Client

client = Client(api_key=os.environ["NYLAS_API_KEY"], api_uri=sys.argv[1])
request = {"provider": "icloud", "settings": {"username": sys.argv[2], "password": os.environ["APP_PASSWORD"]}}
print(client.auth.custom_authentication(request).data.id)
