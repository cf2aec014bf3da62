import type { Track } from '#contract/track.ts'
import type { Moment } from './days.ts'
import type { Finding } from './finding.ts'

/** Where characters go: standard output or standard error. */
export interface Screen {
  write(text: string): unknown
  isTTY?: boolean
  columns?: number
}

/** Where characters come from. */
export interface Keyboard extends AsyncIterable<Buffer | string> {
  isTTY?: boolean
  setRawMode?(raw: boolean): unknown
  on(event: 'data', heard: (chunk: Buffer | string) => void): unknown
  on(event: 'end' | 'close', heard: () => void): unknown
  off(event: 'data', heard: (chunk: Buffer | string) => void): unknown
  off(event: 'end' | 'close', heard: () => void): unknown
  pause(): unknown
  resume(): unknown
}

/** The file that `track config` writes. Reading and writing fail with a TrackError that names it. */
export interface ConfigFile {
  path: string
  /** null when there is none; `mode` holds the permission bits. */
  read(): { text: string; mode: number } | null
  /** Writes the file whole or not at all, for its owner only. */
  write(text: string): void
}

/** Users straight on the server's database. */
export interface Local {
  track: Pick<Track, 'users'>
  close(): Promise<void>
}

/** A text that came back from the user's editor, kept in `file` until it is discarded. */
export interface Edited {
  text: string
  file: string
  discard(): void
}

export interface Server {
  url: string
  key: string
  /** By which the journal says that a write came. */
  client: 'cli' | 'mcp'
}

/** Files that a command names. They fail with a TrackError that names the path. */
export interface Files {
  read(path: string): string
  /** Whole or not at all, for its owner only. */
  write(path: string, text: string): void
}

/** How a server answers who holds no key. */
export interface Answer {
  status: number
  body: string
  /** Seconds by which its clock is ahead of this one; null when it does not say. */
  apart: number | null
  /** When its certificate ends; null over plain http. */
  validTo: Date | null
}

/** Everything that the command line reaches for, handed in by main. */
export interface World {
  /** What was typed after `track`. */
  argv: string[]
  env: Record<string, string | undefined>
  stdin: Keyboard
  stdout: Screen
  stderr: Screen
  version: string
  configFile: ConfigFile
  files: Files
  /** What the wall clock here shows now, or at an instant. */
  wall(instant?: string): Moment
  now(): Date
  /** The time zone here by its IANA name; null where it has none. */
  timezone(): string | null
  connect(server: Server, waiting: (reason: string) => void): Track
  local(): Promise<Local>
  /** Hands the Track that `open` gives to the program on the other side of standard input and output, as tools for a model, until that side ends. */
  mcp(open: () => Promise<Track>, failed: (error: Error) => void): Promise<void>
  /** Runs the server until it is stopped; settings by the names of their variables. Gives its exit code. */
  serve(settings: Record<string, string | undefined>): Promise<number>
  backup(file: string): Promise<void>
  /** Gives the path of the database that now is. */
  restore(file: string): Promise<string>
  /** What holds on this machine, as one where a server runs. */
  inspect(): Promise<Finding[]>
  /** One GET without a key; fails with a TrackError when no answer comes. */
  probe(url: string): Promise<Answer>
  /** Moves the database to another address; told of each table how many of its rows are there. */
  moveTo(target: string, progress: (table: string, rows: number) => void): Promise<void>
  edit(text: string): Promise<Edited>
  /** Whether a browser took the address. */
  browse(url: string): Promise<boolean>
}
