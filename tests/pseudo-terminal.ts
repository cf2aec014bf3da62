import { join } from 'node:path'
import { type IPty, spawn } from '@lydell/node-pty'

export const PROGRAM = join(import.meta.dirname, '../dist/track.js')

export interface Terminal {
  pty: IPty
  /** Everything that the screen showed. */
  shown(): string
  /** Waits until the screen shows this. */
  until(text: string): Promise<void>
  ended: Promise<{ code: number; signal: number | undefined }>
}

export interface TerminalSize {
  columns?: number
  rows?: number
  /** Begun by a shell that tells afterwards whether the terminal echoes again. */
  echo?: boolean
}

/** Runs `track` on a terminal. */
export function openTerminal(
  words: string,
  { columns = 80, rows = 30, echo = false, env }: TerminalSize & { env: Record<string, string> },
): Terminal {
  const size = { cols: columns, rows, env }
  const pty = echo
    ? spawn(
        '/bin/sh',
        ['-c', `"${process.execPath}" "${PROGRAM}" ${words}; code=$?; stty -a | grep -o -- ' -\\?echo ' ; exit $code`],
        size,
      )
    : spawn(process.execPath, [PROGRAM, ...words.split(' ')], size)
  let screen = ''
  const waiting = new Set<() => void>()
  pty.onData((chunk) => {
    screen += chunk
    for (const look of waiting) look()
  })
  return {
    pty,
    shown: () => screen,
    until: (text) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Error(`the terminal never showed ${JSON.stringify(text)}, but ${JSON.stringify(screen)}`)),
          10_000,
        )
        const look = () => {
          if (!screen.includes(text)) return
          clearTimeout(late)
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    ended: new Promise((resolve) => pty.onExit(({ exitCode, signal }) => resolve({ code: exitCode, signal }))),
  }
}
