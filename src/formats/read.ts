import { parseDocument } from '#contract/imports.ts'
import type { Track } from '#contract/track.ts'
import type { Import } from '#contract/types.ts'
import { todayIn } from '#domain/dates.ts'
import { conflict } from '#domain/errors.ts'
import type { NamesOfItem } from '#domain/turns.ts'
import { parseCsv } from './csv.ts'
import { type ImportContext, type Outcome, toDocument } from './document.ts'
import { type Contents, emptyContents, type Finding, type Source } from './draft.ts'
import { readGoogleTasks } from './google-tasks.ts'
import { readICalendar } from './icalendar.ts'
import { type Json, objectOf, objectsOf, textOf } from './json.ts'
import { findStrangers, membersOf, namesAnybody } from './members.ts'
import { hasTitles, readPlainCsv } from './plain-csv.ts'
import { readTaskwarrior } from './taskwarrior.ts'
import { readTickTick } from './ticktick.ts'
import { readTodoTxt } from './todo-txt.ts'
import { isTodoistHeader, readTodoistCsv } from './todoist-csv.ts'
import { readTodoistJson } from './todoist-json.ts'
import { readVikunja } from './vikunja.ts'
import { filesOfZip, isZip } from './zip.ts'

const READERS = {
  taskwarrior: readTaskwarrior,
  todoist: (source) => (/^\s*[[{]/.test(source.text) ? readTodoistJson(source) : readTodoistCsv(source)),
  ticktick: readTickTick,
  vikunja: readVikunja,
  'google-tasks': readGoogleTasks,
  todotxt: readTodoTxt,
  ics: readICalendar,
  csv: readPlainCsv,
} satisfies Record<string, (source: Source) => Contents>

export type Format = keyof typeof READERS
export const FORMATS = Object.keys(READERS) as Format[]

export interface ImportedFile {
  name: string
  bytes: Uint8Array
}

/** What a file becomes, and which format it has: that of Track's own export, or another tracker's. */
export type ReadFile = Outcome & {
  format: Format | 'track'
  /** That its instants were read in; undefined where it has none to read. */
  timezone?: string
}

/** What the user says of a file. */
export interface ReadOptions {
  /** Told by the content without it. */
  from?: Format | 'track'
  /** Where it is imported to, by name or id; the user's own without it. */
  space?: string
}

type Server = Pick<Track, 'me' | 'projects' | 'spaces'>

/**
 * Reads what Track or another tracker exported into a document to import, for the user of `track`. Throws `conflict`
 * for a file that is not of the format, and for one whose format cannot be told.
 */
export async function readFile(
  file: ImportedFile,
  track: Server,
  now: Date,
  { from, space }: ReadOptions = {},
): Promise<ReadFile> {
  const text = from === undefined || from === 'track' ? new TextDecoder().decode(file.bytes) : ''
  if (from === 'track' || (from === undefined && isOwnExport(text))) {
    const document = parseDocument(text, file.name)
    return { format: 'track', document, became: [], findings: await strangersOf(document, track, space) }
  }
  const [me, { projects }] = await Promise.all([track.me.get(), track.projects.list()])
  const { timezone } = me
  const members = await membersOf(track, me, space)
  const context = { timezone, today: todayIn(timezone, now), projects, members }
  return { ...(await readExport(file, context, from)), timezone }
}

/** The strangers in a document that the server has yet to validate. */
async function strangersOf({ items }: Import, track: Server, space: string | undefined): Promise<Finding[]> {
  const rows: NamesOfItem[] = objectsOf(items)
  if (!rows.some(namesAnybody)) return []
  return findStrangers(rows, await membersOf(track, await track.me.get(), space))
}

/** Whether a text is what `track export` writes. */
const isOwnExport = (text: string): boolean => /^\ufeff?\s*\{/.test(text) && /"format"\s*:\s*"track"/.test(text)

/** Reads a file of another tracker. Throws like readFile. */
export async function readExport(
  file: ImportedFile,
  context: ImportContext,
  wanted?: Format,
): Promise<Outcome & { format: Format }> {
  const sources = (await unpacked(file)).map(({ name, bytes }) => {
    const source: Source = { ...context, name, bytes, text: decode(bytes) }
    return { source, format: wanted ?? formatOf(source) }
  })
  const format = sources.find((one) => one.format)?.format
  if (!format)
    throw conflict(`${file.name}: it cannot be told which tracker this is from; nothing was changed`, {
      hint: `Name it with --from: track, ${FORMATS.join(', ')}.`,
    })
  const contents = emptyContents()
  for (const one of sources) if (one.format === format) append(contents, READERS[format](one.source))
  return { format, ...(await toDocument(format, contents, context)) }
}

/** A file, or those of an archive that may hold tasks. */
async function unpacked(file: ImportedFile): Promise<ImportedFile[]> {
  if (!isZip(file.bytes)) return [file]
  const inner = [...filesOfZip(file.bytes)].map(([path, read]) => ({ name: path.split('/').at(-1)!, read }))
  const wanted = ['data.json', 'Tasks.json']
  const named = inner.filter(({ name }) => wanted.includes(name))
  const chosen = named.length ? named : inner.filter(({ name }) => /\.(?:csv|json|ics|txt)$/i.test(name))
  return Promise.all(chosen.map(async ({ name, read }) => ({ name, bytes: await read() })))
}

/** Text in UTF-8, or in UTF-16 where its byte order mark says so; bytes that are neither are read as Latin-1. */
function decode(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function append(all: Contents, { drafts, findings, leftOut, projectStatus }: Contents): void {
  all.drafts.push(...drafts)
  all.findings.push(...findings)
  for (const [origin, count] of leftOut) all.leftOut.set(origin, (all.leftOut.get(origin) ?? 0) + count)
  for (const [title, status] of projectStatus) all.projectStatus.set(title, status)
}

function formatOf({ name, text }: Source): Format | undefined {
  const start = text.trimStart()
  if (/^BEGIN:VCALENDAR/i.test(start)) return 'ics'
  if (/^[[{]/.test(start)) return formatOfJson(start)
  if (/^"?Date: ?\d{4}-/.test(start) || /^"?Folder Name"?,"?List Name"?/i.test(start)) return 'ticktick'
  const [header] = parseCsv(text.split('\n', 1)[0] ?? '')
  if (header && isTodoistHeader(header)) return 'todoist'
  if (header && header.cells.length > 1 && hasTitles(header.cells)) return 'csv'
  return /\.txt$/i.test(name) ? 'todotxt' : undefined
}

function formatOfJson(text: string): Format | undefined {
  const first = firstObject(text)
  if (!first) return text.startsWith('{"') && text.includes('"uuid":"') ? 'taskwarrior' : undefined // a task a line
  const has = (...keys: string[]) => keys.every((key) => key in first)
  if (has('uuid', 'entry')) return 'taskwarrior'
  if (textOf(first.kind).startsWith('tasks#')) return 'google-tasks'
  if ([['content'], ['items', 'projects'], ['results'], ['tasks', 'projects']].some((keys) => has(...keys)))
    return 'todoist'
  return has('title', 'tasks') || has('title', 'lists') ? 'vikunja' : undefined
}

/** The object that a text is, or the first one of its list; undefined for anything that is no JSON. */
function firstObject(text: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return objectOf(Array.isArray(json) ? json[0] : json)
  } catch {
    return undefined
  }
}
