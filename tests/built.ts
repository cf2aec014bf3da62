import { built } from '../scripts/prepare.mjs'

/** Tests of the whole program run what people run: the bundle. */
export default function setup(): void {
  built()
}
