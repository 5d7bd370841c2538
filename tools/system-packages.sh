#!/usr/bin/env bash
# Installs Debian packages that are missing where that can be done; else says what to install.
# Usage: tools/system-packages.sh PACKAGE...
set -euo pipefail

has() {
    case "$1" in
    chromium) command -v chromium chromium-browser google-chrome >/dev/null 2>&1 ;;
    fonts-noto-cjk) [ -n "$(find /usr/share/fonts /usr/local/share/fonts \
        -iname '*CJK*' -print -quit 2>/dev/null)" ] ;;
    git | make | python3) command -v "$1" >/dev/null 2>&1 ;;
    python3-venv) python3 -c 'import ensurepip' >/dev/null 2>&1 ;;
    *) dpkg -s "$1" >/dev/null 2>&1 ;;
    esac
}

missing=()
for package in "$@"; do
    has "$package" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "安装系统软件包 / installing ${missing[*]} …"
    export DEBIAN_FRONTEND=noninteractive
    if { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
        >/dev/null 2>&1; then
        exit 0
    fi
fi
echo "缺少 / missing: ${missing[*]}. Debian: sudo apt-get install ${missing[*]}" >&2
exit 0
