#!/bin/sh
# Install the Debian packages that set-up ("venv") or the tests ("tests") need; without the right to, say which command does.
set -eu

missing=""
need() { # need PACKAGE: only what is not there yet
    dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q "install ok installed" || missing="$missing $1"
}

if [ "$1" = venv ]; then
    "${PYTHON:-python3}" -c "import ensurepip, venv" 2>/dev/null || need python3-venv
else
    command -v chromium >/dev/null 2>&1 || need chromium
    command -v age >/dev/null 2>&1 || need age
    fc-list 2>/dev/null | grep -qi liberation || need fonts-liberation
fi
[ -n "$missing" ] || exit 0

install="apt-get install --yes --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "This needs Debian packages that are not installed. Run: sudo $install" >&2
    exit 1
fi
echo "Installing:$missing"
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root $install >/dev/null
