import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EditedText } from '#cli/environment.ts'
import { TrackError } from '#domain/errors.ts'
import { makeTemporaryFolder } from './folders.ts'
import type { Env } from './settings.ts'

/**
 * Opens a text in $VISUAL or $EDITOR, which may hold arguments, and waits until it is closed. Throws `invalid` where
 * there is neither an editor nor a terminal, `conflict` where the editor fails.
 */
export function editText(text: string, env: Env): EditedText {
  const editor = env.VISUAL || env.EDITOR || (process.stdin.isTTY && process.stdout.isTTY ? 'vi' : '')
  if (!editor)
    throw new TrackError('invalid', 'there is no terminal for an editor', {
      hint: 'Say what to change by flags (track edit --help), or set EDITOR.',
    })
  const folder = makeTemporaryFolder()
  const discard = () => rmSync(folder, { recursive: true, force: true })
  const file = join(folder, 'item.md')
  writeFileSync(file, text, { mode: 0o600 })
  const { status, signal } = spawnSync('/bin/sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' })
  if (status !== 0) {
    discard()
    throw new TrackError(
      'conflict',
      `the editor (${editor}) ended with ${signal ?? `status ${status}`}; nothing was changed`,
      { hint: 'Set EDITOR, or give flags: track edit --help' },
    )
  }
  return { text: readFileSync(file, 'utf8'), file, discard }
}
