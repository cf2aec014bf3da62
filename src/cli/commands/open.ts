import { command } from '../command.ts'
import { settings } from '../config.ts'

export const open = command<null>({
  about: 'Where there is no browser, the address is printed.',
  examples: ['track open'],
  read: () => null,
  async run({ world, out, tell }) {
    const { url } = await settings(world)
    if (await world.browse(url.value)) tell(`opened ${url.value}`)
    else out.line(url.value)
  },
})
