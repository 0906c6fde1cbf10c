#!/usr/bin/env bash
# The check of the GitHub Action: annotations in the log, a summary on the job's page, SARIF where asked.
set -uo pipefail
made="${RUNNER_TEMP:-}/auditlint"
if [ -d "$made/Scripts" ]; then made="$made/Scripts"; else made="$made/bin"; fi
auditlint="${AUDITLINT:-$made/auditlint}"
# paths and options are separated by blanks or lines, and quoted where they have blanks themselves
if ! given=$(printf '%s\n' "${PATHS:-.}" "${ARGS:-}" | xargs -n 1 printf '%s\n'); then
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
