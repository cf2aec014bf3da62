import { command } from '../command.ts'
import { bash, completed, fish, zsh } from '../completion.ts'
import { oneOf } from '../usage.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const

export const completion = command<(typeof SHELLS)[number]>({
  args: [['<shell>', SHELLS.join(', '), SHELLS]],
  about: `For bash, in ~/.bashrc: source <(track completion bash)
For zsh, in ~/.zshrc behind compinit: source <(track completion zsh)
For fish: track completion fish > ~/.config/fish/completions/track.fish`,
  examples: ['track completion bash'],
  read: ({ args: [shell = ''] }) => oneOf('the shell', shell, SHELLS),
  async run({ world }, shell, all) {
    world.stdout.write({ bash, zsh, fish }[shell](await completed(all)))
  },
})
