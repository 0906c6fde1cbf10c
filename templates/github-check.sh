#!/usr/bin/env bash
# The check of the GitHub Action: annotations in the log, a summary on the job's page, SARIF where asked.
set -uo pipefail
auditlint="${AUDITLINT:-$RUNNER_TEMP/auditlint/bin/auditlint}"
# paths and options are separated by blanks; patterns are left for auditlint to expand
set -f
# shellcheck disable=SC2206
words=(check ${PATHS:-.} ${ARGS:-} --fail-on "${FAIL_ON:-error}" --output-format github)
summary=$(mktemp)
words+=(--output "markdown=$summary")
if [ -n "${SARIF:-}" ]; then words+=(--output "sarif=$SARIF"); fi
"$auditlint" "${words[@]}"
code=$?
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$summary" >> "$GITHUB_STEP_SUMMARY"; fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then echo "exit-code=$code" >> "$GITHUB_OUTPUT"; fi
rm -f "$summary"
exit "$code"
