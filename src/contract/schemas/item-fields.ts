import * as z from 'zod'
import type { FieldType } from '#domain/field-types.ts'
import {
  FIELD_NAMES,
  type Field,
  type FieldName,
  fieldOf,
  type Fields,
  type FieldsInput,
  type Item,
  SETTABLE_FIELDS,
} from '#domain/fields.ts'
import { TURN_RULES } from '#domain/turns.ts'
import { STATUSES } from '#domain/statuses.ts'
import { FEATURE_PREFIX, KIND, KINDS } from '#domain/kinds.ts'
import * as f from './field-types.ts'

type SchemaOf = (field: Field) => z.ZodType
const day = z.iso.date().nullable()
const instant = z.iso.datetime()
const anyText = () => z.string().nullable()

/** A value of an output. */
const OUTPUT: Record<FieldType, SchemaOf> = {
  id: () => z.string(),
  kind: () => z.enum(KINDS),
  status: () => z.enum(STATUSES),
  title: () => z.string(),
  line: anyText,
  text: anyText,
  priority: () => z.int().min(1).max(5),
  tags: () => z.array(z.string()),
  date: () => day,
  time: () => z.string().nullable(),
  pastDate: () => day,
  interval: anyText,
  project: anyText,
  feature: anyText,
  minutes: () => z.int().nullable(),
  money: () => z.number().nullable(),
  url: anyText,
  member: anyText,
  members: () => z.array(z.string()).nullable(),
  turnRule: () => z.enum(TURN_RULES).nullable(),
  reference: anyText,
  instant: () => instant,
  instantOrNull: () => instant.nullable(),
  revision: () => z.int().nonnegative(),
}

const idsOf = (prefixes: readonly string[]) => f.wholeId([...new Set(prefixes)].join(''))
const itemId = idsOf(KINDS.map((kind) => KIND[kind].prefix))
export const featureId = idsOf([FEATURE_PREFIX])
const line: SchemaOf = ({ max = 200 }) => f.line(max).nullable()

/** A value that people write, by the type of its field. */
const INPUT: Partial<Record<FieldType, SchemaOf>> = {
  title: () => f.title,
  line,
  text: () => f.notes,
  priority: () => f.priority,
  tags: () => f.tags,
  date: () => f.dueWords.nullable(),
  time: () => f.timeOfDay,
  pastDate: () => f.dateWords.nullable(),
  interval: () => f.interval,
  project: () => f.projectSlug.nullable(),
  feature: () => f.id.nullable(),
  minutes: () => f.estimate,
  money: () => f.budget,
  url: () => f.webAddress,
  member: () => f.memberName.nullable(),
  members: () => f.turns.nullable(),
  turnRule: () => z.enum(TURN_RULES).nullable(),
}

/** A value of an imported document, where it differs from what people write. */
const IMPORT: Partial<Record<FieldType, SchemaOf>> = {
  date: () => f.day.nullable(),
  pastDate: () => f.day.nullable(),
  interval: () => f.intervalWithDays,
  project: () => f.slug.nullable(),
  feature: () => featureId.nullable(),
  reference: () => itemId.nullable(),
  instantOrNull: () => f.instant.nullable(),
}

function shapeOf<Name extends FieldName>(names: readonly Name[], schemaOf: (name: Name) => z.ZodType): z.ZodRawShape {
  return Object.fromEntries(names.map((name) => [name, schemaOf(name)]))
}

/** An item of an output. */
export const itemOutput = z.strictObject(
  shapeOf(FIELD_NAMES, (name) => OUTPUT[fieldOf(name).type](fieldOf(name))) as {
    [Name in FieldName]: z.ZodType<Item[Name]>
  },
)

function inputOf(name: FieldName): z.ZodType {
  const field = fieldOf(name)
  const schema = INPUT[field.type]!(field)
  return field.description ? schema.describe(field.description) : schema
}

/** The fields that add, update and convert take, all of them optional. */
export const settableFields = z
  .strictObject(
    shapeOf(SETTABLE_FIELDS, inputOf) as {
      [Name in keyof Fields]: z.ZodType<Fields[Name], NonNullable<FieldsInput[Name]> | Extract<Fields[Name], null>>
    },
  )
  .partial().shape

type Importable = Exclude<FieldName, 'id' | 'kind' | 'title' | 'status' | 'created_at' | 'updated_at' | 'revision'>
const REQUIRED = new Set<FieldName>(['id', 'kind', 'title', 'status', 'created_at', 'updated_at', 'revision'])

/** An item of an imported document. */
export const importedItem = z
  .strictObject({
    id: itemId,
    kind: z.enum(KINDS),
    title: f.title,
    status: z.enum(STATUSES).default('todo'),
    created_at: f.instant,
    ...(shapeOf(
      FIELD_NAMES.filter((name) => !REQUIRED.has(name)),
      (name) => {
        const field = fieldOf(name)
        return (IMPORT[field.type] ?? INPUT[field.type])!(field).nullish()
      },
    ) as { [Name in Importable]: z.ZodOptional<z.ZodType<Item[Name], Item[Name]>> }),
    ...f.ignoredBookkeeping,
  })
  .refine(({ id, kind }) => id.startsWith(KIND[kind].prefix), { path: ['id'], message: 'is the id of another kind' })
