import * as z from 'zod'
import { MAX_MEMBERS, MEMBER_ROLES } from '#domain/spaces.ts'
import * as f from './field-types.ts'
import { newName, userName } from './users.ts'
import type { SchemaTable } from './schema.ts'

const revision = z.int().nonnegative()
export const spaceSummary = z
  .strictObject({
    name: z.string(),
    role: z.enum(MEMBER_ROLES),
    id: z.string().optional(),
    revision: revision.optional(),
  })
  .describe('of a space that the user is only invited to, nothing but name and role')
const listedSpace = spaceSummary
  .extend({ members: z.array(z.string()).optional().describe('names, without who is only invited') })
  .describe('a space; of one that the user is only invited to, nothing but name and role')
export const member = z.strictObject({ name: z.string(), role: z.enum(MEMBER_ROLES), called: z.array(z.string()) })
const space = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: z.enum(MEMBER_ROLES),
  members: z.array(member),
  revision,
})
const byName = z.strictObject({ name: userName })

export const spaces = {
  list: { input: f.noFields, output: z.strictObject({ spaces: z.array(listedSpace) }) },
  add: {
    input: z.strictObject({ name: newName }),
    output: space,
  },
  get: { input: byName, output: space },
  join: { input: byName, output: space },
  adopt: {
    input: z.strictObject({
      name: newName.describe('of the user, and then of the space'),
      key: z.string().trim().optional().describe("the user's API key, without which this is refused"),
      members: z
        .array(userName)
        .min(1, 'names nobody')
        .max(MAX_MEMBERS, `names more than ${MAX_MEMBERS} users`)
        .describe('users, of whom the first one becomes the owner'),
    }),
    output: space.omit({ role: true }),
  },
  remove: { input: byName, output: null },
} satisfies SchemaTable<'spaces'>
