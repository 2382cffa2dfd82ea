#!/usr/bin/env bash
# The checks that are no tests: each runs, whatever the others say, and those that fail are named at the end.
set -u
cd "$(dirname "$0")/.."
python=$PWD/.venv/bin/python
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
chmod 711 "$scratch" # as root the database server runs as another user, who must be able to pass through
export DATA=$scratch/data PYTHONPATH=$PWD
unset DATABASE_URL DEBUG
failed=()

check() { # check NAME COMMAND…: quiet when all is well
    local name=$1
    shift
    if "$@" >"$scratch/output" 2>&1; then
        echo "ok    $name"
    else
        echo "FAIL  $name"
        cat "$scratch/output"
        failed+=("$name")
    fi
}

in_production() {
    HTTPS=1 BEHIND_PROXY=1 ALLOWED_HOSTS=centre.example CSRF_TRUSTED_ORIGINS=https://centre.example "$@"
}

translations_compile() {
    local catalogue
    for catalogue in locale/*/LC_MESSAGES/*.po; do
        msgfmt --check --output-file=/dev/null "$catalogue" || return
    done
}

check "ruff: no lint" "$python" -m ruff check --quiet
check "ruff: formatted" "$python" -m ruff format --check --quiet
check "imports point down" "$PWD/.venv/bin/lint-imports"
check "models have their migrations" "$python" manage.py makemigrations --check --dry-run
check "ready for production" in_production "$python" manage.py check --deploy --fail-level WARNING
if compgen -G "locale/*/LC_MESSAGES/*.po" >/dev/null; then
    check "translations compile" translations_compile
fi

if ((${#failed[@]})); then
    printf 'Failed: %s\n' "$(IFS=,; echo "${failed[*]}" | sed 's/,/, /g')"
    exit 1
fi
