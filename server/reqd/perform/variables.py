"""Which of our environment variables a child process sees: few, and named here."""

from __future__ import annotations

import os
from collections.abc import Mapping

from reqd.core import place

# fmt: off
# Where the person and the machine keep things, which language they speak, and how they reach the network. What is not named here,
# above all secrets and everything that changes which code Python or the loader runs, stays with us.
_KEPT = frozenset(
    (
        "HOME", "USER", "LOGNAME", "TMPDIR", "TMP", "TEMP", "TZ", "LANG", "LANGUAGE", "USERNAME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH",
        "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432", "SYSTEMROOT", "SYSTEMDRIVE",
        "WINDIR", "COMSPEC", "PATHEXT", "OS", "PROCESSOR_ARCHITECTURE", "NUMBER_OF_PROCESSORS", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY",
        "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSH_AUTH_SOCK",
    )
)
_KEPT_PREFIXES = ("LC_", "XDG_")

# How the person wants packages found and fetched. Settings that say where to install, for which Python or what besides the plan
# are left out, so that nothing redirects an install away from the environment that was asked for.
_KEPT_OF_PIP = frozenset(
    (
        "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "PIP_FIND_LINKS", "PIP_TRUSTED_HOST", "PIP_CERT", "PIP_CLIENT_CERT",
        "PIP_PROXY", "PIP_TIMEOUT", "PIP_DEFAULT_TIMEOUT", "PIP_RETRIES", "PIP_RESUME_RETRIES", "PIP_CACHE_DIR", "PIP_NO_CACHE_DIR",
        "PIP_KEYRING_PROVIDER", "PIP_CONFIG_FILE", "PIP_ONLY_BINARY", "PIP_NO_BINARY", "PIP_PREFER_BINARY", "PIP_PRE", "PIP_CONSTRAINT",
        "PIP_BUILD_CONSTRAINT", "PIP_UPLOADED_PRIOR_TO", "PIP_USE_FEATURE", "PIP_USE_DEPRECATED",
    )
)
_KEPT_OF_UV = frozenset(
    (
        "UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS", "UV_INDEX_STRATEGY",
        "UV_INSECURE_HOST", "UV_KEYRING_PROVIDER", "UV_NATIVE_TLS", "UV_SYSTEM_CERTS", "UV_OFFLINE", "UV_HTTP_TIMEOUT",
        "UV_REQUEST_TIMEOUT", "UV_HTTP_CONNECT_TIMEOUT", "UV_HTTP_RETRIES", "UV_CACHE_DIR", "UV_NO_CACHE", "UV_CREDENTIALS_DIR",
        "UV_LINK_MODE", "UV_CONCURRENT_DOWNLOADS", "UV_CONCURRENT_BUILDS", "UV_CONCURRENT_INSTALLS", "UV_EXCLUDE_NEWER", "UV_CONSTRAINT",
        "UV_BUILD_CONSTRAINT", "UV_OVERRIDE", "UV_PRERELEASE", "UV_RESOLUTION", "UV_NO_BINARY", "UV_NO_BINARY_PACKAGE", "UV_NO_BUILD",
        "UV_NO_BUILD_PACKAGE", "UV_PYTHON_PREFERENCE", "UV_PYTHON_DOWNLOADS", "UV_PYTHON_INSTALL_DIR", "UV_PYTHON_INSTALL_MIRROR",
        "UV_TORCH_BACKEND",
    )
)
# fmt: on

# The user and password of a named index (uv's manual, "Authentication").
_UV_CREDENTIALS = ("UV_INDEX_", ("_USERNAME", "_PASSWORD"))

_SET = {
    # Nobody is there to answer a question, and a program that waits for one waits for ever.
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS": "",
    "PIP_NO_INPUT": "1",
    # `ext::` and its like run commands that a requirement names.
    "GIT_ALLOW_PROTOCOL": "https:ssh",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    # Output is read by us and shown in editors, not in a terminal.
    "NO_COLOR": "1",
    "TERM": "dumb",
    # Windows otherwise looks for `git` in the project's folder first (CVE-2023-40590).
    "NoDefaultCurrentDirectoryInExePath": "1",
}


def variables(ours: Mapping[str, str], folder: str) -> dict[str, str]:
    """The variables for a child that runs in `folder`: the named ones of ours, a safe PATH, and answers to every question."""
    kept = {name: value for name, value in ours.items() if _is_kept(name.upper())}
    return {**kept, "PATH": _search_path(ours.get("PATH", os.defpath), folder), **_SET}


def _is_kept(name: str) -> bool:
    prefix, endings = _UV_CREDENTIALS
    return (
        name in _KEPT
        or name in _KEPT_OF_PIP
        or name in _KEPT_OF_UV
        or name.startswith(_KEPT_PREFIXES)
        or (name.startswith(prefix) and name.endswith(endings))
    )


def _search_path(path: str, folder: str) -> str:
    """The entries that are absolute and lie outside the folder, however they are reached: a project brings no tools of its own."""
    return os.pathsep.join(entry for entry in path.split(os.pathsep) if os.path.isabs(entry) and not _is_inside(entry, folder))


def _is_inside(entry: str, folder: str) -> bool:
    written = place.is_within(os.path.normpath(entry), os.path.normpath(folder))
    return written or place.is_within(os.path.realpath(entry), os.path.realpath(folder))
