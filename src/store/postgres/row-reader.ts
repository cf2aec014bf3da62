import { types } from 'pg'
import { itemJsonFrom, JSON_COLUMN } from './json.ts'

export type Row = Record<string, unknown>

/** Makes a row of its values in PostgreSQL's text format. */
export type RowReader = (values: readonly (string | null)[]) => Row

interface Field {
  name: string
  dataTypeID: number
}

/** Eight-byte integers become numbers: a revision stays far below 2^53. */
const INT8 = 20

const parserOf = (oid: number): ((text: string) => unknown) =>
  oid === INT8 ? Number : types.getTypeParser(oid, 'text')

/** The reader of rows with these columns. Those of an item that is to be JSON become one. */
export function rowReader(fields: readonly Field[]): RowReader {
  const json = fields.findIndex(({ name }) => name === JSON_COLUMN)
  const plain = (json < 0 ? fields : fields.slice(0, json)).map(({ name, dataTypeID }) => ({
    name,
    parse: parserOf(dataTypeID),
  }))
  return (values) => {
    const row: Row = {}
    for (let i = 0; i < plain.length; i++) {
      const { name, parse } = plain[i]!
      const value = values[i]!
      row[name] = value === null ? null : parse(value)
    }
    if (json >= 0) row.json = itemJsonFrom(values, json)
    return row
  }
}
