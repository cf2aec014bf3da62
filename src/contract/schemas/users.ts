import * as z from 'zod'
import { ROLES, USER_NAME } from '#domain/users.ts'
import * as f from './field-types.ts'
import type { SchemaTable } from './schema.ts'

const user = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  timezone: z.string(),
  created_at: z.iso.datetime(),
})
const newKey = z.strictObject({ id: z.string(), name: z.string(), role: z.enum(ROLES), api_key: z.string() })

export const userName = z.string().trim()
/** Words that stand for other spaces where a request names one. */
const RESERVED = ['default']

/** Of a new user, or of a space: both share their names. */
export const newName = userName
  .regex(USER_NAME, 'is 1 to 32 of a-z, 0-9, dot, dash and underscore, and begins with a letter or digit')
  .refine((name) => !RESERVED.includes(name), 'is a word that stands for another space')
const byName = z.strictObject({ name: userName })

export const users = {
  list: { input: f.noFields, output: z.strictObject({ users: z.array(user) }) },
  add: {
    input: z.strictObject({ name: newName, role: z.enum(ROLES).optional(), timezone: f.timezone.optional() }),
    output: newKey,
  },
  rotate: { input: byName, output: newKey },
  update: { input: byName.extend({ role: z.enum(ROLES) }), output: user },
  remove: { input: byName, output: null },
} satisfies SchemaTable<'users'>
