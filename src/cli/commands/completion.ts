import { command } from '../command.ts'
import { oneOf } from '../options.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const

export const completion = command<(typeof SHELLS)[number]>({
  args: [['<shell>', SHELLS.join(', '), SHELLS]],
  keyless: true,
  about: `Completes commands, flags, and what your server has: ids with their titles, projects, tags.
For bash, in ~/.bashrc: source <(track completion bash)
For zsh, in ~/.zshrc behind compinit: source <(track completion zsh)
For fish: track completion fish > ~/.config/fish/completions/track.fish`,
  examples: ['track completion bash'],
  read: ({ args: [shell = ''] }) => oneOf('the shell', shell, SHELLS),
  async run({ environment }, shell) {
    const { COMPLETION_SCRIPTS } = await import('../completion-scripts.ts')
    environment.stdout.write(COMPLETION_SCRIPTS[shell])
  },
})
