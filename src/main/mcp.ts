import type { Readable, Writable } from 'node:stream'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import type { Track } from '#contract/track.ts'
import { StdioTransport } from '#mcp/stdio-transport.ts'
import { createMcpServer } from '#mcp/server.ts'
import { VERSION } from './version.ts'

/** Serves MCP on two pipes until the client disconnects; its protocol version is negotiated. */
export async function serveMcp(
  open: () => Promise<Track>,
  input: Readable,
  output: Writable,
  onError: (error: Error) => void,
): Promise<void> {
  const transport = new StdioTransport(input, output)
  serveStdio(() => createMcpServer(open, VERSION), { transport: transport, onerror: onError })
  await transport.closed
}
