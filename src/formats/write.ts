import type { Export } from '#contract/types.ts'
import { toCsv } from './write-csv.ts'
import { toMarkdown } from './write-markdown.ts'
import { toTodoTxt } from './write-todo-txt.ts'

/** The formats of an export beside Track's own, each with the text of a document in it. */
export const WRITERS = {
  markdown: toMarkdown,
  csv: toCsv,
  todotxt: toTodoTxt,
} satisfies Record<string, (document: Export) => string>

export type ExportFormat = keyof typeof WRITERS
