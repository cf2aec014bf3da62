import { FIELD_TYPES, type FieldInputs, type FieldType, type FieldValues } from './field-types.ts'
import type { Kind } from './kinds.ts'

interface FieldDefinition {
  /** The letter by which the journal names it: no other field's, and never changed once it was released. */
  code: string
  type: FieldType
  /** What people call it in the page and in a history. */
  label: string
  /** The kinds that have it; every kind where none are named. */
  kinds?: readonly Kind[]
  /** Characters, of a line. */
  max?: number
  /** For the API's reference and for assistants; most types have a description of their own. */
  description?: string
}

/** A field that add, update, convert and import set. */
interface SettableFieldDefinition extends FieldDefinition {
  settable: true
  /** The flag of `add` and `edit`, and its help; null where these read it themselves: the title is an argument. */
  flag: { name: string; help: string } | null
}

/** A field that follows from other fields or has an operation of its own. */
interface DerivedFieldDefinition extends FieldDefinition {
  settable?: undefined
  flag?: undefined
}

/** The definition of a field of an item. Types, schemas, columns, flags and forms are derived from it. */
export type Field = SettableFieldDefinition | DerivedFieldDefinition

/** Keeps the literal type of an entry. */
const field = <const Entry extends Field>(entry: Entry): Entry => entry

/** The fields of an item, in the order of its JSON. */
export const ITEM_FIELDS = {
  id: field({ code: 'i', type: 'id', label: 'Id' }),
  kind: field({ code: 'k', type: 'kind', label: 'Kind' }),
  title: field({ code: 't', type: 'title', label: 'Title', settable: true, flag: null }),
  status: field({ code: 's', type: 'status', label: 'Status' }),
  priority: field({
    code: 'p',
    type: 'priority',
    label: 'Priority',
    settable: true,
    flag: { name: '-p, --priority <1-5>', help: '1 is highest' },
  }),
  due: field({
    code: 'd',
    type: 'date',
    label: 'Due',
    settable: true,
    flag: { name: '--due <date>', help: 'tomorrow, fri 3pm, in 3 days, 15th, jun 1, 2026-06-01; none clears' },
  }),
  /** On the due day, on the clocks of whoever looks; never without a due date. */
  at: field({
    code: 'a',
    type: 'time',
    label: 'Time',
    settable: true,
    flag: { name: '--at <time>', help: '15:00, 3pm, noon; only with a due date, which may say it itself' },
  }),
  tags: field({
    code: 'g',
    type: 'tags',
    label: 'Tags',
    settable: true,
    flag: { name: '--tags <a,b>', help: 'all tags' },
  }),
  notes: field({
    code: 'n',
    type: 'text',
    label: 'Notes',
    settable: true,
    flag: { name: '--notes <text>', help: 'Markdown; - reads standard input' },
  }),
  every: field({
    code: 'e',
    type: 'interval',
    label: 'Repeats',
    settable: true,
    flag: { name: '--every <interval>', help: 'daily, 2 weeks, mon,thu, every other fri, monthly on last' },
  }),
  /** The day a series counts from. */
  anchor: field({ code: 'h', type: 'date', label: 'Anchor' }),
  last_done: field({
    code: 'l',
    type: 'pastDate',
    label: 'Last done',
    settable: true,
    kinds: ['chore'],
    flag: { name: '--last-done <date>', help: 'when a chore was last done' },
  }),
  project: field({
    code: 'P',
    type: 'project',
    label: 'Project',
    settable: true,
    kinds: ['task'],
    flag: { name: '--project <slug>', help: "a task's project" },
  }),
  feature: field({
    code: 'f',
    type: 'feature',
    label: 'Feature',
    settable: true,
    kinds: ['task'],
    flag: { name: '--feature <id>', help: "a task's feature" },
  }),
  estimate: field({
    code: 'm',
    type: 'minutes',
    label: 'Estimate',
    settable: true,
    kinds: ['todo', 'chore', 'task'],
    flag: { name: '--estimate <time>', help: '15m, 2h, 1h30m' },
  }),
  recipient: field({
    code: 'R',
    type: 'line',
    label: 'Recipient',
    settable: true,
    kinds: ['gift'],
    max: 200,
    description: 'whom a gift is for, or null',
    flag: { name: '--for <name>', help: 'whom a gift is for' },
  }),
  occasion: field({
    code: 'O',
    type: 'line',
    label: 'Occasion',
    settable: true,
    kinds: ['gift'],
    max: 200,
    description: 'what a gift is for, or null',
    flag: { name: '--occasion <text>', help: 'what a gift is for' },
  }),
  budget: field({
    code: 'b',
    type: 'money',
    label: 'Budget',
    settable: true,
    kinds: ['gift', 'shopping'],
    flag: { name: '--budget <amount>', help: '50, 19.99; gifts and shopping' },
  }),
  url: field({
    code: 'U',
    type: 'url',
    label: 'Link',
    settable: true,
    kinds: ['gift', 'shopping'],
    flag: { name: '--url <address>', help: 'where to buy it' },
  }),
  /** Null in one's own space, which nobody else enters. */
  assigned: field({
    code: 'A',
    type: 'member',
    label: 'Assigned',
    settable: true,
    flag: { name: '--assign <name>', help: 'the member of a shared space who does it; none: anyone' },
  }),
  turns: field({
    code: 'T',
    type: 'members',
    label: 'Turns',
    settable: true,
    kinds: ['chore'],
    flag: { name: '--turns <a,b>', help: 'members of a shared space who do a chore in turn; none: nobody' },
  }),
  turn_rule: field({
    code: 'L',
    type: 'turnRule',
    label: 'Turn rule',
    settable: true,
    kinds: ['chore'],
    flag: { name: '--turn-rule <rule>', help: 'next: in order; fewest: who did it least in the last 90 days' },
  }),
  /** Who is credited with having done it; null in one's own space. */
  done_by: field({ code: 'B', type: 'member', label: 'Done by' }),
  bought_on: field({ code: 'G', type: 'pastDate', label: 'Bought on', kinds: ['gift'] }),
  /** The copy that completing this item added. */
  next: field({ code: 'x', type: 'reference', label: 'Next' }),
  created_at: field({ code: 'c', type: 'instant', label: 'Created' }),
  updated_at: field({ code: 'u', type: 'instant', label: 'Updated' }),
  done_at: field({ code: 'D', type: 'instantOrNull', label: 'Finished' }),
  /** The user's revision that last changed the item. */
  revision: field({ code: 'r', type: 'revision', label: 'Revision' }),
}

