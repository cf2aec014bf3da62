import * as z from 'zod'
import * as f from './field-types.ts'
import type { SchemaTable } from './schema.ts'

const calendarOutput = z.strictObject({ feed_key: z.string(), https: z.string(), webcal: z.string() })

export const calendar = {
  get: { input: f.noFields, output: calendarOutput },
  rotate: { input: f.noFields, output: calendarOutput },
} satisfies SchemaTable<'calendar'>
