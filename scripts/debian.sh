# shellcheck shell=bash
# Programs from Debian's packages, for scripts that need some; sourced.

# debian_packages NAME...: installs them as root, without starting what is in them.
debian_packages() {
  local policy=/usr/sbin/policy-rc.d ours="" done=0
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then return 1; fi
  if [ ! -e "$policy" ]; then
    # The packages would start servers of their own.
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    ours=yes
  fi
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends "$@" >/dev/null; } || done=1
  [ -z "$ours" ] || rm -f "$policy"
  return "$done"
}
