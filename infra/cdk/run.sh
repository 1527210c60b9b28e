#!/usr/bin/env bash
# The deployed platform: './infra/cdk/run.sh synth --stage dev' writes and checks its templates, offline; deploy, diff,
# destroy and bootstrap hand them to the CDK command line. Builds what is missing or made of other sources.
set -euo pipefail

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.." && pwd)
jar=$root/infra/cdk/target/cdk-1.0.0-SNAPSHOT.jar
functions=(ingest-function window-function query-function batch-job)

sources() { # sources MODULE...: a hash of their poms and sources, by their paths here
  (
    cd "$root"
    for module in "$@"; do find "$module/pom.xml" "$module/src/main" -type f -print0; done | LC_ALL=C sort -z |
      xargs -0 sha256sum pom.xml
  ) | sha256sum | cut -c 1-24
}

stale() { # stale FILE MODULE...: whether the file is missing or made of other sources, wherever the checkout was then
  [[ -f $1 && -f $1.sources && $(<"$1.sources") == "$(sources "${@:2}")" ]] && return 1
  made+=("$1" "$(sources "${@:2}")")
}

modules=() made=()
if stale "$jar" infra/cdk domain platform; then modules+=(infra/cdk); fi
if [[ ${1-} == deploy || ${1-} == diff ]]; then
  for module in "${functions[@]}"; do
    if grep -q "<module>$module</module>" "$root/pom.xml" && stale "$root/$module/target/function.zip" "$module" domain platform; then
      modules+=("$module")
    fi
  done
fi
if (( ${#modules[@]} )); then
  printf 'tidemark: building %s…\n' "${modules[*]}" >&2
  (cd "$root" && mvn -q -B -DskipTests -Dspotless.check.skip=true -pl "$(IFS=,; echo "${modules[*]}")" -am package) >&2 || exit 3
  for (( i = 0; i < ${#made[@]}; i += 2 )); do printf '%s\n' "${made[i + 1]}" >"${made[i]}.sources"; done
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx1g -XX:+UseSerialGC -Dtidemark.home="$root" -jar "$jar" "$@"
