#!/bin/sh
# Makes the user that the service runs as; it owns nothing but its own folder.
set -e
if ! getent group attache >/dev/null; then
  groupadd --system attache
fi
if ! getent passwd attache >/dev/null; then
  useradd --system --gid attache --home-dir /var/lib/attache --no-create-home --shell /usr/sbin/nologin attache
fi
