"""What conda writes of the packages in an environment: its exports, its lists and its files."""

from __future__ import annotations

import re

from reqd.manifests.requirements.told import EXTRAS, NAME, OPERATOR, VERSION, Explanation, whole

_PIN = re.compile(rf"(?:[\w./-]+::)?(_?{NAME})==?([^=<>!~\s]+)=([^=\s]+)\Z")
# A build behind a version that conda compares otherwise.
_COMPARED = re.compile(rf"(?:[\w./-]+::)?_?{NAME}(?:[<>!~]=|[<>])[0-9][^=<>!~\s,;]*=(?:(?:np[0-9]+)?py[0-9]|\w*_[0-9])\S*\Z")
_ROW = re.compile(rf"({NAME})\s+({VERSION})\s+((?:py|np|h?[0-9a-f]+_)\S*)(?:\s+[\w./-]+)?\Z")
_CHANNEL = re.compile(rf"[\w./-]+::({NAME}{EXTRAS}(?:\s*(?:{OPERATOR}|=)\s*{VERSION})?)\Z")
_YAML = re.compile(r"(?:name|channels|dependencies|prefix)\s*:.*\Z")
# A build that begins like this is of a package written in Python, which pip has too.
_PYTHON_BUILD = re.compile(r"(?:np[0-9]+)?py")
_EXACT = re.compile(VERSION.removesuffix(r"(?:\.\*)?") + r"\Z")
_CODE = "conda-pin"

# What has another name at pip's index, with the same versions.
_RENAMED = {
    "brotli-python": "Brotli",
    "dask-core": "dask",
    "matplotlib-base": "matplotlib",
    "msgpack-python": "msgpack",
    "py-xgboost": "xgboost",
    "pytables": "tables",
    "python-graphviz": "graphviz",
    "pytorch": "torch",
}
# What is built for Python, and is not at pip's index by that name, or is something else there.
_UNKNOWN = re.compile(
    r"(?:_\w.*|anaconda.*|arrow-cpp|backports(?:\.?_?\w+)?|boost|conda.*|console_shortcut.*|libboost|libopencv|libpython|menuinst"
    r"|mkl.*|navigator-updater|numpy-base|opencv|py-boost|py-lief|py-opencv|pyqt|ruamel_yaml|seaborn-base|ssl_match_hostname"
    r"|tbb4py|tensorflow-base)\Z"
)
# Libraries and programs that conda installs beside the Python packages, the usual ones of its exports.
_LIBRARY = re.compile(
    r"(?:_libgcc_mutex|_openmp_mutex|_r-mutex|blas|bzip2|c-ares|ca-certificates|cairo|cudatoolkit|cudnn|cuda-\S+|curl|cyrus-sasl|dbus"
    r"|expat|ffmpeg|fontconfig|font-ttf-\S+|fonts-\S+|freetype|fribidi|gcc\S*|gettext|giflib|glib|gmp|gnutls|graphite2|gst-plugins-base"
    r"|gstreamer|gxx\S*|harfbuzz|hdf5|icc_rt|icu|jpeg|krb5|lame|lcms2|ld_impl_\S+|lerc|lib(?:blas|brotli\S*|cblas|clang[0-9]+|cublas\S*"
    r"|cufft\S*|curl|curand\S*|cusolver\S*|cusparse\S*|cxx|cxxabi|deflate|edit|ev|event|expat|ffi|gcc\S*|gfortran\S*|glib|gomp|iconv"
    r"|idn2|jpeg-turbo|lapack\S*|llvm\S*|nghttp2|ogg|openblas|opus|png|pq|protobuf|sodium|sqlite|ssh2|stdcxx\S*|tasn1|tiff|unistring"
    r"|uuid|uv|vorbis|vpx|webp\S*|xcb|xkbcommon|xml2|xslt|zlib)|llvm-openmp|lz4-c|lzo|m2w64-\S+|mpc|mpfr|msys2-conda-epoch|mysql\S*"
    r"|ncurses|nettle|nspr|nss|openblas|openh264|openjpeg|openssl|pandoc|pango|pcre2?|pixman|pthread-stubs|pytorch-cuda|pytorch-mutex"
    r"|qt|qt-main|r-\S+|readline|snappy|sqlite|tk|ucrt|unixodbc|vc|vc14_runtime|vs20\S+|x264|xorg-\S+|xz|yaml|zeromq|zlib|zstd)\Z"
)


def pin(text: str) -> Explanation | None:
    """`numpy=1.26.4=py311h64a7726_0`, or the same three in columns."""
    if _COMPARED.match(text):
        return whole(
            text, "a build of conda's stands behind the last =, and pip knows none; write only the name and the version", code=_CODE
        )
    found = _PIN.match(text) or _ROW.match(text)
    if found is None:
        return None
    name, version, build = found.groups()
    if name == "python":
        return whole(text, "python is the environment's own, and no package that pip can install; remove this line", code=_CODE)
    if _LIBRARY.match(name):
        return whole(text, f"conda installs {name} itself, and pip has no such package; remove this line", code=_CODE)
    wanted = f"{_RENAMED.get(name, name)}=={version}"
    is_certain = bool(_PYTHON_BUILD.match(build) and _EXACT.match(version)) and not _UNKNOWN.match(name)
    return whole(text, "this is conda's way to write a version; pip's is name==version", wanted if is_certain else None, _CODE)


def line(text: str) -> Explanation | None:
    """What stands in conda's files besides the packages."""
    if _YAML.match(text):
        return whole(text, "this is a line of conda's environment.yml; pip reads requirements, one on each line", code=_CODE)
    if text == "@EXPLICIT":
        return whole(text, "this file lists conda's packages for conda create --file; pip cannot install them", code=_CODE)
    found = _CHANNEL.match(text)
    if found is None:
        return None
    message = "before :: stands one of conda's channels, which pip does not know; write the package's name alone"
    is_certain = is_for_pip(found[1])
    return Explanation(message, 0, found.start(1), "" if is_certain else None, _CODE)


def is_for_pip(written: str) -> bool:
    """Whether pip has what conda calls by the name at the beginning of a text, by the same name, as far as is known."""
    name = re.match(NAME, written)
    return name is not None and not (_LIBRARY.match(name[0]) or _UNKNOWN.match(name[0]) or name[0] in (*_RENAMED, "python"))
