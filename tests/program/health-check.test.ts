import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { useHome } from './fixtures.ts'

const home = useHome()

/** The image's health check, as Docker runs it in its folder. */
function healthCheck(env: Record<string, string>): Promise<{ code: number | null; stderr: string }> {
  const [, words] = /^HEALTHCHECK .*CMD (\[.*\])$/m.exec(readFileSync('Dockerfile', 'utf8'))!
  const [command, ...args] = JSON.parse(words!) as string[]
  const child = spawn(command!, args, { env: { PATH: process.env.PATH ?? '', HOME: home.path, ...env } })
  let stderr = ''
  child.stderr.on('data', (text) => (stderr += text))
  return new Promise((done) => child.on('close', (code) => done({ code, stderr })))
}

it("the image's health check asks the server where its settings say that it listens", async () => {
  for (const TRACK_HOST of ['0.0.0.0', '127.0.0.1']) {
    const server = await home.start({ TRACK_HOST, TRACK_DATA_DIR: join(home.path, 'data') })
    const { port } = new URL(server.url)
    writeFileSync(join(home.path, 'port'), `${port}\n`)
    const settings: Record<string, string>[] = [
      { TRACK_PORT: port },
      { TRACK_PORT: `"${port}"` },
      { TRACK_PORT_FILE: join(home.path, 'port') },
    ]
    for (const env of settings) expect(await healthCheck({ TRACK_HOST, ...env })).toEqual({ code: 0, stderr: '' })
    await server.stop()
    expect(await healthCheck({ TRACK_HOST, TRACK_PORT: port })).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^no answer from http:\/\/\S+\/readyz: connection refused\n$/),
    })
  }
})
