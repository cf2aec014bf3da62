import { painted, type Piece, textOf } from './style.ts'
import { type Column, type Row, tableLines } from './table.ts'
import { clean, json } from './text.ts'
import type { Screen, World } from './world.ts'

/** Everything that commands print goes through here, so that nothing raw reaches a terminal or a pipe. */
export interface Out {
  /** One line of data. */
  line(...pieces: Piece[]): void
  /** Aligned lines of data; on a terminal no wider than it. */
  table(columns: Column[], rows: Row[]): Promise<void>
  json(value: unknown): void
  /** One line of talk, on standard error. */
  say(...pieces: Piece[]): void
}

export function outOf({ stdout, stderr, env }: Pick<World, 'stdout' | 'stderr' | 'env'>): Out {
  const colours = (screen: Screen) => Boolean(screen.isTTY && !env.NO_COLOR && env.TERM !== 'dumb')
  const print = (screen: Screen, pieces: Piece[]) => {
    const look = colours(screen)
    screen.write(
      `${pieces.map((piece) => painted(clean(textOf(piece)), typeof piece === 'string' ? undefined : piece.style, look)).join('')}\n`,
    )
  }
  return {
    line: (...pieces) => print(stdout, pieces),
    say: (...pieces) => print(stderr, pieces),
    json: (value) => void stdout.write(`${json(value)}\n`),
    async table(columns, rows) {
      const width = stdout.isTTY ? stdout.columns || 80 : Infinity
      const lines = await tableLines(rows, { columns, width, colours: colours(stdout) })
      if (lines.length) stdout.write(`${lines.join('\n')}\n`)
    },
  }
}
