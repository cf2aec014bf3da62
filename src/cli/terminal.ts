import type { CliEnvironment } from './environment.ts'

const PROGRAMS_WITH_LINKS = /^(?:iTerm\.app|WezTerm|vscode|ghostty|Hyper|zed|rio|Tabby)$/
const TERMS_WITH_LINKS = /^(?:xterm-kitty|xterm-ghostty|alacritty|foot|contour|wezterm)/
/** VTE (GNOME Terminal and others) shows them since 0.50. */
const MIN_VTE_VERSION = 5000

/** Whether the terminal is one of those that show hyperlinks (OSC 8); FORCE_HYPERLINK=1 or =0 decides for others. */
export function knowsLinks(env: CliEnvironment['env']): boolean {
  if (env.FORCE_HYPERLINK) return env.FORCE_HYPERLINK !== '0'
  if (env.TERM === 'dumb' || env.NO_HYPERLINK || env.CI) return false
  return (
    PROGRAMS_WITH_LINKS.test(env.TERM_PROGRAM ?? '') ||
    TERMS_WITH_LINKS.test(env.TERM ?? '') ||
    Number(env.VTE_VERSION) >= MIN_VTE_VERSION ||
    Boolean(env.WT_SESSION || env.KONSOLE_VERSION || env.DOMTERM)
  )
}
