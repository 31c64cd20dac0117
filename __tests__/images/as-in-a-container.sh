#!/bin/sh
# Runs a program as the task does: user 10001, no capabilities, a root that cannot be written but for /tmp.
#   as-in-a-container.sh ROOT PROGRAM [ARGUMENT...]
# ROOT holds what the image adds to its base; the machine's own /usr and /etc stand in for that, and folders named in BINDS.
# Needs root.
set -eu
root=$1
shift
if [ "${IN_NAMESPACE:-}" != yes ]; then IN_NAMESPACE=yes exec unshare --mount --pid --fork --kill-child "$0" "$root" "$@"; fi
# A folder made by mktemp is its owner's alone.
chmod 755 "$root"
mount --bind "$root" "$root"
cd "$root"
# Before the folders that are named: one of them may be below /tmp here.
mkdir -p proc dev tmp
mount -t tmpfs -o mode=1777 tmpfs tmp
for each in /usr /etc ${BINDS:-}; do
  mkdir -p ".$each"
  mount --bind "$each" ".$each"
  mount -o remount,bind,ro ".$each"
done
# On some machines these are links into /usr, on others folders.
for each in bin sbin lib lib64; do
  if [ -L "/$each" ]; then ln -sfn "$(readlink "/$each")" "$each"; elif [ -d "/$each" ]; then
    mkdir -p "$each"
    mount --bind "/$each" "$each"
    mount -o remount,bind,ro "$each"
  fi
done
mount -t proc proc proc
mount --bind /dev dev
mount -o remount,bind,ro "$root"
unset IN_NAMESPACE BINDS
exec chroot . setpriv --reuid 10001 --regid 10001 --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
