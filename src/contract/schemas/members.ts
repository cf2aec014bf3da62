import * as z from 'zod'
import { MAX_NAMES } from '#domain/spaces.ts'
import * as f from './field-types.ts'
import type { SchemaTable } from './schema.ts'
import { member } from './spaces.ts'
import { userName } from './users.ts'

const memberName = z.strictObject({ name: userName.describe('of the space'), user: userName })

export const members = {
  set: { input: memberName.extend({ role: z.enum(['owner', 'member']) }), output: member },
  update: {
    input: memberName.extend({
      called: z
        .array(f.line(50))
        .max(MAX_NAMES, `holds more than ${MAX_NAMES} names`)
        .describe('by what names the others know them, such as Mom: gifts for them are kept secret from them'),
    }),
    output: member,
  },
  remove: { input: memberName, output: null },
} satisfies SchemaTable<'members'>
