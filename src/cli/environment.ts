import type { LocalTrack, Track } from '#contract/track.ts'
import type { KnownUser } from '#contract/types.ts'
import type { LocalDateTime } from './date-format.ts'
import type { Finding } from './findings.ts'

/** Standard output or standard error. */
export interface OutputStream {
  write(text: string): unknown
  isTTY?: boolean
  columns?: number
  rows?: number
}

/** Standard input. */
export interface InputStream extends AsyncIterable<Buffer | string> {
  isTTY?: boolean
  setRawMode?(raw: boolean): unknown
  on(event: 'data', listener: (chunk: Buffer | string) => void): unknown
  on(event: 'end' | 'close', listener: () => void): unknown
  off(event: 'data', listener: (chunk: Buffer | string) => void): unknown
  off(event: 'end' | 'close', listener: () => void): unknown
  pause(): unknown
  resume(): unknown
}

/** The file that `track config` writes. Throws `unavailable` with the path. */
export interface ConfigFile {
  path: string
  /** null if there is none; `mode`: permission bits. */
  read(): { text: string; mode: number } | null
  /** Writes the file atomically, for its owner only. */
  write(text: string): void
}

/** Administration of users on the server's database, without a server. */
export interface LocalUsers {
  track: LocalTrack
  close(): Promise<void>
}

/** A text from the user's editor; it stays in `file` until it is discarded. */
export interface EditedText {
  text: string
  file: string
  discard(): void
}

export interface ServerAccess {
  url: string
  key: string
  /** That calls are about; the user's own without it. */
  space?: string
  /** Where no space is named, calls are about the one that the user's defaults name, if they may be. */
  usesDefaults?: boolean
  /** Recorded in the journal. */
  client: 'cli' | 'mcp'
}

export interface AnswerListener {
  /** Called where no answer comes for a while, and before each retry with the reason. */
  onWait(reason?: string): void
  /** Called with what an answer tells of the key's user. */
  onUser(user: KnownUser): void
}

/** Files that are arguments of commands. Throws `unavailable` with the path. */
export interface Files {
  read(path: string): Uint8Array
  /** Whether there is a file of data; pipes and devices are none. */
  exists(path: string): boolean
  /** Writes atomically, for the owner only. */
  write(path: string, text: string): void
}

/** A server's response to a request without a key. */
export interface ProbeResult {
  status: number
  body: string
  /** Seconds by which the server's clock is ahead; null without a Date header. */
  clockSkewSeconds: number | null
  /** When the certificate expires; null over plain http. */
  validTo: Date | null
}

/** Everything outside of the command line that it uses; `main/` provides it. */
export interface CliEnvironment {
  /** The arguments after `track`. */
  argv: string[]
  env: Record<string, string | undefined>
  stdin: InputStream
  stdout: OutputStream
  stderr: OutputStream
  version: string
  configFile: ConfigFile
  files: Files
  /** The local time now, or at an instant. */
  localTime(instant?: string): LocalDateTime
  now(): Date
  /** When the program was started, in milliseconds of the epoch. */
  startedAt: number
  /** The addresses by which this machine is reached. */
  ownAddresses(): string[]
  /** The local time zone's IANA name; null if it has none. */
  timezone(): string | null
  connect(server: ServerAccess, listener: AnswerListener): Track
  /**
   * Tells of each write after a revision as it happens, or (undefined, in all spaces) that it begins to and of each
   * from then on, until the signal ends it.
   */
  follow(server: ServerAccess, since: number | undefined, signal: AbortSignal): AsyncIterable<void>
  local(): Promise<LocalUsers>
  /** Serves MCP over standard input and output until the client disconnects. */
  mcp(open: () => Promise<Track>, onError: (error: Error) => void): Promise<void>
  /** Runs the server until it is stopped; returns its exit code. Settings are named as their variables. */
  serve(settings: Record<string, string | undefined>): Promise<number>
  backup(file: string): Promise<void>
  /** Returns the location of the restored database. */
  restore(file: string): Promise<string>
  /** Checks the server on this machine, if there is one. */
  inspect(): Promise<Finding[]>
  /** Sends a GET without a key. Throws `unavailable` if there is no response. */
  probe(url: string, timeoutMs?: number): Promise<ProbeResult>
  /** Copies the database to PostgreSQL; reports the number of copied rows by table. */
  moveToPostgres(target: string, progress: (table: string, rows: number) => void): Promise<void>
  edit(text: string): Promise<EditedText>
  /** Shows a page of the manual; returns false if there is no `man`. */
  manual(text: string): Promise<boolean>
  /** Writes pages of the manual for everyone to read; makes the folder if it is missing. Throws `unavailable`. */
  writeManual(folder: string, pages: readonly { name: string; text: string }[]): Promise<void>
  /** Shows a text in the user's pager; returns false if there is none. */
  pager(text: string): Promise<boolean>
  /** Opens a URL; returns whether there is a browser. */
  browse(url: string): Promise<boolean>
}
