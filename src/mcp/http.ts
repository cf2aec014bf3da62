import { createMcpHandler } from '@modelcontextprotocol/server'
import type { Track } from '#contract/track.ts'
import { createMcpServer } from './server.ts'

export interface McpRequest {
  url: string
  headers: Record<string, string>
  /** The value of the JSON body. */
  body: unknown
}

export interface McpResponse {
  status: number
  headers: Record<string, string>
  body: string
}

/** The tools over streamable HTTP: each request is answered by a server of its own, for the Track of its caller. */
export function createMcpResponder(version: string): (track: Track, request: McpRequest) => Promise<McpResponse> {
  const handler = createMcpHandler(
    ({ authInfo }) => createMcpServer(() => Promise.resolve(authInfo!.extra!.track as Track), version),
    { maxSubscriptions: 0, keepAliveMs: 0 }, // the list of tools never changes
  )
  return async (track, { url, headers, body }) => {
    const request = new Request(url, { method: 'POST', headers })
    const authInfo = { token: '', clientId: '', scopes: [], extra: { track } }
    const response = await handler.fetch(request, { parsedBody: body, authInfo })
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() }
  }
}
