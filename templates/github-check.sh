#!/usr/bin/env bash
# The check of the GitHub Action: annotations in the log, a summary on the job's page, SARIF where asked.
set -uo pipefail
made="${RUNNER_TEMP:-}/auditlint"
if [ -d "$made/Scripts" ]; then made="$made/Scripts"; else made="$made/bin"; fi
auditlint="${AUDITLINT:-$made/auditlint}"
if [[ ! "${PATHS:-}" =~ [^[:space:]] ]]; then PATHS=.; fi
# paths and options are separated by blanks or lines, and quoted where they have blanks themselves;
# the backslashes of Windows, which xargs would take away, go through it as another character
if ! given=$(printf '%s\n' "$PATHS" "${ARGS:-}" | tr '\\' '\001' | xargs -n 1 printf '%s\n' | tr '\001' '\\'); then
  echo "::error title=auditlint::paths, args: a quote is not closed"
  exit 2
fi
words=(check)
while IFS= read -r word; do words+=("$word"); done <<< "$given"
words+=(--fail-on "${FAIL_ON:-error}" --output-format github)
summary=$(mktemp)
words+=(--output "markdown=$summary")
if [ -n "${SARIF:-}" ]; then words+=(--output "sarif=$SARIF"); fi
"$auditlint" "${words[@]}"
code=$?
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$summary" >> "$GITHUB_STEP_SUMMARY"; fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then echo "exit-code=$code" >> "$GITHUB_OUTPUT"; fi
rm -f "$summary"
exit "$code"
