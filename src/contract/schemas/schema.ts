import type * as z from 'zod'
import type { Signatures } from '../signatures.ts'

/** The schemas of an operation. */
export interface OperationSchemas {
  /** Parsing gives a trimmed, canonical input; unknown fields are refused. */
  input: z.ZodType
  /** null where the operation returns nothing. For descriptions and tests: outputs are not validated as they leave. */
  output: z.ZodType | null
}

/** The schemas of a noun's operations. */
export type SchemaTable<Noun extends keyof Signatures> = Record<keyof Signatures[Noun], OperationSchemas>
