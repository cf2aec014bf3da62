import type { Readable, Writable } from 'node:stream'
import {
  INVALID_REQUEST,
  isJSONRPCRequest,
  type JSONRPCMessage,
  PARSE_ERROR,
  parseJSONRPCMessage,
  type RequestId,
  serializeMessage,
  type Transport,
} from '@modelcontextprotocol/server'

/** The server accepts bodies of 1 MiB, so longer lines could not be executed anyway. */
const MAX_LINE_CHARACTERS = 4 * 1024 * 1024

/** JSON-RPC messages as lines on two pipes. When the input ends, pending requests are still answered. */
export class StdioTransport implements Transport {
  onmessage?: Transport['onmessage']
  onclose?: () => void
  readonly #input: Readable
  readonly #output: Writable
  #line = ''
  #tooLong = false
  readonly #pending = new Set<RequestId>()
  #inputEnded = false
  readonly closed: Promise<void>
  #closed!: () => void

  constructor(input: Readable, output: Writable) {
    this.#input = input
    this.#output = output
    this.closed = new Promise((closed) => (this.#closed = closed))
  }

  async start(): Promise<void> {
    this.#input.setEncoding('utf8').on('data', (text: string) => this.#receive(text))
    for (const event of ['end', 'close']) {
      this.#input.on(event, () => {
        this.#receive('\n') // the last line may lack a line break
        this.#inputEnded = true
        this.#closeWhenAnswered()
      })
    }
  }

  async send(message: JSONRPCMessage): Promise<void> {
    this.#output.write(serializeMessage(message))
    if (!('method' in message) && message.id !== undefined) this.#pending.delete(message.id)
    this.#closeWhenAnswered()
  }

  async close(): Promise<void> {
    this.#input.destroy()
    this.onclose?.()
    this.#closed()
  }

  #receive(text: string): void {
    const [first = '', ...lines] = text.split('\n')
    this.#append(first)
    for (const line of lines) {
      if (this.#tooLong) this.#sendError(INVALID_REQUEST, `a line has more than ${MAX_LINE_CHARACTERS} characters`)
      else if (this.#line.trim()) this.#handleLine(this.#line)
      this.#tooLong = false
      this.#line = ''
      this.#append(line)
    }
  }

  #append(text: string): void {
    if (this.#line.length + text.length > MAX_LINE_CHARACTERS) this.#tooLong = true
    this.#line = this.#tooLong ? '' : this.#line + text
  }

  #handleLine(line: string): void {
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch {
      return this.#sendError(PARSE_ERROR, 'a line is no JSON')
    }
    let message: JSONRPCMessage
    try {
      message = parseJSONRPCMessage(value)
    } catch {
      return this.#sendError(INVALID_REQUEST, 'a line is no message of JSON-RPC 2.0', value)
    }
    // subscriptions/listen never ends by itself
    if (isJSONRPCRequest(message) && message.method !== 'subscriptions/listen') this.#pending.add(message.id)
    else if ('method' in message && message.method === 'notifications/cancelled')
      this.#pending.delete(message.params?.requestId as RequestId)
    this.onmessage?.(message)
  }

  /** Answers an invalid line (JSON-RPC 2.0, 5.1); the id is null if it can't be read. */
  #sendError(code: number, message: string, read?: unknown): void {
    const { id } = Object(read) as { id?: unknown }
    const validId = typeof id === 'string' || Number.isInteger(id) ? id : null
    this.#output.write(`${JSON.stringify({ jsonrpc: '2.0', id: validId, error: { code, message } })}\n`)
  }

  #closeWhenAnswered(): void {
    if (this.#inputEnded && this.#pending.size === 0) void this.close()
  }
}
