import { applyStyle, type Piece, textOf } from './style.ts'
import { type TableColumn, type TableRow, tableLines } from './table.ts'
import { clean, toSafeJson } from './text.ts'
import type { OutputStream, CliEnvironment } from './environment.ts'

/** All output of commands. Escapes control characters, so that nothing raw reaches a terminal or a pipe. */
export interface Out {
  /** One line of data. */
  line(...pieces: Piece[]): void
  /** Aligned lines of data, fitted to the width of a terminal. */
  table(columns: TableColumn[], rows: TableRow[]): Promise<void>
  json(value: unknown): void
  /** One line on standard error. */
  message(...pieces: Piece[]): void
}

export function createOut({ stdout, stderr, env }: Pick<CliEnvironment, 'stdout' | 'stderr' | 'env'>): Out {
  const colours = (screen: OutputStream) => Boolean(screen.isTTY && !env.NO_COLOR && env.TERM !== 'dumb')
  const print = (screen: OutputStream, pieces: Piece[]) => {
    const coloured = colours(screen)
    const styled = pieces.map((piece) =>
      applyStyle(clean(textOf(piece)), typeof piece === 'string' ? undefined : piece.style, coloured),
    )
    screen.write(`${styled.join('')}\n`)
  }
  return {
    line: (...pieces) => print(stdout, pieces),
    message: (...pieces) => print(stderr, pieces),
    json: (value) => void stdout.write(`${toSafeJson(value)}\n`),
    async table(columns, rows) {
      const width = stdout.isTTY ? stdout.columns || 80 : Infinity
      const lines = await tableLines(rows, { columns, width, colours: colours(stdout) })
      if (lines.length) stdout.write(`${lines.join('\n')}\n`)
    },
  }
}
