import { applyStyle, type Capabilities, type Piece } from './style.ts'
import { cleanPiece, tabbedLines, type TableColumn, type TableRow, tableLines } from './table.ts'
import { knowsLinks } from './terminal.ts'
import { toSafeJson } from './text.ts'
import type { OutputStream, CliEnvironment } from './environment.ts'

export const COLOUR_CHOICES = ['always', 'never', 'auto'] as const
export type ColourChoice = (typeof COLOUR_CHOICES)[number]

/** All output of commands. Escapes control characters, so that nothing raw reaches a terminal or a pipe. */
export interface Out {
  /** Whether people read standard output, not programs. */
  isTerminal: boolean
  /** One line of data. */
  line(...pieces: Piece[]): void
  /** Lines of data: aligned and fitted to the width of a terminal, in a pipe cells with tabs between. */
  table(columns: TableColumn[], rows: TableRow[], options?: { alwaysAligned?: boolean }): Promise<void>
  json(value: unknown): void
  /** One line on standard error; where data is held back, after it. */
  message(...pieces: Piece[]): void
  /** From now on data is held back on a terminal, until `flush` shows it. */
  hold(): void
  /** Shows what is held back, in a pager if it is longer than the screen. */
  flush(): Promise<void>
  /** Forgets what is held back, where an error comes instead. */
  discard(): void
}

type OutEnvironment = Pick<CliEnvironment, 'stdout' | 'stderr' | 'env'> & Partial<Pick<CliEnvironment, 'pager'>>

const DEFAULT_COLUMNS = 80

export function createOut(environment: OutEnvironment, colour: ColourChoice = 'auto'): Out {
  const { stdout, env, pager } = environment
  const capabilities = (screen: OutputStream): Capabilities => ({
    colours: colour === 'auto' ? Boolean(screen.isTTY && !env.NO_COLOR && env.TERM !== 'dumb') : colour === 'always',
    links: Boolean(screen.isTTY) && knowsLinks(env),
  })
  const styled = (screen: OutputStream, pieces: Piece[]) =>
    pieces.map((piece) => applyStyle(cleanPiece(piece), capabilities(screen))).join('')
  let held: string | null = null
  let afterwards = ''
  const release = (): string | null => {
    const text = held
    held = null
    return text
  }
  const writeMessages = () => {
    if (afterwards) environment.stderr.write(afterwards)
    afterwards = ''
  }
  const write = (text: string) => {
    if (held === null) stdout.write(text)
    else held += text
  }
  return {
    isTerminal: Boolean(stdout.isTTY),
    line: (...pieces) => write(`${styled(stdout, pieces)}\n`),
    message(...pieces) {
      afterwards += `${styled(environment.stderr, pieces)}\n`
      if (!held) writeMessages()
    },
    json: (value) => write(`${toSafeJson(value)}\n`),
    async table(columns, rows, { alwaysAligned = false } = {}) {
      const width = stdout.isTTY ? stdout.columns || DEFAULT_COLUMNS : Infinity
      const lines =
        stdout.isTTY || alwaysAligned
          ? await tableLines(rows, { columns, width, ...capabilities(stdout) })
          : tabbedLines(rows, capabilities(stdout))
      if (lines.length) write(`${lines.join('\n')}\n`)
    },
    hold: () => void (held = stdout.isTTY ? '' : null),
    async flush() {
      const text = release()
      if (text && (!pager || !isLongerThan(text, stdout) || !(await pager(text)))) stdout.write(text)
      writeMessages()
    },
    discard() {
      release()
      writeMessages()
    },
  }
}

/** Whether a text has more lines than the screen; long lines count as many as they take. */
function isLongerThan(text: string, { rows, columns = DEFAULT_COLUMNS }: OutputStream): boolean {
  if (!rows) return false
  const lines = text.split('\n').slice(0, -1)
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(visibleLength(line) / columns)), 0) >= rows
}

const visibleLength = (line: string) => line.replace(/\u001b(?:\[[\d;]*m|\].*?\u001b\\)/g, '').length
