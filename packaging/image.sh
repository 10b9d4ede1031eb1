#!/bin/sh
# Runs the steps of the Dockerfile without docker, in folders of its own: what the
# image would hold is built from what is committed, and looked at.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
fail() { echo "image: $*"; exit 1; }
mkdir "$work/src"
git archive HEAD | tar -x -C "$work/src"
# The one RUN that builds, with /out below the folder; go.mod's modules are those of
# this machine.
step=$(awk '/^RUN CGO_ENABLED/ {on=1} on {print} on && !/\\$/ {exit}' Dockerfile | sed "s|^RUN ||; s|/out|$work/out|g")
[ -n "$step" ] || fail "the Dockerfile has no step that builds"
(cd "$work/src" && VERSION=check sh -euc "$step")
[ "$("$work/out/attache" version)" = "attache check" ] || fail "it does not say its version"
if command -v ldd > /dev/null; then ldd "$work/out/attache" > /dev/null 2>&1 && fail "it is not static: an empty image cannot run it"; fi
# What is copied is there, and the health check fails where no bot runs.
for path in $(sed -n 's|^COPY --from=build.* \(/out/[a-z]*\) .*|\1|p' Dockerfile); do
  [ -e "$work$path" ] || fail "$path is not made"
done
check=$(sed -n 's/^HEALTHCHECK .*CMD \[\(.*\)\]$/\1/p' Dockerfile | tr -d '",' | sed 's|/usr/bin/attache||')
status=0
# shellcheck disable=SC2086 # words on purpose
(cd "$work/out/data" && ATTACHE_STORE="bolt:$work/out/data/attache.db" "$work/out/attache" $check) > /dev/null 2>&1 || status=$?
[ "$status" != 0 ] || fail "the health check is content without a bot"
grep -q '^USER 65532' Dockerfile || fail "it runs as root"
echo "the image's steps work"
