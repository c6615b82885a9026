"""An example of everything that is sent and answered, made from its description.

A field's own `example` comes first, then what is known by its name, then its type.
"""

from http import HTTPStatus
from typing import Any

JSON = "application/json"
HERE = "https://spark.example.org/api/v1"
KNOWN: dict[str, Any] = {
    "name": "林晓",
    "student_number": "2301020117",
    "campus": "ZJYY",
    "batch": "hangzhou-2026-autumn",
    "direction": "live-selling",
    "department": "数字经济学院",
    "major": "网络营销与直播电商",
    "class_name": "直播2301班",
    "phone": "13800000000",
    "left_from": "",
    "left_reason": "further_study",
    "reason": "考上了本科",
    "asked_for": "请补一段一分钟的口播视频",
    "employer": "星火传媒有限公司",
    "position": "主播",
    "mentor_name": "周敏",
    "teacher_name": "陈立",
    "policy_number": "PICC-2026-004417",
    "name_zh": "星火一队",
    "name_en": "Spark One",
    "slug": "hangzhou-2026-autumn",
    "programme": "spark-plan",
    "directions": "live-selling",
    "credit_code": "12330000470011789X",
    "region": "330100",
    "resource": "screenings",
    "type": "screening.receive-more",
    "url": f"{HERE}/screenings/7",
    "next": f"{HERE}/candidates?cursor=cD03",
    "previous": None,
}
BY_TYPE: dict[str, Any] = {
    "date": "2026-11-20",
    "date-time": "2026-11-20T09:30:00+08:00",
    "time": "19:30:00",
    "decimal": "4.50",
    "uri": f"{HERE}/candidates/7",
    "uuid": "0c8e6f2a-6f0e-4f4c-9a39-3f9a1b8c2d10",
    "email": "teacher@college.example.org",
    "string": "…",
    "integer": 7,
    "number": 7.5,
    "boolean": True,
    "object": {},
    "null": None,
}


def add(result: dict[str, Any], **given: Any) -> dict[str, Any]:
    """A hook of drf-spectacular, over the whole description."""
    shapes = result["components"]["schemas"]
    for operations in result["paths"].values():
        for operation in operations.values():
            sent, answered = operation.get("requestBody", {}), operation["responses"]
            for part in [sent, *answered.values()]:
                media = part.get("content", {}).get(JSON)
                if media and not {"example", "examples"} & set(media):
                    media["example"] = example_of(media["schema"], shapes)
    return result


def example_of_problem(status: int, code: str) -> dict[str, Any]:
    refused = "-" in code
    problem: dict[str, Any] = {
        "type": f"urn:spark:refused:{code}" if refused else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "instance": "urn:uuid:0c8e6f2a-6f0e-4f4c-9a39-3f9a1b8c2d10",
    }
    if code == "invalid":
        wrong = {"pointer": "#/reason", "detail": "May not be blank.", "code": "blank"}
        problem |= {"errors": [wrong]}
    return problem


def example_of(shape: dict[str, Any], shapes: dict[str, Any], name: str = "") -> Any:
    """What a value of this shape looks like, in a field of this name."""
    if "$ref" in shape:
        found = shapes[shape["$ref"].rsplit("/", 1)[1]]
        return example_of(found, shapes, name)
    if "example" in shape:
        return shape["example"]
    for several in ("allOf", "oneOf", "anyOf"):
        if several in shape:
            return example_of(shape[several][0], shapes, name)
    if "enum" in shape:
        return shape["enum"][0]
    if "properties" in shape:
        inner = shape["properties"].items()
        return {key: example_of(one, shapes, key) for key, one in inner}
    if shape.get("type") == "array":
        return [example_of(shape["items"], shapes, name)]
    return _plain(shape, name)


def _plain(shape: dict[str, Any], name: str) -> Any:
    kinds = shape.get("type", "string")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "string" and "format" not in shape and name in KNOWN:
        return KNOWN[name]
    if name in KNOWN and KNOWN[name] is None and "null" in kinds:
        return None
    found = BY_TYPE.get(shape.get("format", ""), BY_TYPE[kind])
    return max(found, shape.get("minimum", found)) if kind == "integer" else found
