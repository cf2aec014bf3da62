import { painted, type Piece, type Style, textOf } from './style.ts'
import { clean } from './text.ts'
import { shortened, type Width, widthFor } from './width.ts'

export interface Column {
  /** Gives way, in this order, when the lines would not fit; columns without it keep their width as long as they can. */
  yields?: number
  /** Narrowest that yielding makes it; 0 lets it vanish. */
  least?: number
  right?: boolean
}
/** A line of cells, or a line that stands alone between them. */
export type Row = Piece[] | { heading: Piece[] }

const GAP = 2

export interface Frame {
  columns: Column[]
  /** Columns of the terminal; Infinity where nothing is cut. */
  width: number
  colours: boolean
}

/** Lines with aligned columns, none wider than the frame. */
export async function tableLines(rows: Row[], frame: Frame): Promise<string[]> {
  const safe = rows.map((row) => (Array.isArray(row) ? row.map(cleaned) : { heading: row.heading.map(cleaned) }))
  const width = await widthFor(safe.flatMap((row) => (Array.isArray(row) ? row : row.heading).map(textOf)))
  const cells = safe.filter((row) => Array.isArray(row))
  const widths = fitted(
    frame.columns.map((_, i) => Math.max(0, ...cells.map((row) => width(textOf(row[i] ?? ''))))),
    frame,
  )
  return safe.map((row) => (Array.isArray(row) ? lineOf(row, widths, frame, width) : alone(row.heading, frame, width)))
}

function cleaned(piece: Piece): { text: string; style?: Style } {
  return typeof piece === 'string' ? { text: clean(piece) } : { ...piece, text: clean(piece.text) }
}

/** Widths whose sum, gaps included, is within the frame: the columns that yield give way first, then the last ones. */
function fitted(natural: number[], { columns, width }: Frame): number[] {
  const widths = [...natural]
  const excess = () => widths.reduce((sum, w) => sum + (w ? w + GAP : 0), -GAP) - width
  const shrink = (i: number, least: number) => {
    if (excess() > 0) widths[i] = Math.max(Math.min(least, widths[i]!), widths[i]! - excess())
    if (widths[i]! < 3 && natural[i]! > widths[i]!) widths[i] = 0
  }
  const order = columns.map((_, i) => i).filter((i) => columns[i]!.yields !== undefined)
  for (const i of order.sort((a, b) => columns[a]!.yields! - columns[b]!.yields!)) shrink(i, columns[i]!.least ?? 0)
  for (let i = widths.length - 1; i >= 0; i--) shrink(i, 0)
  return widths
}

function lineOf(row: { text: string; style?: Style }[], widths: number[], frame: Frame, width: Width): string {
  let line = ''
  let spaces = 0
  row.forEach(({ text, style }, i) => {
    const room = widths[i] ?? 0
    if (room === 0) return
    const shown = shortened(text, room, width)
    const rest = room - width(shown)
    const before = frame.columns[i]?.right ? rest : 0
    spaces += before
    if (shown !== '') {
      line += ' '.repeat(spaces) + painted(shown, style, frame.colours)
      spaces = 0
    }
    spaces += rest - before + GAP
  })
  return line
}

function alone(pieces: { text: string; style?: Style }[], frame: Frame, width: Width): string {
  let room = frame.width
  let line = ''
  for (const { text, style } of pieces) {
    const shown = shortened(text, room, width)
    room -= width(shown)
    line += painted(shown, style, frame.colours)
  }
  return line
}
