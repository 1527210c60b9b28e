#!/usr/bin/env bash
# The deployed platform: './infra/cdk/run.sh synth --stage dev' writes and checks its templates, offline; deploy, diff,
# destroy and bootstrap hand them to the CDK command line. Builds what is missing or older than its sources.
set -euo pipefail

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.." && pwd)
jar=$root/infra/cdk/target/cdk-1.0.0-SNAPSHOT.jar
functions=(ingest-function window-function batch-job)

stale() { # stale FILE MODULE...: whether the file is missing or older than the modules' sources
  local file=$1 module
  [[ -f $file ]] || return 0
  for module in "${@:2}"; do
    [[ $(find "$root/$module/src/main" "$root/$module/pom.xml" -newer "$file" -print -quit) ]] && return 0
  done
  return 1
}

modules=()
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
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx1g -XX:+UseSerialGC -Dtidemark.home="$root" -jar "$jar" "$@"
