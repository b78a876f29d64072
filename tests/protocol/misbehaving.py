"""A server whose handlers misbehave on request, for the tests of the protocol. Run as a script, it speaks on its standard streams."""

from __future__ import annotations

import asyncio
import builtins
import logging
import os
import subprocess
import sys
import time
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from reqd.lsp.process import Server
from reqd.lsp.questions import NoAnswer

logger = logging.getLogger(__name__)
server = Server("misbehaving", "1")
released = asyncio.Event()
changes: list[int] = []


@server.feature(types.INITIALIZE)
def initialize(params: types.InitializeParams) -> None:
    if params.initialization_options:
        fail(params.initialization_options)


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def did_change(params: types.DidChangeTextDocumentParams) -> None:
    changes.append(params.text_document.version)


@server.feature(types.TEXT_DOCUMENT_DID_SAVE)
def did_save(params: types.DidSaveTextDocumentParams) -> None:
    fail(params.text_document.uri)


@server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
async def did_close(params: types.DidCloseTextDocumentParams) -> None:
    await asyncio.sleep(0)
    fail(params.text_document.uri)


@server.feature(types.TEXT_DOCUMENT_HOVER)
def hover(params: types.HoverParams) -> types.Hover:
    fail(params.text_document.uri)
    return types.Hover(contents=f"{params.position.line}:{params.position.character}")


@server.feature(types.TEXT_DOCUMENT_COMPLETION)
async def completion(params: types.CompletionParams) -> list[types.CompletionItem]:
    await asyncio.sleep(0)
    fail(params.text_document.uri)
    return [types.CompletionItem(label="one")]


@server.feature(types.TEXT_DOCUMENT_CODE_ACTION)
def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
    return [types.CodeAction(title=f"{params.context.trigger_kind}")]


def fail(uri: str) -> None:
    """Raise what `raise:NAME` names; another address is harmless."""
    scheme, _, name = uri.partition(":")
    if scheme == "raise":
        raise getattr(builtins, name)("secret-of-the-exception")


@server.command("fail")
async def fail_command(arguments: list[Any]) -> None:
    fail(arguments[0])


@server.command("fail at once")
def fail_at_once(arguments: list[Any]) -> None:
    fail(arguments[0])


@server.command("refuse")
async def refuse(arguments: list[Any]) -> None:
    raise JsonRpcInvalidParams("two arguments are needed")


@server.command("echo")
async def echo(arguments: list[Any]) -> list[Any]:
    return arguments


@server.command("unspeakable")
async def unspeakable(arguments: list[Any]) -> object:
    return {"object": object(), "nan": float("nan"), "set": {1}}[arguments[0]]


@server.command("wait")
async def wait(arguments: list[Any]) -> None:
    with server.cancel_token(arguments[0] if arguments else "none"):
        server.notify("test/waiting", {})
        await asyncio.Event().wait()


@server.command("clean up slowly")
async def clean_up_slowly(arguments: list[Any]) -> None:
    """Cancelled, it ends only once it is released."""
    server.notify("test/waiting", {})
    try:
        await asyncio.Event().wait()
    finally:
        server.notify("test/cleaning", {})
        await released.wait()


@server.command("finish anyway")
async def finish_anyway(arguments: list[Any]) -> str:
    """Cancelled, it has a result all the same."""
    server.notify("test/waiting", {})
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        return "done"
    return ""


@server.command("release")
async def release(arguments: list[Any]) -> None:
    released.set()


@server.command("ignore cancellation")
async def ignore_cancellation(arguments: list[Any]) -> None:
    server.notify("test/waiting", {})
    while True:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            continue


@server.command("block")
async def block(arguments: list[Any]) -> None:
    server.notify("test/waiting", {})
    time.sleep(arguments[0])  # what a handler must never do


@server.command("stray task")
async def stray_task(arguments: list[Any]) -> None:
    async def stray() -> None:
        raise SystemExit(7)

    task = asyncio.create_task(stray())
    await asyncio.wait([task])


@server.command("ask")
async def ask(arguments: list[Any]) -> Any:
    """Ask the client; what came of it, and how many questions are open after."""
    method, params, seconds = arguments
    try:
        result = await server.request(method, params, seconds)
    except NoAnswer as error:
        result = {"no answer": str(error)}
    return [result, len(server.protocol.questions)]


@server.command("ask and need it")
async def ask_and_need_it(arguments: list[Any]) -> None:
    await server.request("workspace/configuration", types.ConfigurationParams(items=[]), 0.05)


@server.command("ask as pygls does")
async def ask_as_pygls_does(arguments: list[Any]) -> Any:
    return await server.workspace_configuration_async(types.ConfigurationParams(items=[types.ConfigurationItem(section="reqd")]))


@server.command("print")
async def print_and_start(arguments: list[Any]) -> str:
    """A stray print, and a child that reads its standard input and writes to its standard output."""
    print("a stray print", flush=True)
    script = "import sys; data = sys.stdin.read(); print('child read', len(data), flush=True)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script)
    return f"{await process.wait()}"


@server.command("publish")
async def publish(arguments: list[Any]) -> None:
    """Diagnostics of so many documents, so many times, of so many bytes each."""
    documents, times, size = arguments
    for version in range(times):
        for document in range(documents):
            server.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(uri=f"file:///{document}", version=version, diagnostics=[_diagnostic("x" * size)])
            )


def _diagnostic(text: str) -> types.Diagnostic:
    place = types.Position(line=0, character=0)
    return types.Diagnostic(range=types.Range(start=place, end=place), message=text)


@server.command("write to the log")
async def write_to_the_log(arguments: list[Any]) -> None:
    for _ in range(arguments[0]):
        logger.info("x" * 1000)


@server.command("facts")
async def facts(arguments: list[Any]) -> dict[str, Any]:
    with open("/proc/self/statm") as statistics:
        pages = int(statistics.read().split()[1])
    return {
        "resident": pages * os.sysconf("SC_PAGE_SIZE"),
        "questions": len(server.protocol.questions),
        "tasks": len(server.protocol.running.tasks),
        "tokens": len(server.protocol._cancellable),
        "changes": len(changes),
        "encoding": server.position_encoding.value,
        "applyEdit": bool(server.client_capabilities.workspace and server.client_capabilities.workspace.apply_edit),
        "futures": len(server.protocol._request_futures),
    }


def advertise(capabilities: types.ServerCapabilities) -> None:
    capabilities.experimental = {"adjusted": server.position_encoding.value}


async def say_goodbye() -> None:
    server.notify("test/goodbye", {})
    if os.environ.get("HOOK") == "hangs":
        await asyncio.Event().wait()
    if os.environ.get("HOOK") == "raises":
        raise SystemExit(9)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    server.on_capabilities(advertise)
    server.on_exit(say_goodbye)
    if os.environ.get("CHILD"):  # it inherits the standard streams as an editor's own helper might
        subprocess.Popen(["sleep", "60"])
    server.run_stdio()
