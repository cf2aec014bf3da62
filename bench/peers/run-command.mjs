import { spawn } from 'node:child_process'
import { cleanEnvironment, onServerCore } from '../processes.mjs'

/** Runs a command to its end and drops what it prints. Throws if it fails. */
export function runCommand(words, home, env) {
  const [command, ...args] = onServerCore(words)
  const child = spawn(command, args, { env: cleanEnvironment(home, env), stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stdout.resume()
  child.stderr.on('data', (text) => (errors += text))
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('close', (status) =>
      status === 0 ? done() : failed(new Error(`${words.join(' ')} ended with ${status}: ${errors}`)),
    )
  })
}
