#!/usr/bin/env bash
# Breaks one rule at a time and lets the simulation find it: for each patch here, the classes that it touches are compiled
# into a folder of their own in front of the class path (statements of the night are copied there), and the command of the
# patch's first line is run on them. Prints a line a mutant: what became of it, after how many seconds, and by what.
# Needs what './tidemark simulate' builds. Arguments: names of patches; without any, all of them.
# Exit code 0 if every mutant is killed, 1 if one survives, 3 if one cannot be tried.
set -euo pipefail
here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
root=$(cd -- "$here/../.." && pwd)
classpath=${SIMULATION_CLASSPATH:-$(echo "$root"/simulation/target/simulation-*.jar):$(<"$root/simulation/target/classpath")}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
javac=${JAVA_HOME:+$JAVA_HOME/bin/}javac
survived=0

# Makes what runs of what a patch has changed.
changed() {
  local work=$1 resources
  mkdir -p "$work/classes"
  find "$work" -path '*/src/main/resources' -type d -print0 | while read -r -d '' resources; do
    cp -r "$resources/." "$work/classes"
  done
  [[ -z $(find "$work" -name '*.java') ]] ||
    find "$work" -name '*.java' -exec "$javac" -nowarn -proc:none -d "$work/classes" -cp "$classpath" {} +
}

mutant() {
  local patch=$1 name work arguments file
  name=$(basename "$patch" .patch)
  work=$(mktemp -d)
  read -r _ arguments <"$patch"
  while read -r file; do
    mkdir -p "$work/$(dirname "$file")"
    cp "$root/$file" "$work/$file"
  done < <(sed -n 's#^+++ b/\([^\t]*\).*#\1#p' "$patch")
  if ! patch -s -d "$work" -p1 <"$patch" >"$work/log" 2>&1 \
    || ! changed "$work" >"$work/log" 2>&1; then
    cat "$work/log" >&2
    echo "$name: cannot be tried" >&2
    exit 3
  fi
  local status=0 begun=$SECONDS
  # shellcheck disable=SC2086 # the arguments of the first line are several words
  "$java" -Xmx1500m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dtidemark.home="$root" -cp "$work/classes:$classpath" \
    dev.tidemark.simulation.SimulateCommand $arguments >"$work/out" 2>&1 || status=$?
  if (( status == 0 )); then
    printf '%-62s SURVIVED %4d s  %s\n' "$name" $((SECONDS - begun)) "$arguments"
    survived=1
  elif (( status == 1 )); then
    printf '%-62s killed   %4d s  %s\n' "$name" $((SECONDS - begun)) \
      "$(grep -m 1 -E 'wrong:|Exception' "$work/out" | sed 's/^ *wrong: //' | cut -c 1-110)"
  else
    tail -n 20 "$work/out" >&2
    exit 3
  fi
  rm -rf "$work"
}

if (( $# )); then
  for name in "$@"; do mutant "$here/$name.patch"; done
else
  for patch in "$here"/*.patch; do mutant "$patch"; done
fi
exit "$survived"
