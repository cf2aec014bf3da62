import type { Duplex } from 'node:stream'
import { type Client, type Connection, DatabaseError, Query } from 'pg'
import { type Row, type RowReader, rowReader } from './row-reader.ts'

/** A statement with its parameters, and the name under which a connection that keeps its session prepares it. */
export interface Command {
  text: string
  values: readonly (string | null)[]
  name: string | undefined
  /** Is called with a failure, and returns what is thrown. */
  onFailure?(error: unknown): unknown
  /** Is called once it is answered, or has failed. */
  onEnd?(): void
}

export interface CommandResult {
  rows: Row[]
  /** What was done, as PostgreSQL names it: `SELECT`, `COMMIT` … */
  command: string
  numAffectedRows: bigint | undefined
}

/** PostgreSQL has passed a command over, since one that was sent together with it had failed before. */
export class SkippedCommand extends Error {
  constructor(cause: unknown) {
    super('a statement before it failed', { cause })
  }
}

/** Failures after which it is not known what became of the commands behind: as SQLSTATE (manual, appendix A). */
const CONNECTION_LOST = /^(08|40003|57P)/

interface SentCommand extends Command {
  reader: RowReader | undefined
  rows: Row[]
  /** Why a row could not be read. */
  unreadable: Error | undefined
  resolve(result: CommandResult): void
  reject(error: unknown): void
}

/** What a connection has prepared. */
interface Prepared {
  /** Names of statements that it was told to parse. */
  names: Set<string>
  /** Names of those that it may have failed to parse. */
  doubtful: Set<string>
  /** How to read the rows of those that have been described. */
  readers: Map<string, RowReader>
}

const preparedBy = new WeakMap<Connection, Prepared>()

/**
 * Commands that are sent together, with one Sync at their end (manual, 55.2.3): PostgreSQL answers them by one write,
 * and runs none behind one that fails. Unlike the driver's own query it asks for the columns of a prepared statement
 * only once, and makes one promise for each command.
 */
class CommandBatch extends Query {
  readonly #commands: SentCommand[] = []
  /** How many have been answered. */
  #ended = 0
  #prepared: Prepared | undefined
  /** Ends the driver's timer. */
  declare callback?: (error: unknown) => void

  constructor() {
    super('')
  }

  add(command: Command): Promise<CommandResult> {
    return new Promise((resolve, reject) => {
      this.#commands.push({ ...command, reader: undefined, rows: [], unreadable: undefined, resolve, reject })
    })
  }

  override submit = (connection: Connection): void => {
    let prepared = preparedBy.get(connection)
    if (!prepared)
      preparedBy.set(connection, (prepared = { names: new Set(), doubtful: new Set(), readers: new Map() }))
    this.#prepared = prepared
    sendAtOnce(connection, () => {
      for (const command of this.#commands) send(connection, prepared, command)
      connection.sync()
    })
  }

  handleRowDescription({ fields }: { fields: Parameters<typeof rowReader>[0] }): void {
    const command = this.#commands[this.#ended]!
    command.reader = rowReader(fields)
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const command = this.#commands[this.#ended]!
    try {
      command.rows.push(command.reader!(fields))
    } catch (error) {
      command.unreadable = error as Error
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const command = this.#commands[this.#ended++]!
    const { name, reader = noRow, rows, unreadable, resolve, onEnd } = command
    if (name !== undefined) this.#prepared!.readers.set(name, reader)
    if (unreadable) return end(command, unreadable, this.#prepared)
    onEnd?.()
    resolve(resultOf(text, rows))
  }

  handleReadyForQuery(): void {
    this.callback?.(null)
  }

  handleError(error: Error): void {
    this.callback?.(error)
    const [failed, ...others] = this.#commands.slice(this.#ended)
    this.#ended = this.#commands.length
    if (!failed) return
    end(failed, error, this.#prepared)
    const isSkip = error instanceof DatabaseError && !CONNECTION_LOST.test(error.code ?? '')
    for (const one of others) end(one, isSkip ? new SkippedCommand(error) : error, this.#prepared)
  }
}

/** Sends what `job` sends by one write: the socket takes a long buffer sooner than many short ones. */
function sendAtOnce(connection: { stream: Pick<Duplex, 'writable' | 'write'> }, job: () => void): void {
  const { stream } = connection
  const chunks: Buffer[] = []
  connection.stream = { writable: stream.writable, write: (chunk: Buffer) => chunks.push(chunk) > 0 }
  try {
    job()
  } finally {
    connection.stream = stream
  }
  stream.write(Buffer.concat(chunks))
}

function send(connection: Connection, prepared: Prepared, command: SentCommand): void {
  const { name, text, values } = command
  if (name === undefined || !prepared.names.has(name)) {
    if (name !== undefined && prepared.doubtful.delete(name)) connection.close({ type: 'S', name }, true)
    connection.parse({ name: name ?? '', text, types: [] }, true)
    if (name !== undefined) prepared.names.add(name)
  }
  connection.bind({ statement: name, values: values as (string | null)[] }, true)
  command.reader = name === undefined ? undefined : prepared.readers.get(name)
  if (!command.reader) connection.describe({ type: 'P' }, true)
  connection.execute(null, true)
}

function end({ name, reject, onFailure, onEnd }: SentCommand, error: unknown, prepared: Prepared | undefined): void {
  if (name !== undefined && prepared && !prepared.readers.has(name) && prepared.names.delete(name))
    prepared.doubtful.add(name)
  const reason = onFailure ? onFailure(error) : error
  onEnd?.()
  reject(reason)
}

const noRow: RowReader = () => ({})

/** Of a command's tag: `SELECT 5`, `INSERT 0 1`, `COMMIT`. */
function resultOf(tag: string, rows: Row[]): CommandResult {
  const [command = '', ...counts] = tag.split(' ')
  return { rows, command, numAffectedRows: command === 'SELECT' ? undefined : BigInt(Number(counts.at(-1)) || 0) }
}

/** Sends a command at once. */
export function sendCommand(client: Client, command: Command): Promise<CommandResult> {
  const batch = new CommandBatch()
  const result = batch.add(command)
  client.query(batch)
  return result
}

const waiting = new WeakMap<Client, CommandBatch>()

/** Sends a command at the end of this tick, together with others: those behind one that fails are skipped. */
export function sendThisTick(client: Client, command: Command): Promise<CommandResult> {
  let batch = waiting.get(client)
  if (!batch) {
    const made = (batch = new CommandBatch())
    waiting.set(client, made)
    setImmediate(() => {
      waiting.delete(client)
      client.query(made)
    })
  }
  return batch.add(command)
}
