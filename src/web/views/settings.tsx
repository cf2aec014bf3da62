import { Section, ViewHead } from '#web/ui/parts.tsx'
import { useLive } from '../app/live.tsx'
import { AccountSection } from '../settings/account.tsx'
import { CalendarSection } from '../settings/calendar.tsx'
import { DataSection } from '../settings/data.tsx'
import { FreshKey } from '../settings/fresh-key.tsx'
import { ShortcutTable } from '../settings/shortcuts.tsx'
import { TimeZoneSection } from '../settings/time-zone.tsx'
import { UsersSection } from '../settings/users.tsx'
import { ThemeChoice } from './nav-views.tsx'
import '../settings/settings.css'

export function SettingsView() {
  const { replica } = useLive()
  return (
    <>
      <ViewHead title="Settings" />
      <AccountSection />
      <Section title="Theme">
        <ThemeChoice />
      </Section>
      <TimeZoneSection />
      <CalendarSection />
      <DataSection />
      {replica.me.value.role === 'admin' && <UsersSection />}
      <Section title="Keyboard">
        <div class="card">
          <ShortcutTable />
        </div>
      </Section>
      <FreshKey />
    </>
  )
}
