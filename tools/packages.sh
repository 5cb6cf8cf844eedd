#!/bin/sh
# Install the Debian packages that set-up ("venv") or the tests ("tests", set-up's too) need, as far as they are missing;
# without the right to install them, say the one command that does. PYTHON is the interpreter that set-up uses.
set -eu

missing=""
need() { # need PACKAGE: only what is not there yet
    dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q "install ok installed" || missing="$missing $1"
}

"${PYTHON:-python3}" -c "import ensurepip, venv" 2>/dev/null || need python3-venv
if [ "$1" = tests ]; then
    command -v chromium >/dev/null 2>&1 || need chromium
    fc-list 2>/dev/null | grep -qi liberation || need fonts-liberation
fi
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "Debian packages are missing. Run: sudo sh -c 'apt-get update && apt-get install --yes --no-install-recommends$missing'" >&2
    exit 1
fi
echo "Installing:$missing"
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $missing >/dev/null
