import type { CallToolResult } from '@modelcontextprotocol/server'
import { problemOf } from '#contract/problems.ts'
import { type Code, TrackError } from '#domain/errors.ts'
import { toToolResult } from './result.ts'

/** What a model does best after each kind of failure. */
const NEXT_STEP: Record<Code, string> = {
  invalid: 'Nothing was changed. Mend the fields that errors names, and call again.',
  unauthenticated: 'The user sets their key anew: track config, or TRACK_API_KEY where this program is started.',
  forbidden: 'Only an administrator can do this; tell the user.',
  not_found: 'search_find and items_list tell ids, projects_list slugs. If gone says what became of it, go on there.',
  conflict: 'Nothing was changed. Call again with one of the candidates, or read it anew with items_get and decide.',
  too_large: 'Nothing was changed. Split it into several calls.',
  rate_limited: 'Wait for retry_after seconds, then call again.',
  unavailable: 'It may have been done all the same: look with changes_list before you call again.',
  internal: 'Do not repeat it. Tell the user the id: the log of the server has more under it.',
}

/** A failure as a result that tells the model what was wrong and what to do next. */
export function toErrorResult(error: unknown): CallToolResult {
  const known =
    error instanceof TrackError
      ? error
      : new TrackError('internal', `something broke: ${error instanceof Error ? error.message : String(error)}`)
  const { type: _type, title: _title, status: _status, ...problem } = problemOf(known)
  return { ...toToolResult({ ...problem, next: NEXT_STEP[known.code] }), isError: true }
}
