import type { Track } from '#contract/track.ts'

/** What a model can call. */
export interface Tool {
  name: string
  title: string
  description: string
  /** JSON Schema of an object. */
  inputSchema: {
    type: 'object'
    properties: Record<string, object>
    required?: readonly string[]
    additionalProperties: false
  }
  annotations: ReturnType<typeof annotationsOf>
  /** Returns complete answers, however long. */
  verbose?: true
  /** Covers all of the user's spaces unless one is named. */
  acrossSpaces?: true
  /** What is left of the answer is told to the model. */
  run(track: Track, input: object): Promise<unknown>
}

interface Effect {
  isRead?: boolean
  removes?: boolean
  /** Doing it twice is doing it once. */
  isRepeatable?: boolean
}

/** Hints by which a client may decide whether to ask the user. */
export const annotationsOf = ({ isRead = false, removes = false, isRepeatable = isRead }: Effect) => ({
  readOnlyHint: isRead,
  destructiveHint: removes,
  idempotentHint: isRepeatable,
  openWorldHint: false,
})
