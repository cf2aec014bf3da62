import { signal } from '@preact/signals'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]
const STORAGE_KEY = 'track.theme'

function loadTheme(): Theme {
  try {
    const theme = localStorage.getItem(STORAGE_KEY)
    return theme === 'light' || theme === 'dark' ? theme : 'system'
  } catch {
    return 'system'
  }
}

export const theme = signal<Theme>(loadTheme())

const PAPER = { light: '#f6f5f2', dark: '#131416' }

/** Also colours the browser's own bar, which follows the system until a theme is chosen. */
function paint(chosen: Theme): void {
  const root = document.documentElement
  if (chosen === 'system') delete root.dataset.theme
  else root.dataset.theme = chosen
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]'))
    meta.content = PAPER[chosen === 'system' ? (meta.media.includes('dark') ? 'dark' : 'light') : chosen]
}

paint(theme.value)

export function chooseTheme(chosen: Theme): void {
  theme.value = chosen
  paint(chosen)
  try {
    if (chosen === 'system') localStorage.removeItem(STORAGE_KEY)
    else localStorage.setItem(STORAGE_KEY, chosen)
  } catch {
    // storage can be forbidden; the choice then holds until a reload
  }
}
