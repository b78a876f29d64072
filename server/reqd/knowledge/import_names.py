"""Names that are imported, and the packages that bring them, where both differ and people mix them up.

Only what is certain stands here. A name under which another package is published that people want does not: `jwt`, `multipart`,
`snappy`, `hid`, `bson` and `mysql` are such packages, and `Levenshtein` and `igraph` are the right ones by now. `git` is mostly written
by people who mean the program.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from reqd.core.manifest import Manifest, Requirement


class Package(NamedTuple):
    """A package's name as it is written, and the first version under that name, where those of the wrong name may be lower."""

    name: str
    first: str = "0"


# By the canonical form (PEP 503) of the name that is imported.
PACKAGES: Mapping[str, Package] = {
    # data and science
    "cv2": Package("opencv-python", "3.1"),
    "faiss": Package("faiss-cpu", "1.5.4"),
    "imblearn": Package("imbalanced-learn", "0.1"),
    "skimage": Package("scikit-image", "0.7"),
    "sklearn": Package("scikit-learn", "0.9"),
    "skopt": Package("scikit-optimize"),
    "sksurv": Package("scikit-survival"),
    "talib": Package("TA-Lib"),
    "umap": Package("umap-learn", "0.2"),
    # texts, pictures and files
    "barcode": Package("python-barcode"),
    "bs4": Package("beautifulsoup4", "4"),
    "docx": Package("python-docx", "0.3"),
    "fitz": Package("PyMuPDF", "1.9"),
    "magic": Package("python-magic", "0.4"),
    "opengl": Package("PyOpenGL"),
    "pil": Package("pillow", "2"),
    "pptx": Package("python-pptx"),
    "sass": Package("libsass"),
    "shapefile": Package("pyshp"),
    "slugify": Package("python-slugify"),
    "tabula": Package("tabula-py"),
    "vlc": Package("python-vlc"),
    "wx": Package("wxPython"),
    "yaml": Package("PyYAML", "3"),
    # the net
    "binance": Package("python-binance"),
    "discord": Package("discord.py"),
    "dns": Package("dnspython", "1"),
    "engineio": Package("python-engineio"),
    "github": Package("PyGithub"),
    "gitlab": Package("python-gitlab"),
    "googleapiclient": Package("google-api-python-client"),
    "jenkins": Package("python-jenkins"),
    "kafka": Package("kafka-python"),
    "ldap": Package("python-ldap"),
    "memcache": Package("python-memcached"),
    "nmap": Package("python-nmap"),
    "paho": Package("paho-mqtt"),
    "socketio": Package("python-socketio"),
    "telegram": Package("python-telegram-bot", "1"),
    "websocket": Package("websocket-client"),
    "zmq": Package("pyzmq", "2"),
    # Django's world, whose packages say so
    "allauth": Package("django-allauth"),
    "corsheaders": Package("django-cors-headers"),
    "crispy-forms": Package("django-crispy-forms"),
    "debug-toolbar": Package("django-debug-toolbar"),
    "django-filters": Package("django-filter"),
    "import-export": Package("django-import-export"),
    "oauth2-provider": Package("django-oauth-toolkit"),
    "rest-framework": Package("djangorestframework"),
    "rest-framework-simplejwt": Package("djangorestframework-simplejwt"),
    "social-django": Package("social-auth-app-django"),
    # safety
    "crypto": Package("pycryptodome", "3"),
    "cryptodome": Package("pycryptodomex", "3"),
    "jose": Package("python-jose"),
    "nacl": Package("PyNaCl"),
    "openssl": Package("pyOpenSSL"),
    # machines and systems
    "can": Package("python-can", "1"),
    "dbus": Package("dbus-python"),
    "gi": Package("PyGObject"),
    "pythoncom": Package("pywin32"),
    "rpi": Package("RPi.GPIO"),
    "serial": Package("pyserial", "2"),
    "usb": Package("pyusb", "1"),
    "win32api": Package("pywin32"),
    "win32com": Package("pywin32"),
    "win32con": Package("pywin32"),
    "win32gui": Package("pywin32"),
    "xlib": Package("python-xlib"),
    # the rest
    "attr": Package("attrs", "15"),
    "dateutil": Package("python-dateutil", "1"),
    "decouple": Package("python-decouple"),
    "dotenv": Package("python-dotenv", "0.1"),
    "mysqldb": Package("mysqlclient"),
    "pythonjsonlogger": Package("python-json-logger"),
    "speech-recognition": Package("SpeechRecognition", "1"),
}


def package(manifest: Manifest, requirement: Requirement) -> Package | None:
    """The package that a line means which asks for an imported name; a compiler writes the names of packages alone."""
    if requirement.url is not None or manifest.is_compiled:
        return None
    return PACKAGES.get(requirement.project or "")
