/** A row of a CSV file, with the number of the line that it begins on. */
export interface CsvRow {
  line: number
  cells: string[]
}

/**
 * The rows of a CSV file (RFC 4180): cells may be quoted and hold line breaks; blank lines are no rows. The separator
 * is that of the first line: comma, semicolon or tab.
 */
export function parseCsv(text: string, separator = separatorOf(text)): CsvRow[] {
  const rows: CsvRow[] = []
  let [line, at, cell] = [1, 0, '']
  let row: CsvRow = { line, cells: [] }
  const endCell = () => {
    row.cells.push(cell)
    cell = ''
  }
  while (at < text.length) {
    const character = text[at]!
    if (character === '"' && cell === '') {
      const end = endOfQuoted(text, at + 1)
      cell = text.slice(at + 1, end).replaceAll('""', '"')
      line += cell.split('\n').length - 1
      at = end + 1
      continue
    }
    if (character === separator) endCell()
    else if (character === '\n') {
      endCell()
      if (row.cells.some((one) => one.trim())) rows.push(row)
      row = { line: ++line, cells: [] }
    } else if (character !== '\r') cell += character
    at++
  }
  endCell()
  if (row.cells.some((one) => one.trim())) rows.push(row)
  return rows
}

/** The place of the quote that ends a quoted cell; the end of the text where none does. */
function endOfQuoted(text: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at)
    if (at < 0) return text.length
    if (text[at + 1] !== '"') return at
  }
}

function separatorOf(text: string): string {
  const [first = ''] = text.split('\n', 1)
  const count = (separator: string) => first.split(separator).length
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best))
}

/** A row whose cells are found by the folded names of their columns; `` where there is none. */
interface CsvRecord {
  line: number
  /** Without blanks around it. */
  cell(name: string): string
  raw(name: string): string
}

/** Rows by the names of their header, folded: `Due Date` is `duedate`. */
export function recordsOf(header: CsvRow, rows: readonly CsvRow[]): CsvRecord[] {
  const names = header.cells.map(foldHeader)
  return rows.map(({ line, cells }) => {
    const record = new Map(names.map((name, i) => [name, cells[i] ?? '']))
    const raw = (name: string) => record.get(name) ?? ''
    return { line, raw, cell: (name) => raw(name).trim() }
  })
}

export const foldHeader = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
