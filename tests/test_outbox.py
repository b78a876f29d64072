"""What leaves the server, in which order, and what is left out for a client that does not read."""

from __future__ import annotations

import threading

from reqd.lsp.outbox import Outbox


def taken(outbox: Outbox) -> list[bytes]:
    outbox.close()
    return list(iter(outbox.take, None))


def test_messages_leave_in_the_order_in_which_they_came() -> None:
    outbox = Outbox()
    assert all(outbox.put(b"%d" % number) for number in range(5))
    assert taken(outbox) == [b"0", b"1", b"2", b"3", b"4"]


def test_of_one_key_the_newest_leaves_and_overtakes_nothing() -> None:
    outbox = Outbox()
    for body, key in ((b"old", "a"), (b"b", "b"), (b"answer", None), (b"new", "a")):
        outbox.put(body, key)
    assert taken(outbox) == [b"b", b"answer", b"new"]


def test_what_has_left_is_not_replaced() -> None:
    outbox = Outbox()
    outbox.put(b"old", "a")
    assert outbox.take() == b"old"
    outbox.put(b"new", "a")
    assert taken(outbox) == [b"new"]


def test_a_full_outbox_refuses_news_but_no_answer() -> None:
    outbox = Outbox(limit=10)
    assert outbox.put(b"x" * 8, is_news=True)
    assert not outbox.put(b"news", is_news=True)
    assert outbox.put(b"answer")
    assert taken(outbox) == [b"x" * 8, b"answer"]


def test_a_newer_version_of_the_same_news_finds_the_room_of_the_older() -> None:
    outbox = Outbox(limit=10)
    assert outbox.put(b"x" * 8, "a", is_news=True)
    assert outbox.put(b"y" * 8, "a", is_news=True)
    assert taken(outbox) == [b"y" * 8]


def test_a_closed_outbox_takes_nothing_new() -> None:
    outbox = Outbox()
    outbox.put(b"last")
    outbox.close()
    assert not outbox.put(b"late")
    assert taken(outbox) == [b"last"]


def test_whoever_reads_requests_waits_until_answers_have_left() -> None:
    outbox = Outbox(limit=8)
    outbox.put(b"12345")
    reader = threading.Thread(target=outbox.wait_for_room)
    reader.start()
    assert reader.is_alive()
    assert outbox.take() == b"12345"
    reader.join(5)
    assert not reader.is_alive()
