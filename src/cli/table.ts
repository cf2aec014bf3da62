import { applyStyle, type Capabilities, type Piece, type StyledText, textOf } from './style.ts'
import { clean } from './text.ts'
import { truncate, type MeasureWidth, widthFor } from './width.ts'

export interface TableColumn {
  /** The column may be truncated; the width that is left is divided by shares, so that none starves the others. */
  share?: number
  /** Where a column that may be truncated gets less than this, another one is left out. */
  minWidth?: number
  /** Columns are left out in this order where not all have room; those without it never are. */
  dropOrder?: number
  right?: boolean
  /** Never truncated: what people copy or have to read to its end. Lines may then be wider than the terminal. */
  whole?: boolean
}
/** A line of cells, or a heading that is not aligned. */
export type TableRow = Piece[] | { heading: Piece[] }

const GAP = 2
const MIN_SHARED_WIDTH = 8

export interface Frame extends Capabilities {
  columns: TableColumn[]
  /** Columns of the terminal; Infinity if nothing is truncated. */
  width: number
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

/** Formats rows for programs: cells separated by tabs, whole, and without headings. */
export function tabbedLines(rows: TableRow[], capabilities: Capabilities): string[] {
  const isPlain = !capabilities.colours && !capabilities.links
  const cell = (piece: Piece) => (isPlain ? clean(textOf(piece)) : applyStyle(cleanPiece(piece), capabilities))
  return rows.filter((row) => Array.isArray(row)).map((row) => row.map(cell).join('\t'))
}

export function cleanPiece(piece: Piece): StyledText {
  return typeof piece === 'string' ? { text: clean(piece) } : { ...piece, text: clean(piece.text) }
}

/** The widths of columns; 0 for those that are left out. */
function fitWidths(natural: number[], { columns, width }: Frame): number[] {
  const shown = natural.flatMap((columnWidth, i) => (columnWidth ? [i] : []))
  for (;;) {
    const widths = divideWidth(natural, columns, shown, width)
    const fits = shown.every((i) => widths[i]! >= Math.min(natural[i]!, leastWidth(columns[i]!)))
    const dropped = shown
      .filter((i) => columns[i]!.dropOrder !== undefined)
      .toSorted((a, b) => columns[a]!.dropOrder! - columns[b]!.dropOrder!)[0]
    if (fits || dropped === undefined) return widths
    shown.splice(shown.indexOf(dropped), 1)
  }
}

const leastWidth = ({ share, minWidth = MIN_SHARED_WIDTH }: TableColumn) => (share ? minWidth : Infinity)

/** Gives the columns that are shown their natural widths; those that share what is left at most their share of it. */
function divideWidth(natural: number[], columns: TableColumn[], shown: number[], width: number): number[] {
  const widths = natural.map(() => 0)
  let left = width - GAP * (shown.length - 1)
  for (const i of shown.filter((column) => !columns[column]!.share)) {
    widths[i] = columns[i]!.whole ? natural[i]! : Math.max(0, Math.min(natural[i]!, left))
    left -= widths[i]
  }
  const sharing = shown
    .filter((i) => columns[i]!.share)
    .toSorted((a, b) => natural[a]! / columns[a]!.share! - natural[b]! / columns[b]!.share!)
  let shares = sharing.reduce((sum, i) => sum + columns[i]!.share!, 0)
  for (const i of sharing) {
    const { share = 0 } = columns[i]!
    widths[i] = Math.max(0, Math.min(natural[i]!, Math.floor((left * share) / shares)))
    left -= widths[i]
    shares -= share
  }
  return widths
}

function lineOf(row: StyledText[], widths: number[], frame: Frame, width: MeasureWidth): string {
  let line = ''
  let spaces = 0
  row.forEach((piece, i) => {
    const available = widths[i] ?? 0
    if (available === 0) return
    const text = truncate(piece.text, available, width)
    const rest = available - width(text)
    const before = frame.columns[i]?.right ? rest : 0
    spaces += before
    if (text !== '') {
      line += ' '.repeat(spaces) + applyStyle({ ...piece, text }, frame)
      spaces = 0
    }
    spaces += rest - before + GAP
  })
  return line
}

function headingLine(pieces: StyledText[], frame: Frame, width: MeasureWidth): string {
  let available = frame.width
  let line = ''
  for (const piece of pieces) {
    const text = truncate(piece.text, available, width)
    available -= width(text)
    line += applyStyle({ ...piece, text }, frame)
  }
  return line
}
