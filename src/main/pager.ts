import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import type { Env } from './settings.ts'

const NOT_FOUND = 127
/** Ctrl-C ends the pager and interrupts this process, and the end may be told first. */
const INTERRUPT_MS = 100
const DEFAULT_PAGER = 'less'
/** How less and lv behave unless the user has said it: end at once if all fits, keep colours, leave the text there. */
const DEFAULTS = { LESS: 'FRX', LV: '-c' }

/**
 * Shows a text in $TRACK_PAGER, $PAGER or less until the user leaves it. Returns false where there is none, or it is
 * turned off by an empty variable or `cat`.
 */
export async function showInPager(text: string, env: Env): Promise<boolean> {
  const pager = (env.TRACK_PAGER ?? env.PAGER ?? DEFAULT_PAGER).trim()
  if (pager === '' || pager === 'cat') return false
  const script = pager === DEFAULT_PAGER ? `command -v less >/dev/null || exit ${NOT_FOUND}; exec less` : pager
  const resume = ignoreInterrupts()
  try {
    const child = spawn('/bin/sh', ['-c', script], {
      stdio: ['pipe', 'inherit', 'inherit'],
      env: { ...DEFAULTS, ...env },
    })
    child.stdin.on('error', () => {}) // it may be left before all is read
    child.stdin.end(text)
    return await new Promise<boolean>((resolve) => {
      child.on('error', () => resolve(false))
      child.on('exit', (code, signal) => {
        if (signal === 'SIGINT') void pause(INTERRUPT_MS).then(() => resolve(true))
        else resolve(code !== NOT_FOUND)
      })
    })
  } finally {
    resume()
  }
}

/** Leaves Ctrl-C to the pager. */
function ignoreInterrupts(): () => void {
  const listeners = process.listeners('SIGINT')
  const ignore = () => {}
  process.on('SIGINT', ignore)
  for (const listener of listeners) process.off('SIGINT', listener)
  return () => {
    for (const listener of listeners) process.on('SIGINT', listener)
    process.off('SIGINT', ignore)
  }
}
