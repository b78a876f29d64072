"""Any bytes are some message, or malformed; and what is a message says what it said."""

from __future__ import annotations

import json

from hypothesis import example, given
from hypothesis import strategies as st

from reqd.lsp.message import Malformed, Notification, Request, Response, message

ids = st.integers() | st.text()
names = st.text(st.characters(codec="utf-8"))
values = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(names, inner))
fields = st.dictionaries(st.sampled_from(["jsonrpc", "id", "method", "params", "result", "error", "else"]), values | st.just("2.0"))


@given(st.binary() | fields.map(lambda value: json.dumps(value).encode()) | values.map(lambda value: json.dumps(value).encode()))
@example(b"[" * 100_000)
@example(b"1" * 5000)
def test_any_bytes_are_something(body: bytes) -> None:
    assert isinstance(message(body), Request | Notification | Response | Malformed)


@given(ids, st.text(), values)
def test_a_request_is_what_it_says(request_id: int | str, method: str, params: object) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": request_id, "method": method, "params": params})
    assert message(body.encode()) == Request(request_id, method, params)


@given(st.text(), values)
def test_a_notification_is_what_it_says(method: str, params: object) -> None:
    assert message(json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode()) == Notification(method, params)


@given(values, values)
def test_an_answer_is_never_answered(request_id: object, value: object) -> None:
    """Else two programs could go on refusing each other's refusals."""
    for key in ("result", "error"):
        assert isinstance(message(json.dumps({"jsonrpc": "2.0", "id": request_id, key: value}).encode()), Response)
