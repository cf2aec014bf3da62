import type { Readable, Writable } from 'node:stream'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import type { Track } from '#contract/track.ts'
import { Pipes } from '#mcp/pipes.ts'
import { serverOf } from '#mcp/server.ts'
import { VERSION } from './version.ts'

/** Speaks MCP on two pipes, in whichever of its versions the other side does, until that side ends. */
export async function mcp(
  open: () => Promise<Track>,
  input: Readable,
  output: Writable,
  failed: (error: Error) => void,
): Promise<void> {
  const pipes = new Pipes(input, output)
  serveStdio(() => serverOf(open, VERSION), { transport: pipes, onerror: failed })
  await pipes.closed
}
