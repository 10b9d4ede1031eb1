#!/bin/sh
# Stops the service where the package goes for good (deb: remove, rpm: 0), not
# where a newer one takes its place.
set -e
if [ "$1" = remove ] || [ "$1" = 0 ]; then
  if [ -d /run/systemd/system ]; then
    systemctl disable --now attache.service || true
  fi
fi