type Table = typeof ITEM_FIELDS
type TypeOf<Name extends keyof Table> = Table[Name]['type']
export type FieldName = keyof Table

/** An item as everyone sees it: every kind has every field, absent values are null. */
export type Item = { [Name in FieldName]: FieldValues[TypeOf<Name>] }

/** A field that add, update and convert may set; the rest follows from them or has an operation of its own. */
export type SettableField = {
  [Name in FieldName]: Table[Name] extends { settable: true } ? Name : never
}[FieldName]
/** A settable field that only some kinds have. */
export type OwnField = {
  [Name in SettableField]: Table[Name] extends { kinds: readonly Kind[] } ? Name : never
}[SettableField]
/** A settable field of one line of text: a form needs to know no more of it than the table says. */
export type LineField = {
  [Name in SettableField]: TypeOf<Name> extends 'line' ? Name : never
}[SettableField]
export type Fields = { [Name in SettableField]: FieldValues[TypeOf<Name>] }
/** Fields as people write them. */
export type FieldsInput = { [Name in SettableField]?: FieldInputs[TypeOf<Name>] }

export const FIELD_NAMES = Object.keys(ITEM_FIELDS) as FieldName[]
export const fieldOf = (name: FieldName): Field => ITEM_FIELDS[name]

export const SETTABLE_FIELDS = FIELD_NAMES.filter((name) => fieldOf(name).settable) as SettableField[]
export const OWN_FIELDS = SETTABLE_FIELDS.filter((name) => fieldOf(name).kinds) as OwnField[]
export const LINE_FIELDS = SETTABLE_FIELDS.filter((name) => fieldOf(name).type === 'line') as LineField[]
export function hasField(kind: Kind, name: FieldName): boolean {
  const { kinds } = fieldOf(name)
  return !kinds || kinds.includes(kind)
}

const initialOf = (name: FieldName): unknown => FIELD_TYPES[ITEM_FIELDS[name].type].initial

/** All fields in the order of the table: a copy of it is quicker than to add field by field. */
const EMPTY = Object.fromEntries(FIELD_NAMES.map((name) => [name, initialOf(name)]))

/**
 * Gives every field that is missing its initial value, in the order of the table; what else there is stays. For new
 * items, and for those written down before a field existed or without what is null: journal, imports, replicas.
 */
export function completeItem<T extends Partial<Item>>(item: T): T & Item {
  const complete: Record<string, unknown> = { ...EMPTY, tags: [] }
  for (const name in item) if (item[name] !== undefined) complete[name] = item[name]
  return complete as T & Item
}

/** Whether a value is what completeItem gives an item that lacks the field. */
export const isInitialValue = (name: string, value: unknown): boolean =>
  value === EMPTY[name] || (Array.isArray(value) && value.length === 0)

/** What completeItem gives an item that lacks the field; undefined for fields that every item has. */
export const initialValueOf = (name: string): unknown => (Array.isArray(EMPTY[name]) ? [] : EMPTY[name])
