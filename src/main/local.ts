import type { Track } from '#contract/operations.ts'
import { localTrack } from '#service/service.ts'
import { type Env, readSettings } from './settings.ts'
import { openDatabase, worldOf } from './world.ts'

const BESIDE_A_SERVER = { exclusive: false, create: false }

/** The administration of users straight on an existing database, beside a running server or without one. */
export async function openLocal(env: Env): Promise<{ track: Pick<Track, 'users'>; close(): Promise<void> }> {
  const engine = await openDatabase(readSettings(env), BESIDE_A_SERVER)
  return { track: localTrack(worldOf(engine)), close: () => engine.close() }
}

/** Copies the database, consistent as of one moment, while a server may be writing. */
export async function backup(env: Env, file: string): Promise<void> {
  const engine = await openDatabase(readSettings(env), BESIDE_A_SERVER)
  try {
    await engine.backup(file)
  } finally {
    await engine.close()
  }
}
