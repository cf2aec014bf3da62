import { ensureBuilt } from '../scripts/prepare.mjs'

/** Tests of the program run the bundle, as users do. */
export default function setup(): void {
  ensureBuilt()
}
