import { DEFAULT_URL } from './config.ts'

/**
 * The text of a configuration file with this key and address: at its top, or in the table of an account. Other tables
 * stay as they are. The address is left out if it is the default.
 */
export function configText(before: string, account: string | undefined, key: string, url: string): string {
  const values = `api_key = ${JSON.stringify(key)}\n${url === DEFAULT_URL ? '' : `api_url = ${JSON.stringify(url)}\n`}`
  const [top, ...tables] = partsOf(before)
  if (account === undefined) return [values, ...tables].join('\n')
  const table = `[${account}]\n${values}`
  const at = tables.findIndex((part) => tableName(part) === account)
  const others = at < 0 ? [...tables, table] : tables.with(at, table)
  return [...(top ? [top] : []), ...others].join('\n')
}

/** What stands before the first table, then each table; all end with their last line. */
function partsOf(text: string): [top: string, ...tables: string[]] {
  const parts = text.replace(/\r\n?/g, '\n').split(/^(?=[ \t]*\[)/m)
  const [first = '', ...rest] = parts.map((part) => (part.trim() ? `${part.trimEnd()}\n` : ''))
  return tableName(first) === undefined ? [first, ...rest] : ['', first, ...rest]
}

const tableName = (part: string): string | undefined => /^\s*\[\s*"?([\w-]+)"?\s*\]/.exec(part)?.[1]
