import { type Track, trackFrom } from '#contract/track.ts'
import type { Tool } from './tool.ts'

const ALL_SPACES = '*'

/** A tool that takes the name of a shared space beside its input, unless it has an input of this name. */
export function inAnySpace(tool: Tool): Tool {
  const { properties } = tool.inputSchema
  if ('space' in properties) return inSpaceOfId(tool)
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

/** A tool whose id may name the space of its item: `home/g-1f3a`. */
const inSpaceOfId = (tool: Tool): Tool => ({
  ...tool,
  run(track, input: { id?: string }) {
    const [, space, id] = /^([^/]+)\/(.+)$/.exec(input.id ?? '') ?? []
    return space === undefined ? tool.run(track, input) : tool.run(inSpace(track, space), { ...input, id })
  },
})

/** All operations, in a space of the user. */
const inSpace = (track: Track, space: string): Track =>
  trackFrom(({ name }, input, options) => track.call(name, input, { ...options, space }))
