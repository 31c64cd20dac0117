#!/bin/sh
# Stands for Terraform where only what is asked of it matters. What it answers lies in `fake/` beside the stack: `changes`
# (an address a line), `takes` (steps of 50 ms) and `init-takes` (seconds), `refuses-<command>` (what it says instead of doing its work).
command=$1
stack=$(basename "$PWD")

log() { [ -z "$FAKE_JOURNAL" ] || printf '%s\n' "$1" >> "$FAKE_JOURNAL"; }
interrupted() {
  log "interrupted $command $stack"
  exit 1
}
# In small steps, because a shell heeds a signal between them only.
work() {
  [ -e fake/takes ] || return 0
  for _ in $(seq "$(cat fake/takes)"); do sleep 0.05; done
}
hook() { printf '{"type":"%s","hook":{"resource":{"addr":"%s"},"action":"create"}}\n' "$1" "$2"; }
each() { while read -r address; do "$@" "$address"; done < fake/changes; }
planned() { printf '{"type":"planned_change","change":{"resource":{"addr":"%s"},"action":"create"}}\n' "$1"; }
applied() {
  hook apply_start "$1"
  work
  hook apply_complete "$1"
}

trap interrupted INT
log "$command $stack"
for last in "$@"; do
  case $last in
  -out=*) out=${last#-out=} ;;
  -refresh=false) log "not refreshed $stack" ;;
  esac
done
if [ "$command" = version ]; then
  printf '%s\n' "${FAKE_VERSION_SAYS:-{\"terraform_version\":\"1.11.4\"\}}"
elif [ -e "fake/refuses-$command" ]; then
  words=$(cat "fake/refuses-$command")
  case $command in
  init | show) printf '\nError: %s\n\n' "$words" >&2 ;;
  *)
    [ "$command" = plan ] || hook apply_start "$(head -n 1 fake/changes)"
    printf '{"type":"diagnostic","diagnostic":{"severity":"error","summary":"%s"}}\n' "$words"
    ;;
  esac
  log "end of $command $stack"
  exit 1
elif [ "$command" = init ]; then
  [ ! -e fake/init-takes ] || sleep "$(cat fake/init-takes)"
  [ -e .terraform.lock.hcl ] || printf '# versions of the providers of %s\n' "$stack" > .terraform.lock.hcl
elif [ "$command" = plan ]; then
  printf 'PK{"format_version":"1.2","resource_changes":[],"config":%s}\nhidden from the JSON' "$(cat cdk.tf.json)" > "$out"
  work
  each planned
elif [ "$command" = show ]; then
  tail -c +3 "$last" | head -n 1
elif [ "$command" = apply ]; then
  each applied
fi
log "end of $command $stack"
