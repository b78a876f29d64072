"""What pip does with each option that a requirements file can hold, in plain words.

Source: pip's manual ("Requirements File Format", "pip install"), and its `cmdoptions.py` where that is silent.
"""

from __future__ import annotations

from collections.abc import Mapping

MEANINGS: Mapping[str, str] = {
    "--index-url": "pip looks for packages at this address, in place of the Python Package Index",
    "--extra-index-url": "pip looks for packages at this address too, and takes the best version from anywhere, "
    "so that a stranger's package of the same name at another address may win",
    "--no-index": "pip asks no package index at all, and looks only where --find-links leads",
    "--find-links": "pip looks for package files in this folder too, or among the links of this page",
    "--requirement": "pip reads that file as if its lines stood here",
    "--constraint": "pip reads that file for which versions are allowed; it installs nothing because of it",
    "--editable": "pip installs the project from where its source lies, so that a change of the source counts at once",
    "--no-binary": "pip does not take the ready-made files (wheels) of these packages, and builds them from their source",
    "--only-binary": "pip takes only ready-made files (wheels) of these packages, and builds nothing",
    "--prefer-binary": "pip rather takes an older version with a ready-made file (wheel) than a newer one that it would have to build",
    "--require-hashes": "pip installs only files whose fingerprint (--hash) is given, also for what packages require in turn",
    "--no-require-hashes": "pip does not ask for the fingerprint (--hash) of every file only because one line gives one",
    "--pre": "pip takes pre-releases (alpha, beta, rc) of every package too",
    "--all-releases": "pip takes pre-releases (alpha, beta, rc) of these packages too",
    "--only-final": "pip takes no pre-releases (alpha, beta, rc) of these packages",
    "--trusted-host": "pip takes packages from this host without checking that it is the one it says it is; "
    "whoever sits between can change them",
    "--use-feature": "pip works in a new way that it does not have for everybody yet",
    "--hash": "pip installs the package only from a file with this fingerprint, so that nobody can put another one in its place",
    "--config-settings": "pip hands this setting to the tool that builds the package from its source",
}

# The values of --use-feature.
FEATURES: Mapping[str, str] = {
    "fast-deps": "pip reads what a package requires from a piece of its file, and downloads the whole only in the end",
    "inprocess-build-deps": "pip installs what is needed to build a package itself, without starting a second pip for it",
    "venv-isolation": "pip builds packages in a virtual environment of its own, so that nothing of yours takes part",
    "truststore": "pip trusts the certificates that the system trusts, which it does always by now",
    "no-binary-enable-wheel-cache": "pip keeps what it has built from source for the next time, which it does always by now",
    "build-constraint": "pip's option --build-constraint says which versions are allowed while a package is built",
}
