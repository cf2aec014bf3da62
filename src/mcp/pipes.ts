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

/** Characters of one line. The server takes bodies of 1 MiB. */
const LONGEST = 4 * 1024 * 1024

/** JSON lines on two pipes. Once nothing more is asked, what was asked is still answered before the end. */
export class Pipes implements Transport {
  onmessage?: Transport['onmessage']
  onclose?: () => void
  readonly #input: Readable
  readonly #output: Writable
  #line = ''
  #tooLong = false
  readonly #asked = new Set<RequestId>()
  #complete = false
  readonly closed: Promise<void>
  #closed!: () => void

  constructor(input: Readable, output: Writable) {
    this.#input = input
    this.#output = output
    this.closed = new Promise((closed) => (this.#closed = closed))
  }

  async start(): Promise<void> {
    this.#input.setEncoding('utf8').on('data', (text: string) => this.#hear(text))
    for (const over of ['end', 'close']) {
      this.#input.on(over, () => {
        this.#hear('\n') // a last line may lack its end
        this.#complete = true
        this.#closeWhenAnswered()
      })
    }
  }

  async send(message: JSONRPCMessage): Promise<void> {
    this.#output.write(serializeMessage(message))
    if (!('method' in message) && message.id !== undefined) this.#asked.delete(message.id)
    this.#closeWhenAnswered()
  }

  async close(): Promise<void> {
    this.#input.destroy()
    this.onclose?.()
    this.#closed()
  }

  #hear(text: string): void {
    const [first = '', ...lines] = text.split('\n')
    this.#add(first)
    for (const line of lines) {
      if (this.#tooLong) this.#refuse(INVALID_REQUEST, `a line has more than ${LONGEST} characters`)
      else if (this.#line.trim()) this.#read(this.#line)
      this.#tooLong = false
      this.#line = ''
      this.#add(line)
    }
  }

  #add(text: string): void {
    if (this.#line.length + text.length > LONGEST) this.#tooLong = true
    this.#line = this.#tooLong ? '' : this.#line + text
  }

  #read(line: string): void {
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch {
      return this.#refuse(PARSE_ERROR, 'a line is no JSON')
    }
    let message: JSONRPCMessage
    try {
      message = parseJSONRPCMessage(value)
    } catch {
      return this.#refuse(INVALID_REQUEST, 'a line is no message of JSON-RPC 2.0', value)
    }
    if (isJSONRPCRequest(message) && message.method !== 'subscriptions/listen') this.#asked.add(message.id) // that one is answered for as long as there are pipes
    else if ('method' in message && message.method === 'notifications/cancelled')
      this.#asked.delete(message.params?.requestId as RequestId)
    this.onmessage?.(message)
  }

  /** JSON-RPC 2.0, 5.1: what cannot be read is answered, too, to nobody where it does not say whom. */
  #refuse(code: number, message: string, read?: unknown): void {
    const { id } = Object(read) as { id?: unknown }
    this.#output.write(
      `${JSON.stringify({ jsonrpc: '2.0', id: typeof id === 'string' || Number.isInteger(id) ? id : null, error: { code, message } })}\n`,
    )
  }

  #closeWhenAnswered(): void {
    if (this.#complete && this.#asked.size === 0) void this.close()
  }
}
