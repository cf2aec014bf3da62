import { ITEMS, type ParsedArgs } from './command.ts'
import type { InputStream } from './environment.ts'
import { NothingToDoError } from './options.ts'

/** The whole of standard input. */
export async function readAllBytes(stdin: InputStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

/** The same as text. */
export const readAll = async (stdin: InputStream): Promise<string> => (await readAllBytes(stdin)).toString()

export const IDS_ARGUMENT: [string, string, string[]] = [
  '<id...>',
  'ids or clear beginnings of them; - reads them from standard input',
  [ITEMS],
]

/** Whether ids are read from standard input. */
export const idsFromInput = ({ args }: ParsedArgs): boolean => args.includes('-')

/**
 * Ids, each once. In place of `-` stand those of standard input: the first column of lines that have tabs, as lists
 * print them into a pipe, else every word. Throws NothingToDoError if there are none.
 */
export function idsOf(args: readonly string[], input: string | undefined): string[] {
  const ids = args.flatMap((arg) => (arg === '-' && input !== undefined ? idsIn(input) : [arg]))
  if (!ids.length) throw new NothingToDoError('no id was on standard input; nothing was done')
  return [...new Set(ids)]
}

/** The ids of standard input, see idsOf. */
export function idsIn(input: string): string[] {
  return linesOf(input).flatMap((line) => (line.includes('\t') ? [line.split('\t')[0]!.trim()] : line.split(/\s+/)))
}

/** The lines that are not blank, trimmed at their ends. */
export function linesOf(input: string): string[] {
  return input
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim())
    .map((line) => line.trimEnd())
}
