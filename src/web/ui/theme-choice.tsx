import { capitalise } from '#web/format/text.ts'
import { Segments } from './field.tsx'
import { chooseTheme, theme, THEMES } from './theme.ts'

export function ThemeChoice() {
  return (
    <Segments
      label="Theme"
      value={theme.value}
      options={THEMES.map((value) => ({ value, label: capitalise(value) }))}
      onChange={chooseTheme}
    />
  )
}
