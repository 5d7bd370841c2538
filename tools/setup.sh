#!/usr/bin/env bash
# Makes .venv with everything in requirements.lock; does nothing when it is there already.
set -euo pipefail
cd "$(dirname "$0")/.."

stamp=.venv/installed-from
wanted=$(cat requirements.lock pyproject.toml tools/setup.sh | sha256sum | cut -d' ' -f1)
if [ -x .venv/bin/duixian ] && [ "$(cat "$stamp" 2>/dev/null || true)" = "$wanted" ]; then
    exit 0
fi

find_python() {
    for name in python3.13 python3.12 python3.11 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    echo "Python 3.11 or newer is needed. On Debian 12: apt-get install python3 python3-venv" >&2
    echo "需要 Python 3.11 或更新版本。Debian 12：apt-get install python3 python3-venv" >&2
    exit 2
}

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    rm -rf .venv
    if ! "$python" -m venv .venv >/dev/null 2>&1; then
        rm -rf .venv
        tools/system-packages.sh python3-venv
        "$python" -m venv .venv
    fi
fi

echo "安装依赖 / installing the libraries …"
pip=(.venv/bin/python -m pip --disable-pip-version-check --quiet)
"${pip[@]}" install --require-hashes --only-binary :all: -r requirements.lock
"${pip[@]}" install --no-deps --no-build-isolation --editable .
echo "$wanted" >"$stamp"
