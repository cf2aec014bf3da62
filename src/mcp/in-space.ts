import { type Track, trackFrom } from '#contract/track.ts'
import type { Tool } from './tool.ts'

const ALL_SPACES = '*'

/** A tool that takes the name of a shared space beside its input, unless it has an input of this name. */
export function inAnySpace(tool: Tool): Tool {
  const { properties } = tool.inputSchema
  if ('space' in properties) return tool
  return {
    ...tool,
    inputSchema: { ...tool.inputSchema, properties: { ...properties, space: { type: 'string' } } },
    run(track, { space, ...input }: { space?: string; revision?: number }) {
      // a revision is of one space
      const named = space ?? (tool.acrossSpaces && input.revision === undefined ? ALL_SPACES : undefined)
      return tool.run(named === undefined ? track : inSpace(track, named), input)
    },
  }
}

/** All operations, in a space of the user. */
const inSpace = (track: Track, space: string): Track =>
  trackFrom(({ name }, input, options) => track.call(name, input, { ...options, space }))
