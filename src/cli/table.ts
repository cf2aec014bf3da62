import { applyStyle, type Piece, type Style, textOf } from './style.ts'
import { clean } from './text.ts'
import { truncate, type MeasureWidth, widthFor } from './width.ts'

export interface TableColumn {
  /** If lines do not fit, columns shrink in this order; those without it shrink last. */
  shrinkOrder?: number
  /** The width to which the column may shrink; 0: it may disappear. */
  minWidth?: number
  right?: boolean
}
/** A line of cells, or a heading that is not aligned. */
export type TableRow = Piece[] | { heading: Piece[] }

const GAP = 2

export interface Frame {
  columns: TableColumn[]
  /** Columns of the terminal; Infinity if nothing is truncated. */
  width: number
  colours: boolean
}

/** Formats rows as lines with aligned columns, none wider than the frame. */
export async function tableLines(rows: TableRow[], frame: Frame): Promise<string[]> {
  const safe = rows.map((row) => (Array.isArray(row) ? row.map(cleanPiece) : { heading: row.heading.map(cleanPiece) }))
  const width = await widthFor(safe.flatMap((row) => (Array.isArray(row) ? row : row.heading).map(textOf)))
  const cells = safe.filter((row) => Array.isArray(row))
  const widths = fitWidths(
    frame.columns.map((_, i) => Math.max(0, ...cells.map((row) => width(textOf(row[i] ?? ''))))),
    frame,
  )
  return safe.map((row) =>
    Array.isArray(row) ? lineOf(row, widths, frame, width) : headingLine(row.heading, frame, width),
  )
}

function cleanPiece(piece: Piece): { text: string; style?: Style } {
  return typeof piece === 'string' ? { text: clean(piece) } : { ...piece, text: clean(piece.text) }
}

/** Shrinks columns until their widths and gaps fit the frame: by `shrinkOrder` first, then from the last one. */
function fitWidths(natural: number[], { columns, width }: Frame): number[] {
  const widths = [...natural]
  const excess = () => widths.reduce((sum, w) => sum + (w ? w + GAP : 0), -GAP) - width
  const shrink = (i: number, least: number) => {
    if (excess() > 0) widths[i] = Math.max(Math.min(least, widths[i]!), widths[i]! - excess())
    if (widths[i]! < 3 && natural[i]! > widths[i]!) widths[i] = 0
  }
  const order = columns.map((_, i) => i).filter((i) => columns[i]!.shrinkOrder !== undefined)
  for (const i of order.sort((a, b) => columns[a]!.shrinkOrder! - columns[b]!.shrinkOrder!))
    shrink(i, columns[i]!.minWidth ?? 0)
  for (let i = widths.length - 1; i >= 0; i--) shrink(i, 0)
  return widths
}

function lineOf(row: { text: string; style?: Style }[], widths: number[], frame: Frame, width: MeasureWidth): string {
  let line = ''
  let spaces = 0
  row.forEach(({ text, style }, i) => {
    const available = widths[i] ?? 0
    if (available === 0) return
    const shown = truncate(text, available, width)
    const rest = available - width(shown)
    const before = frame.columns[i]?.right ? rest : 0
    spaces += before
    if (shown !== '') {
      line += ' '.repeat(spaces) + applyStyle(shown, style, frame.colours)
      spaces = 0
    }
    spaces += rest - before + GAP
  })
  return line
}

function headingLine(pieces: { text: string; style?: Style }[], frame: Frame, width: MeasureWidth): string {
  let available = frame.width
  let line = ''
  for (const { text, style } of pieces) {
    const shown = truncate(text, available, width)
    available -= width(shown)
    line += applyStyle(shown, style, frame.colours)
  }
  return line
}
