#!/bin/sh
# Installs the deb in dist/ under a root of its own, starts what it brought, removes
# it, and looks at what is left. Needs dpkg and fakeroot; systemd-analyze where it is.
set -eu
cd "$(dirname "$0")/.."
deb=$(ls dist/attache_*_"$(dpkg --print-architecture)".deb | tail -n 1)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$root/var/lib/dpkg/triggers" "$root/etc" "$root/bin"
: > "$root/var/lib/dpkg/status"; : > "$root/var/lib/dpkg/available"
# What the package's scripts would do to this machine is only written down; chroot
# needs rights that a test has not, so they run with a path of their own.
for name in getent groupadd useradd systemctl; do
  printf '#!/bin/sh\necho "%s $*" >> "%s/scripts.log"\n[ %s != getent ]\n' "$name" "$root" "$name" > "$root/bin/$name"
  chmod +x "$root/bin/$name"
done
PATH="$root/bin:$PATH"; export PATH
install() { fakeroot dpkg --root="$root" --force-script-chrootless --force-not-root --force-depends --log=/dev/null "$@" > "$root/dpkg.log" 2>&1 || { cat "$root/dpkg.log"; exit 1; }; }
fail() { echo "packaging: $*"; exit 1; }

install -i "$deb"
grep -q "useradd --system --gid attache" "$root/scripts.log" || fail "no user was made for the service"
"$root/usr/bin/attache" version
for file in usr/lib/systemd/system/attache.service usr/share/man/man1/attache.1.gz usr/share/bash-completion/completions/attache; do
  [ -s "$root/$file" ] || fail "$file is missing"
done
[ "$(stat -c %a "$root/usr/bin/attache")" = 755 ] || fail "the program cannot be run by everybody"
gzip -dc "$root/usr/share/man/man1/attache.1.gz" | grep -q attache || fail "the manual page is empty"

# It starts as the unit starts it, as far as it can get without a token, and with a
# store beside which its key is made.
mkdir "$root/work"
status=0
(cd "$root/work" && "$root/usr/bin/attache" run --store bolt:attache.db) 2> "$root/run.log" || status=$?
[ "$status" = 2 ] && grep -q "no bot token" "$root/run.log" || fail "run without a token: $status $(cat "$root/run.log")"
printf '{"id":"1","title":"Envoys meet","body":"The envoys met in the harbour on Monday.","outlet":"Wire","url":"https://wire.example/1","published":"2026-03-01T08:00:00Z"}\n' \
  | (cd "$root/work" && "$root/usr/bin/attache" --store bolt:attache.db import -) > /dev/null
(cd "$root/work" && "$root/usr/bin/attache" --store bolt:attache.db check) > /dev/null || fail "its store is not whole"

if command -v systemd-analyze > /dev/null; then
  # Only the path of the program is another one here.
  sed "s|^ExecStart=/usr/bin/attache|ExecStart=$root/usr/bin/attache|; s|^Documentation=.*||" "$root/usr/lib/systemd/system/attache.service" > "$root/attache.service"
  systemd-analyze verify "$root/attache.service" > "$root/verify.log" 2>&1 || { cat "$root/verify.log"; fail "the unit is not well"; }
  ! grep -i "attache.service" "$root/verify.log" || fail "systemd has something to say about the unit"
  echo "systemd-analyze verify: nothing to say"
else
  echo "systemd-analyze is not here: the unit is not looked at"
fi

touch "$root/etc/attache/attache.yaml" # the operator's
install -r attache
[ ! -e "$root/usr/bin/attache" ] || fail "the program stays"
[ -e "$root/etc/attache/attache.yaml" ] || fail "the operator's configuration went"
left=$(find "$root/usr" -type f 2>/dev/null | head -n 5)
[ -z "$left" ] || fail "left behind: $left"
install -P attache
[ -z "$(fakeroot dpkg --root="$root" -l attache 2>/dev/null | grep '^ii')" ] || fail "it is still installed"
echo "the package installs, starts and goes"
