"""What schemathesis isn't told of the API."""

from typing import Any

import schemathesis

# A piece of a file is bytes as any others.
schemathesis.serializer.alias(
    "application/offset+octet-stream", "application/octet-stream"
)


@schemathesis.hook
def before_load_schema(context: Any, raw_schema: dict[str, Any]) -> None:
    """`fields`: rows are promised whole, and with it they aren't; see test_manners."""
    for operations in raw_schema["paths"].values():
        for said in operations.values():
            known = said["parameters"]
            said["parameters"] = [one for one in known if one["name"] != "fields"]
