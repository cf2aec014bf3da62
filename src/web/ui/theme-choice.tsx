import { sentence } from '#web/format/words.ts'
import { Segments } from './field.tsx'
import { chooseTheme, theme, THEMES } from './theme.ts'

export function ThemeChoice() {
  return (
    <Segments
      label="Theme"
      value={theme.value}
      options={THEMES.map((value) => ({ value, label: sentence(value) }))}
      onChange={chooseTheme}
    />
  )
}
